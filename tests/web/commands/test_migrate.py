"""Who changes the schema: `serve`, `work` and `migrate` alone, after a copy, while no other version is at work."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.errors import WrongSetting
from engine.presence import Presence
from engine.store import Database, migrate, schema_newest
from web.cli import sagsgang


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A database of this version, readable by everybody."""
    file = tmp_path / "sagsgang.db"
    migrate(f"sqlite:///{file}")
    file.chmod(0o644)
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("SAGSGANG_DATABASE_URL", raising=False)
    return file


@pytest.fixture
def older(file: Path, next_version: str) -> Path:
    """The same, where this is the next version."""
    return file


def schema_of(file: Path) -> str:
    with closing(sqlite3.connect(file)) as connection:
        return str(connection.execute("SELECT version_num FROM alembic_version").fetchone()[0])


@pytest.mark.parametrize("asked", [["verify"], ["administrator", "--name", "Kaj Munk", "--username", "kaj"]])
def test_every_other_command_leaves_it_alone_and_says_what_it_found(
    older: Path, next_version: str, asked: list[str]
) -> None:
    result = CliRunner().invoke(sagsgang, asked)
    assert isinstance(result.exception, WrongSetting)
    assert f"has schema {next_version}" in str(result.exception) and "sagsgang migrate" in str(result.exception)
    assert schema_of(older) == next_version


def test_migrate_keeps_a_copy_and_brings_it_up_to_date(older: Path, next_version: str) -> None:
    result = CliRunner().invoke(sagsgang, ["migrate"])
    assert result.exit_code == 0, result.output
    copy = older.with_name(f"sagsgang.db.schema-{next_version}")
    assert str(copy) in result.stderr
    assert (schema_of(copy), schema_of(older)) == (next_version, schema_newest())
    assert {stat.S_IMODE(file.stat().st_mode) for file in (copy, older)} == {0o600}
    again = CliRunner().invoke(sagsgang, ["migrate"])
    assert again.exit_code == 0 and "kept as" not in again.stderr


@pytest.mark.parametrize("asked", [["verify"], ["migrate"], ["serve"], ["work"], ["backup", "x"]])
def test_no_command_touches_a_desk_from_before_the_record(file: Path, asked: list[str]) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0022'")
        connection.commit()
    result = CliRunner().invoke(sagsgang, asked)
    assert isinstance(result.exception, WrongSetting), result.output
    assert "(skema 0022)" in str(result.exception) and "tom database" in str(result.exception)
    assert schema_of(file) == "0022" and list(file.parent.glob("*.schema-*")) == []


def test_not_while_another_version_is_at_work_and_then_that_one_stops(sqlite_url: str, tmp_path: Path) -> None:
    database, told = Database(sqlite_url), []
    old = Presence(database, "serve", version_="0.0.9", outdated=lambda: told.append("stopped"))
    old.beat()
    environment = {"SAGSGANG_DATABASE_URL": sqlite_url, "SAGSGANG_DATA_DIR": str(tmp_path)}
    for name in ("migrate", "serve", "work"):
        result = CliRunner().invoke(sagsgang, [name], env=os.environ | environment)
        assert isinstance(result.exception, WrongSetting) and "0.0.9" in str(result.exception)
    assert not told
    Presence(database, "serve").beat()
    old.beat()
    assert told == ["stopped"]
    database.close()


def test_a_process_whose_schema_is_gone_stops_at_its_next_beat(sqlite_url: str) -> None:
    database, told = Database(sqlite_url), []
    one = Presence(database, "work", outdated=lambda: told.append("stopped"))
    one.beat()
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '1.9999'")
    one.beat()
    assert told == ["stopped"]
    database.close()


def test_the_database_and_what_lies_beside_it_is_its_owners_alone(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    assert database.reserve("play")
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM seen")
        file = Path(str(database.engine.url.database))
        beside = list(file.parent.glob("*.db*"))
        assert len(beside) == 4  # -wal, -shm and the lock
        assert {stat.S_IMODE(one.stat().st_mode) for one in beside} == {0o600}
    database.close()


def test_everything_that_a_command_writes_is_its_owners_alone(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SAGSGANG_")}
    folder = tmp_path / "data"
    command = [sys.executable, "-m", "web.cli", "migrate"]
    subprocess.run(command, env=kept | {"SAGSGANG_DATA_DIR": str(folder)}, umask=0o022, check=True)
    written = [folder, *folder.rglob("*")]
    assert len(written) >= 3 and not any(one.stat().st_mode & 0o077 for one in written)
