"""A desk as one file and back: while people work on it, after a kill, and from SQLite to PostgreSQL."""

import errno
import io
import json
import os
import signal
import stat
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select, text

import engine
from engine import By, Kind, Settings, Upload
from engine.backup import archive
from engine.store import Database
from engine.store.tables import metadata
from tests.engine.backup import working
from tests.fixtures.house import House
from tests.fixtures.threads import at_once
from web.cli import sagsgang


@pytest.fixture
def desk_of(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of the desk that the commands find in the environment."""
    folder = tmp_path / "desk"
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", database_url)
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(folder))
    monkeypatch.delenv("SAGSGANG_SECRET_KEY", raising=False)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(sagsgang, arguments)


def refused(*arguments: str) -> str:
    """The sentence with which a command refuses."""
    error = run(*arguments).exception
    assert error is not None
    return str(error)


@contextmanager
def at_work(database_url: str, folder: Path) -> Iterator["subprocess.Popen[str]"]:
    """A process that registers cases until it is killed."""
    command = [sys.executable, working.__file__, database_url.replace("postgresql://", "postgresql+psycopg://"), folder]
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def said(process: "subprocess.Popen[str]", least: int) -> int:
    """Waits until that case is made; its number."""
    assert process.stdout is not None
    while line := at_once(process.stdout.readline)[0]:
        if int(line) >= least:
            return int(line)
    raise AssertionError("the process has ended")


def silence(database_url: str) -> None:
    """As half a minute later: whoever was killed is taken for dead."""
    database = Database(database_url.replace("postgresql://", "postgresql+psycopg://"))
    with database.write() as connection:
        connection.execute(metadata.tables["heartbeats"].delete())
    database.close()


def rows(database: Database) -> dict[str, list[Any]]:
    with database.read() as connection:
        tables = {name: table for name, table in metadata.tables.items() if name not in ("heartbeats", "jobs")}
        return {
            name: [tuple(r) for r in connection.execute(select(t).order_by(*t.primary_key))]
            for name, t in tables.items()
        }


def test_a_desk_is_backed_up_at_work_killed_and_restored(database_url: str, desk_of: Path, tmp_path: Path) -> None:
    file = tmp_path / "desk.backup"
    with at_work(database_url, desk_of) as process:
        before = said(process, 5)
        made = run("backup", str(file))
        assert made.exit_code == 0, made.output
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        said(process, before + 3)
        assert "in use (sagsgang serve" in refused("restore", str(file), "--replace")
        process.send_signal(signal.SIGKILL)
        assert process.stdout is not None
        after = max(map(int, process.stdout.read().split()), default=before + 3)
    silence(database_url)
    for kept in (desk_of / "attachments").rglob("*"):
        if kept.is_file():
            kept.unlink()  # the disk is gone with the process
    assert "is not empty" in refused("restore", str(file))
    result = run("restore", str(file), "--replace")
    assert result.exit_code == 0 and "alt stemmer" in result.output, result.output
    desk = engine.open_desk(Settings.from_environment())
    restored = engine.count_items(desk)
    assert before <= restored <= after + 1
    with desk.reading() as connection:
        (file_id,) = connection.execute(text("SELECT max(id) FROM attachments")).one()
    attachment, content, _ = engine.read_attachment(desk, file_id, by=1)
    assert attachment.name == "log.txt" and content.startswith(b"Linje ")
    desk.close()


def test_what_was_backed_up_is_what_is_restored_elsewhere(house: House, tmp_path: Path, monkeypatch: Any) -> None:
    case = house.register("anders", "Netværk")
    engine.write_comment(
        house.desk, Kind.CASE, case.id, "Se filen.", by=house.by("anders"), attachments=[Upload("ø.txt", b"ja")]
    )
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", house.desk.settings.database_url)
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(house.desk.settings.data_dir))
    (house.desk.settings.data_dir / "secret_key").write_text("n" * 64)
    kept, file = rows(house.desk.database), house.desk.settings.data_dir / "backups" / "desk.backup"
    file.parent.mkdir()
    file.with_name("older.backup").write_bytes(b"not to be backed up again")
    assert run("backup", str(file)).exit_code == 0
    house.register("anders", "Netværk")
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(tmp_path / "other"))
    if house.desk.database.is_sqlite:
        monkeypatch.setenv("SAGSGANG_DATABASE_URL", f"sqlite:///{tmp_path / 'other' / 'sagsgang.db'}")
        assert run("restore", str(file)).exit_code == 0
    else:
        house.desk.close()
        assert run("restore", str(file), "--replace").exit_code == 0
    restored = Database(Settings.from_environment().database_url)
    assert rows(restored) == kept
    restored.close()
    assert (tmp_path / "other" / "secret_key").read_text() == "n" * 64
    assert {path.name for path in (tmp_path / "other").iterdir() if path.is_dir()} == {"attachments"}


def test_a_key_of_the_environment_is_in_no_backup_also_where_the_desk_began_with_one_of_its_own(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data_dir, given = house.desk.settings.data_dir, "".join(map(chr, range(65, 105)))
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", house.desk.settings.database_url)
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(data_dir))
    monkeypatch.setenv("SAGSGANG_SECRET_KEY", given)
    data_dir.mkdir(exist_ok=True)
    (data_dir / "secret_key").write_text("n" * 64)
    file = tmp_path / "desk.backup"
    assert run("backup", str(file)).exit_code == 0
    with tarfile.open(file) as backup:
        assert "secret_key" not in backup.getnames()
    assert given.encode() not in file.read_bytes()


def test_a_backup_that_is_not_as_it_was_written_changes_nothing(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not house.desk.database.is_sqlite:
        return
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", house.desk.settings.database_url)
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(house.desk.settings.data_dir))
    file = tmp_path / "desk.backup"
    assert run("backup", str(file)).exit_code == 0
    whole = file.read_bytes()
    before = rows(house.desk.database)
    middle = len(whole) // 2
    for damaged, why in (
        (whole[: len(whole) // 2], "no whole backup"),
        (whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :], "is damaged"),
        (b"", "no whole backup"),
        (b"not a tar" * 100, "no whole backup"),
        (_tar({"../../etc/passwd": b"x"}), "does not belong"),
        (_tar({"files/../../x": b"x"}), "does not belong"),
        (_tar({"manifest.json": b"{}"}), "cannot be read"),
        (_tar({"manifest.json": json.dumps({"format": 2}).encode()}), "has format 2"),
        (_tar({"manifest.json": _manifest(dialect="postgresql")}), "then sagsgang move"),
        (_tar({"manifest.json": _manifest(schema="1.9999")}), "does not know that schema"),
        (_tar({"manifest.json": _manifest(schema="0022")}), "(skema 0022)"),
    ):
        file.write_bytes(damaged)
        assert why in refused("restore", str(file), "--replace"), why
        assert rows(house.desk.database) == before, why


def test_a_backup_with_a_file_that_lacks_is_refused_and_keeps_the_one_before(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", house.desk.settings.database_url)
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(house.desk.settings.data_dir))
    file = tmp_path / "desk.backup"
    file.write_bytes(b"the one before")
    case, upload = house.keep("anders"), Upload("log.txt", b"ja")
    engine.write_comment(house.desk, Kind.CASE, case.id, "Fil", by=house.by("anders"), attachments=[upload])
    (kept,) = [path for path in house.desk.files.folder.rglob("*") if path.is_file()]
    content = kept.read_bytes()
    kept.unlink()
    assert "1 attached files are not in" in refused("backup", str(file))
    assert file.read_bytes() == b"the one before" and list(tmp_path.glob("*.part")) == []
    kept.write_bytes(content)


def test_a_backup_that_does_not_reach_the_disk_keeps_the_one_before(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(tmp_path / "desk"))
    file = tmp_path / "desk.backup"
    assert run("backup", str(file)).exit_code == 0
    kept = file.read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    for command in (("backup", str(file)), ("restore", str(file), "--replace")):
        assert "No space left" in refused(*command)
    assert file.read_bytes() == kept and list(tmp_path.glob("*.part")) == []


def test_a_desk_moves_to_postgresql_with_everything(
    sqlite_url: str, postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(tmp_path / "desk"))
    with at_work(sqlite_url, tmp_path / "desk") as process:
        said(process, 4)
        assert "in use (sagsgang serve" in refused("move", "--to", postgresql_url)
    silence(sqlite_url)
    assert "is not empty" in refused("move", "--to", postgresql_url)
    target = Database(postgresql_url)
    with target.write() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    result = run("move", "--to", postgresql_url)
    assert result.exit_code == 0 and "alt stemmer" in result.output, result.output
    source = Database(sqlite_url)
    assert rows(target) == rows(source)
    target.close()
    source.close()
    desk = engine.open_desk(Settings(postgresql_url, tmp_path / "desk", secret_key="k" * 48))
    items = engine.count_items(desk)
    anders = next(a for a in desk.directory().agents.values() if a.username == "anders")
    team = next(t for t in desk.directory().teams.values() if t.name == "Netværk")
    given = {
        "customer": 1,
        "team": team.id,
        "subject": "Ny",
        "description": "Printeren på 3. sal melder papirstop igen.",
    }
    assert engine.register_case(desk, given, by=By(anders.id)).id > items - 1, "numbers go on"
    assert list(engine.verify(desk)) == []
    desk.close()


@pytest.mark.parametrize("to", ["sqlite:////tmp/x.db", "http://host/x", "postgresql://"])
def test_a_desk_moves_to_postgresql_alone(sqlite_url: str, tmp_path: Path, monkeypatch: Any, to: str) -> None:
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(tmp_path / "desk"))
    assert "--to" in refused("move", "--to", to)


def test_tools_older_than_the_server_are_refused(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = tmp_path / "bin"
    old.mkdir()
    (old / "pg_dump").write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 11.4'\n")
    (old / "pg_dump").chmod(0o755)
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", postgresql_url)
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(tmp_path / "desk"))
    monkeypatch.setenv("PATH", f"{old}:/usr/bin:/bin")
    assert "pg_dump is pg_dump (PostgreSQL) 11.4 and the server is" in refused("backup", str(tmp_path / "x"))
    (old / "pg_dump").unlink()
    monkeypatch.setenv("PATH", str(old))
    assert "pg_dump is not on the PATH" in refused("backup", str(tmp_path / "x"))


def _tar(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


def _manifest(**more: str) -> bytes:
    told = {"version": "1", "schema": "1.0001", "dialect": "sqlite", "made_at": "2026-03-02T08:00:00+00:00"} | more
    return json.dumps({"format": archive.FORMAT, "members": {}} | told).encode()
