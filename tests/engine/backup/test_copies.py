"""A copy of the database while others write, and the database's place taken by one, killed at any moment."""

import errno
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import inspect, select

from engine.errors import WrongSetting
from engine.store import Database, migrate, require_newest
from engine.store.connection import copies
from engine.store.migrations import ASIDE
from engine.store.tables import marks
from tests.fixtures.threads import PATIENCE_SECONDS, finish

MEGABYTE = 1024 * 1024


def test_a_copy_comes_to_its_end_though_others_never_stop_writing(sqlite_url: str, tmp_path: Path) -> None:
    database, over, copied = Database(sqlite_url), threading.Event(), tmp_path / "copy.db"
    file = sqlite_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE filler (content BLOB)")
        connection.executemany("INSERT INTO filler VALUES (zeroblob(?))", [(MEGABYTE,)] * 40)

    def write() -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as connection:
            while not over.is_set():
                connection.execute("INSERT INTO filler VALUES ('')")

    writer = threading.Thread(target=write, daemon=True)
    copier = threading.Thread(target=copies.dump, args=(database, copied), daemon=True)
    writer.start()
    copier.start()
    copier.join(30)
    done = not copier.is_alive()
    over.set()
    finish([writer, copier])
    assert done
    with closing(sqlite3.connect(copied)) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    database.close()


def test_a_database_whose_place_could_not_be_taken_has_all_that_was_committed_to_it(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = Database(sqlite_url)
    copies.dump(source, tmp_path / "copy.db")
    killed = tmp_path / "killed.db"
    with source.write() as connection:
        connection.execute(marks.insert(), {"name": "last", "value": "commit"})
    for end in ("", "-wal"):  # as a process that is killed leaves them
        shutil.copyfile(f"{source.engine.url.database}{end}", f"{killed}{end}")
    source.close()

    def fail(*_: object) -> None:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES))

    database = Database(f"sqlite:///{killed}")
    with monkeypatch.context() as patched, pytest.raises(OSError, match="denied"):
        patched.setattr(Path, "replace", fail)
        copies.load(database, tmp_path / "copy.db")
    with database.read() as connection:
        assert connection.scalar(select(marks.c.value).where(marks.c.name == "last")) == "commit"
    copies.load(database, tmp_path / "copy.db")
    with database.read() as connection:
        assert connection.scalar(select(marks.c.value).where(marks.c.name == "last")) is None
    database.close()


# what pg_restore is while it is killed with the command that runs it: before its transaction, or after
KILLED = """#!/bin/sh
[ "$1" = --version ] && exec {real} --version
{first}
kill -KILL $PPID
"""
RESTORES = """
import sys
from pathlib import Path
from engine.store import Database
from engine.store.connection import copies
copies.load(Database(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.mark.parametrize("first", ["", '{real} "$@"'])
def test_a_restore_that_is_killed_keeps_the_desk_or_has_the_backup(
    postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    database, dump = Database(postgresql_url), tmp_path / "dump"
    copies.dump(database, dump)
    with database.write() as connection:
        connection.execute(marks.insert(), {"name": "since", "value": "the backup"})
    real = shutil.which("pg_restore")
    (tmp_path / "pg_restore").write_text(KILLED.format(real=real, first=first.format(real=real)))
    (tmp_path / "pg_restore").chmod(0o755)
    killed = subprocess.run(
        [sys.executable, "-c", RESTORES, postgresql_url, dump],
        env=os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}"},
        cwd=Path(__file__).parents[3],
        check=False,
        timeout=PATIENCE_SECONDS,
    )
    assert killed.returncode == -signal.SIGKILL
    if first:
        require_newest(postgresql_url)
    else:
        for start in (migrate, require_newest):
            with pytest.raises(WrongSetting, match="sagsgang restore"):
                start(postgresql_url)
        with pytest.raises(WrongSetting, match="pg_restore failed"):
            copies.load(database, tmp_path / "pg_restore")
        with database.read() as connection:  # as it was before anything was restored
            assert connection.scalar(select(marks.c.value).where(marks.c.name == "since")) == "the backup"
    copies.load(database, dump)
    with database.read() as connection:
        assert connection.scalar(select(marks.c.value).where(marks.c.name == "since")) is None
        assert not inspect(connection).has_schema(ASIDE)
    database.close()
