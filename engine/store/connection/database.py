"""The database: engines, transactions and their limits. SQLite by default, PostgreSQL at scale."""

import fcntl
import logging
import os
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import orjson
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import DBAPIError, DisconnectionError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from engine.errors import DeskError, ReadOnly, Unavailable, WrongSetting
from engine.store import migrations
from engine.store.connection import limits
from engine.store.connection.danish_order import danish_order
from engine.store.connection.driver import as_told, run

_JSON: dict[str, Any] = {
    "json_serializer": lambda value: orjson.dumps(value).decode(),
    "json_deserializer": orjson.loads,
}
_POOL: dict[str, Any] = {"poolclass": QueuePool, "pool_size": 8, "max_overflow": 24}  # 15 threads ask at once
_log = logging.getLogger(__name__)
AFTERWARDS = "afterwards"
QUIET_SECONDS = 60.0  # between two lines in the log about a database that is away
_PRAGMAS = ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "secure_delete=ON")
_NO_RIGHT = ("42501", "25006")  # PostgreSQL: insufficient_privilege, read_only_sql_transaction
RESTED = 1.0  # seconds: a connection unused for longer may be gone, as after a restart of the server


class Database:
    """Hands out transactions (D-11): `write()` for all that changes, `read()` for one consistent look."""

    def __init__(self, url: str):
        self.url = url
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        self.engine = _sqlite(url) if self.is_sqlite else _postgresql(url)
        event.listen(self.engine, "handle_error", _raise_as_told)
        # one writer at a time in this process: better than SQLite's sleeping busy handler, which can starve a thread
        self._writer = threading.Lock()
        self._reserved = ExitStack()
        self._telling, self._told_at = threading.Lock(), -QUIET_SECONDS

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction from the first read to the commit: BEGIN IMMEDIATE on SQLite. Then what waits for it."""
        afterwards: list[Callable[[], object]] = []
        with self._transaction() as connection:
            connection.info[AFTERWARDS] = afterwards
            yield connection
        for do in afterwards:
            do()

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        if not self.is_sqlite:
            with self._reached(), self.engine.begin() as connection:
                yield connection
            return
        with self._reached(), self._turn(), self.engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    @contextmanager
    def _turn(self) -> Iterator[None]:
        if not self._writer.acquire(timeout=limits.WAIT_SECONDS):
            raise PoolTimeout(f"others of this process have been writing for {limits.WAIT_SECONDS} seconds")
        try:
            yield
        finally:
            self._writer.release()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        with self._reached(), self.engine.connect() as connection:
            if not self.is_sqlite:
                connection = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def without_transaction(self) -> Iterator[Connection]:
        """For one look, which is consistent by itself, by `prepared`; and for what PostgreSQL does in none (VACUUM)."""
        with self._reached(), self.engine.connect() as connection:
            if not self.is_sqlite:  # there it would be three ways to the server; SQLite begins none by itself
                connection = connection.execution_options(isolation_level="AUTOCOMMIT")
            yield connection

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """What is the database's own trouble is `Unavailable` to whoever asked, and a line in the log once a minute;
        what the account has no right to is `ReadOnly`.
        """
        try:
            yield
        except (DBAPIError, DisconnectionError, PoolTimeout) as error:
            if _lacks_rights(error):
                raise ReadOnly from error
            if not is_away(error):
                raise
            with self._telling:
                if time.monotonic() - self._told_at > QUIET_SECONDS:
                    self._told_at = time.monotonic()
                    _log.error("the database cannot be used: %s", reason_of(error))
            raise Unavailable from error

    def reserve(self, what: str) -> bool:
        """Whether nobody else does `what` on this database; keeps others out until `close` or this process's end.

        It is the machine or the server that keeps it, so a process that is killed leaves nothing behind.
        """
        if self.is_sqlite:
            lock = Path(f"{make_url(self.url).database}-{what}.lock")
            make_private(lock)
            return _is_free(self._reserved.enter_context(lock.open("a")))
        connection = self._reserved.enter_context(self.engine.connect().execution_options(isolation_level="AUTOCOMMIT"))
        key = zlib.crc32(what.encode())
        is_ours = bool(connection.scalar(select(func.pg_try_advisory_lock(key))))
        if is_ours:  # given back by `close`: the server notices the end of a connection only a while after it
            self._reserved.callback(_let_go, connection, key)
        return is_ours

    def close(self) -> None:
        self._reserved.close()
        self.engine.dispose()


def _let_go(connection: Connection, key: int) -> None:
    with suppress(DBAPIError):  # of a server that is away nothing is held
        connection.execute(select(func.pg_advisory_unlock(key)))


def after_commit(connection: Connection, do: Callable[[], object]) -> None:
    """Has that done when the connection's `write()` is committed, and not when it is rolled back."""
    connection.info[AFTERWARDS].append(do)


