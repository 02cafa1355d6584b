"""A database as one file, and back. SQLite by its own backup interface, PostgreSQL by pg_dump and pg_restore."""

import os
import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import inspect, select, text
from sqlalchemy.engine import make_url

from engine.errors import WrongSetting
from engine.store import heartbeats
from engine.store.connection import limits
from engine.store.connection.database import Database, make_private
from engine.store.heartbeats import Heartbeat
from engine.store.migrations import ASIDE
from engine.store.tables import attachments


def dump(database: Database, file: Path) -> None:
    """The database as it is at this moment, while others use it. `file` is made its owner's alone."""
    make_private(file)
    if database.is_sqlite:
        with closing(sqlite3.connect(_file_of(database))) as source, closing(sqlite3.connect(file)) as target:
            source.backup(target)  # in one step: a copy in several begins anew whenever somebody else commits
            target.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        return
    _check_version("pg_dump", database)
    _run("pg_dump", database, "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")


def load(database: Database, file: Path) -> None:
    """Puts a dump in the place of whatever is there: whole, or not at all.

    Killed in the middle, PostgreSQL has the desk in `migrations.ASIDE`, where the next `load` finds it.
    """
    if database.is_sqlite:
        database.engine.dispose()
        _replace_file(_file_of(database), file)
        return
    _check_version("pg_restore", database)
    with _server(database) as server:
        _finish_the_one_before(server)
        server.execute(f"ALTER SCHEMA public RENAME TO {ASIDE}")
        server.execute("CREATE SCHEMA public")
    arguments = ("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(file))
    try:
        _run("pg_restore", database, *arguments)
    except BaseException:
        with _server(database) as server:
            server.execute("DROP SCHEMA public CASCADE")
            server.execute(f"ALTER SCHEMA {ASIDE} RENAME TO public")
        raise
    with _server(database) as server:
        server.execute(f"DROP SCHEMA {ASIDE} CASCADE")


def _finish_the_one_before(server: "psycopg.Connection[Any]") -> None:
    """What a `load` that was killed left: the desk lies aside, and its place holds all of the dump or nothing."""
    schemas = "SELECT 1 FROM pg_namespace WHERE nspname = %s"
    if server.execute(schemas, [ASIDE]).fetchone() is None:
        return
    if server.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public'").fetchone():
        server.execute(f"DROP SCHEMA {ASIDE} CASCADE")
        return
    server.execute("DROP SCHEMA public CASCADE")
    server.execute(f"ALTER SCHEMA {ASIDE} RENAME TO public")


def is_empty(database: Database) -> bool:
    """Whether there is no table at all."""
    if database.is_sqlite and not _file_of(database).exists():
        return True
    with database.engine.connect() as connection:
        return not inspect(connection).get_table_names()


def living(database: Database, stale_after: timedelta) -> tuple[Heartbeat, ...]:
    """The processes that work on it now; none where there are no tables."""
    if is_empty(database):
        return ()
    with database.read() as connection:
        if not inspect(connection).has_table("heartbeats"):
            return ()
        return heartbeats.fresh(connection, stale_after)


def kept_files(database: Database) -> frozenset[str]:
    """The sha256 of every attached file that a row names."""
    with database.read() as connection:
        return frozenset(connection.scalars(select(attachments.c.sha256)))


def _file_of(database: Database) -> Path:
    return Path(make_url(database.url).database or "")


def _replace_file(file: Path, dump_: Path) -> None:
    """In one rename, which nobody sees half of; until then the file has all that was committed to it."""
    part = file.with_name(f"{file.name}.restored")
    make_private(part)
    shutil.copyfile(dump_, part)
    with part.open("rb+") as copied:
        os.fsync(copied.fileno())
    if file.exists():
        _put_all_in(file)
    for beside in ("-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{file}{beside}").unlink()
    part.replace(file)


def _put_all_in(file: Path) -> None:
    """Nothing is left that only the file's -wal has."""
    with closing(sqlite3.connect(file)) as connection, suppress(sqlite3.DatabaseError):  # damaged, so it is restored
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise WrongSetting(f"{file} is in use by another program; stop it first")


@contextmanager
def _server(database: Database) -> Iterator["psycopg.Connection[Any]"]:
    url = make_url(database.url)
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    try:
        with psycopg.connect(plain, **limits.of_postgresql(url)) as server:
            yield server
    except psycopg.OperationalError as error:
        raise WrongSetting(f"SAGSGANG_DATABASE_URL: {str(error).partition(chr(10))[0]}") from error


def _check_version(tool: str, database: Database) -> None:
    """A tool older than the server cannot read it."""
    found = shutil.which(tool)
    if found is None:
        raise WrongSetting(f"{tool} is not on the PATH; it comes with PostgreSQL's client (postgresql-client)")
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False).stdout
    numbers = re.search(r"(\d+)(?:\.\d+)*\s", f"{said} ")
    with database.engine.connect() as connection:
        server = int(connection.execute(text("SHOW server_version_num")).scalar_one()) // 10_000
    if numbers is None or int(numbers[1]) < server:
        raise WrongSetting(f"{tool} is {said.strip() or 'unknown'} and the server is {server}; install {tool} {server}")


def _run(tool: str, database: Database, *arguments: str) -> None:
    """The password goes by the environment: what stands on a command line, everybody on the machine reads."""
    url = make_url(database.url)
    parts: dict[str, Any] = {"dbname": url.database, "host": url.host, "port": url.port, "user": url.username}
    parts |= {name: value for name, value in url.query.items() if isinstance(value, str)}
    to = make_conninfo(**{name: value for name, value in parts.items() if value is not None})
    environment = os.environ | ({"PGPASSWORD": str(url.password)} if url.password else {})
    done = subprocess.run(
        [tool, f"--dbname={to}", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise WrongSetting(f"{tool} failed: {(done.stderr.strip().splitlines() or ['no reason given'])[0]}")
