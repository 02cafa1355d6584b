"""Bringing a database to this version's schema: waiting for it, a copy before it is changed, who may not be at it."""

import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, inspect
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from engine.errors import WrongSetting
from engine.store import heartbeats, migrations
from engine.store.connection.database import Database, is_away, migrate, reason_of, wrong_database
from engine.store.heartbeats import Heartbeat

Tell = Callable[[str], object]
# what a PostgreSQL that will answer soon says to whoever asks too early
SOON = ("starting up", "shutting down", "recovery", "too many clients", "connection slots", "not currently accepting")
PAUSE_SECONDS = 1.0
COPY = ".schema-"  # between the names of a database and of the schema that a copy of it has


def upgrade(url: str, version: str, stale_after: timedelta, tell: Tell) -> None:
    """Waits until the database answers, keeps a copy of what is older (SQLite), and brings it to the newest schema.

    Raises WrongSetting where no waiting will help, and while a living process of another version works on it.
    """
    database = Database(url)
    try:
        _wait_for(database, tell)
        with database.read() as connection:
            found, living = migrations.find_usable(connection), _others(connection, version, stale_after)
        if living:
            other = living[-1]
            raise WrongSetting(
                f"SAGSGANG_DATABASE_URL is in use by version {other.version} of Sagsgang (schema {other.schema}, "
                f"sagsgang {other.role}); this is {version} (schema {migrations.newest()}). Stop that one first."
            )
        if found == migrations.newest():
            return
        if found is not None and database.is_sqlite:
            tell(f"The database as it was, schema {found}, is kept as {_copied(url, found)}.")
    finally:
        database.close()
    migrate(url)


def require_newest(url: str) -> None:
    """Creates the tables of an empty database; raises WrongSetting where it has another schema than this version's."""
    database = Database(url)
    try:
        try:
            with database.engine.connect() as connection:
                found = migrations.find_usable(connection)
        except DBAPIError as error:
            raise wrong_database(url, error) from None
    finally:
        database.close()
    if found is None:
        migrate(url)
    elif found != migrations.newest():
        raise WrongSetting(
            f"SAGSGANG_DATABASE_URL has schema {found}; this version of Sagsgang works with {migrations.newest()}. "
            "sagsgang migrate brings an older one up to date."
        )


def _wait_for(database: Database, tell: Tell) -> None:
    told = False
    while (trouble := _trouble(database)) is not None:
        if not told:
            tell(f"The database does not answer ({trouble}). Waiting for it; stop with Ctrl+C.")
        told = True
        time.sleep(PAUSE_SECONDS)


def _trouble(database: Database) -> str | None:
    """What keeps the database from answering, for now."""
    try:
        with database.engine.connect() as connection:
            migrations.found(connection)
            return None
    except DBAPIError as error:
        reason = str(error.orig)
        wrong = "unable to open" in reason or ("FATAL" in reason and not any(sign in reason for sign in SOON))
        if wrong or not is_away(error):
            raise wrong_database(database.url, error) from None
        return reason_of(error)


def _others(connection: Connection, version: str, stale_after: timedelta) -> tuple[Heartbeat, ...]:
    """The living processes of other versions; none in a schema that has no heartbeats yet."""
    if not inspect(connection).has_table("heartbeats"):
        return ()
    mine = (version, migrations.newest())
    return tuple(one for one in heartbeats.fresh(connection, stale_after) if (one.version, one.schema) != mine)


def kept_copies(url: str) -> tuple[Path, ...]:
    """The copies that upgrades have left beside an SQLite database."""
    file = Path(make_url(url).database or "")
    return tuple(sorted(file.parent.glob(f"{file.name}{COPY}*"))) if url.startswith("sqlite") else ()


def _copied(url: str, schema: str) -> Path:
    """A copy of an SQLite database beside it, whole or not there; written while others use it."""
    file = Path(make_url(url).database or "")
    copy = file.with_name(f"{file.name}{COPY}{schema}")
    with tempfile.NamedTemporaryFile(dir=file.parent, prefix=f"{copy.name}.", suffix=".part", delete=False) as made:
        part = Path(made.name)  # its own, for several processes may begin at once
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
        kept = target.execute("SELECT version_num FROM alembic_version").fetchone()
    if kept == (schema,):  # another process may have been faster
        part.replace(copy)
    else:
        part.unlink()
    return copy