def migrate(url: str) -> None:
    """Brings the database at `url` to the newest schema, creating it where it is empty; WrongSetting where none is."""
    database = Database(url)
    try:
        # SQLite: another process that brings it up to date is waited for before anything is read
        with _connected(database).execution_options(writes=True) as connection:
            migrations.upgrade(connection)
    except DBAPIError as error:
        if not is_away(error):
            raise
        raise wrong_database(url, error) from error
    except CommandError as error:
        raise WrongSetting(f"SAGSGANG_DATABASE_URL is a database of another version of Sagsgang: {error}") from error
    finally:
        database.close()


def is_away(error: Exception) -> bool:
    """Whether the trouble is the database's and may pass: away, starting, locked, full, or a lost race for locks."""
    if not isinstance(error, DBAPIError):
        return True
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        return isinstance(error, OperationalError) and code & 0xFF != sqlite3.SQLITE_ERROR  # that one is a wrong query
    return isinstance(error, OperationalError) or error.connection_invalidated


def _lacks_rights(error: Exception) -> bool:
    """Whether the account may read and not do what was asked."""
    if not isinstance(error, DBAPIError):
        return False
    code = getattr(error.orig, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_READONLY or getattr(error.orig, "sqlstate", None) in _NO_RIGHT


def reason_of(error: Exception) -> str:
    """The first line of what the driver says."""
    return str(error.orig if isinstance(error, DBAPIError) else error).partition("\n")[0]


def _connected(database: Database) -> Connection:
    try:
        return database.engine.connect()
    except DBAPIError as error:
        raise wrong_database(database.url, error) from None


def wrong_database(url: str, error: DBAPIError) -> WrongSetting:
    """The sentence for whoever set the address."""
    shown = make_url(url).render_as_string(hide_password=True)
    return WrongSetting(f"SAGSGANG_DATABASE_URL is {shown}; expected a database that answers ({reason_of(error)})")


def make_private(file: Path) -> None:
    """The file is there, and is its owner's alone; what SQLite makes beside it is as the file is."""
    with suppress(OSError):  # where it cannot be, connecting says so
        os.close(os.open(file, os.O_CREAT | os.O_RDWR, 0o600))
        file.chmod(0o600)


def _is_free(lock: IO[str]) -> bool:
    """Whether the lock is ours now."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _raise_as_told(context: ExceptionContext) -> None:
    """Without a statement it is a row, in which something stands that is no value."""
    if context.statement is not None:
        error = context.original_exception
        told = as_told(error, context.statement, context.dialect) if isinstance(error, Exception) else error
        if isinstance(told, DeskError):
            raise told from error


def _postgresql(url: str) -> Engine:
    """Asks a connection that has rested whether it is still there; one in steady use is not held up by it."""
    engine = create_engine(url, **_JSON, **_POOL, connect_args=limits.of_postgresql(make_url(url)))

    @event.listens_for(engine, "checkin")
    def rest(_connection: Any, record: Any) -> None:
        record.info["rests_since"] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ask(connection: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get("rests_since", time.monotonic()) < RESTED:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise DisconnectionError from error

    return engine


def _sqlite(url: str) -> Engine:
    file = Path(make_url(url).database or "")
    for one in (file, *(beside for end in ("-wal", "-shm") if (beside := file.with_name(file.name + end)).exists())):
        make_private(one)
    engine = create_engine(url, **_JSON, **_POOL, connect_args={"timeout": limits.WAIT_SECONDS})

    @event.listens_for(engine, "connect")
    def set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # BEGIN is ours, below
        for pragma in _PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").close()
        connection.create_function("danish_order", 1, danish_order, deterministic=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes")
        run(connection, "BEGIN IMMEDIATE" if writes else "BEGIN", ())

    return engine
