"""The writes of one transaction, gathered and sent together: PostgreSQL is waited for once, not once a statement."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    Connection,
    Delete,
    Dialect,
    Insert,
    Select,
    Text,
    TextClause,
    Update,
    bindparam,
    cast,
    column,
    func,
    insert,
    literal_column,
    select,
)
from sqlalchemy.exc import IntegrityError

from engine.store.driver import as_told, run
from engine.store.prepared import Prepared, Row, Statement, prepare
from engine.store.times import in_utc

Taken = Callable[[IntegrityError], Exception | None]
_PARAMETER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class _Write:
    statement: Statement
    rows: Sequence[Row]
    missed: Callable[[], Exception] | None = None
    taken: Taken | None = None


class Writes:
    """What is to be written, in order. No two of them are about one row, and none needs what another has made room for.

    Whoever reads in the same transaction, or needs that, sends first. An insert leaves no column to a default but its
    number.
    """

    def __init__(self, connection: Connection):
        self._connection = connection
        self._is_sqlite = connection.dialect.name == "sqlite"
        self._gathered: list[_Write] = []

    def insert(self, statement: Insert, rows: Sequence[Row], *, taken: Taken | None = None) -> None:
        """Rows with the same columns. What `taken` gives is raised instead of an IntegrityError."""
        if rows:
            self._gathered.append(_Write(statement, rows, taken=taken))

    def change(
        self,
        statement: Update | Delete | TextClause,
        parameters: Row,
        *,
        missed: Callable[[], Exception] | None = None,
    ) -> None:
        """What `missed` makes is raised where there is no such row."""
        self._gathered.append(_Write(statement, [parameters], missed=missed))

    def require(self, statement: Select[Any], parameters: Row, *, missed: Callable[[], Exception]) -> None:
        """The same of something that is to be so when all is written. SQLite lets nobody else write meanwhile."""
        if not self._is_sqlite:
            self._gathered.append(_Write(statement, [parameters], missed=missed))

    def number(self, statement: Insert, row: Row) -> int:
        """Inserts a row at once, for the number that it gets."""
        self.send()
        insert = statement if self._is_sqlite else _with_number(statement)
        prepared = prepare(insert, tuple(row), self._connection.dialect)
        cursor = run(self._connection, prepared.text, prepared.values(row))
        return int(cursor.lastrowid if self._is_sqlite else cursor.fetchone()[0])

    def send(self) -> None:
        """All that was gathered since the last time."""
        gathered, self._gathered = self._gathered, []
        if not gathered:
            return
        send = _one_by_one if self._is_sqlite else _in_one
        try:
            counts = send(self._connection, gathered)
        except IntegrityError as error:
            told = (write.taken(error) for write in gathered if write.taken)
            raise next(filter(None, told), error) from error
        for write, count in zip(gathered, counts, strict=True):
            if write.missed and not count:
                raise write.missed()


def _one_by_one(connection: Connection, gathered: Sequence[_Write]) -> list[int]:
    counts = []
    for write in gathered:
        prepared = prepare(write.statement, tuple(write.rows[0]), connection.dialect)
        rows = [prepared.values(row) for row in write.rows]
        counts.append(run(connection, prepared.text, rows if len(rows) > 1 else rows[0]).rowcount)
    return counts


def _in_one(connection: Connection, gathered: Sequence[_Write]) -> Sequence[int]:
    """One statement, of which each write is a part. That all are counted has them done one after another."""
    shapes = tuple((write.statement, tuple(write.rows[0])) for write in gathered)
    text, parts = _together(shapes, connection.dialect)
    values: dict[str, Any] = {}
    for write, part in zip(gathered, parts, strict=True):
        row = {"rows": _as_json(write.rows, connection)} if part.takes_rows else write.rows[0]
        values.update(zip(part.names, part.prepared.in_line(row), strict=True))
    found: tuple[int, ...] = run(connection, text, values).fetchone()
    return found


@dataclass(frozen=True)
class _Part:
    """One write in a statement of several; `names` are what its parameters are called there."""

    text: str
    takes_rows: bool  # as one parameter
    names: tuple[str, ...]
    prepared: Prepared


@lru_cache(maxsize=512)
def _together(shapes: tuple[tuple[Statement, tuple[str, ...]], ...], dialect: Dialect) -> tuple[str, tuple[_Part, ...]]:
    """(the statement of writes of these shapes, its parts), put together once for each sequence of them."""
    parts = tuple(_part(number, *shape, dialect) for number, shape in enumerate(shapes))
    counts = ", ".join(f"(SELECT count(*) FROM w{number})" for number in range(len(parts)))  # noqa: S608 - only numbers
    return f"WITH {', '.join(part.text for part in parts)} SELECT {counts}", parts


def _part(number: int, statement: Statement, keys: tuple[str, ...], dialect: Dialect) -> _Part:
    if takes_rows := isinstance(statement, Insert):
        statement, keys = _of_json(statement, keys), ()
    prepared = prepare(statement, keys, dialect)
    text = _PARAMETER.sub(rf"%(w{number}_\1)s", prepared.text)
    told = "" if isinstance(statement, Select) else " RETURNING 1"
    names = tuple(f"w{number}_{name}" for name in prepared.parameters)
    return _Part(f"w{number} AS ({text}{told})", takes_rows, names, prepared)


def _as_json(rows: Sequence[Row], connection: Connection) -> str:
    try:
        return orjson.dumps(rows, default=_as_utc, option=orjson.OPT_PASSTHROUGH_DATETIME).decode()
    except orjson.JSONEncodeError as error:
        raise as_told(error, "INSERT", connection.dialect) from error


def _as_utc(value: datetime) -> str:
    return in_utc(value).isoformat()


def _of_json(statement: Insert, keys: tuple[str, ...]) -> Insert:
    """All rows as the one parameter `rows`: psycopg reads a statement anew each time that has more than fifty."""
    table: Any = statement.table
    rows = cast(bindparam("rows", type_=Text()), JSON)
    given = func.json_populate_recordset(literal_column(f"NULL::{table.name}"), rows)
    columns = [table.c[key] for key in keys]
    return insert(table).from_select(columns, select(*given.table_valued(*map(column, keys)).c))


@lru_cache(maxsize=512)
def _with_number(statement: Insert) -> Any:
    return statement.returning(statement.table.c.id)
