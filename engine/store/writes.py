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

from engine.store.connection.driver import as_told, run
from engine.store.connection.prepared import Prepared, Row, Statement, prepare
from engine.store.connection.times import in_utc

Taken = Callable[[IntegrityError], Exception | None]
Missed = Callable[[], Exception]
_Shape = tuple[Statement, tuple[str, ...], bool]  # with what it sets, and whether it is guarded by `missed`
_PARAMETER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class _Write:
    statement: Statement
    rows: list[Row]
    missed: Missed | None = None
    taken: Taken | None = None


class Writes:
    """What is to be written. No two of them are about one row, and none needs what another has made room for.

    Whoever reads in the same transaction, or needs that, sends first. An insert leaves no column to a default but its
    number.
    """

    def __init__(self, connection: Connection):
        self._connection = connection
        self._is_sqlite = connection.dialect.name == "sqlite"
        self._gathered: list[_Write] = []

    @property
    def connection(self) -> Connection:
        """To read by, and to write what is needed at once: what was gathered goes first."""
        self.send()
        return self._connection

    def insert(self, statement: Insert, rows: Sequence[Row], *, taken: Taken | None = None) -> None:
        """Rows with the same columns. What `taken` gives is raised instead of an IntegrityError.

        They go with those that wait for the same insert already: a number from the database follows their order.
        """
        if not rows:
            return
        for write in self._gathered:
            same = write.statement is statement and write.rows[0].keys() == rows[0].keys()
            if same and taken is write.taken is None:
                write.rows.extend(rows)
                return
        self._gathered.append(_Write(statement, list(rows), taken=taken))

    def change(
        self,
        statement: Update | Delete | TextClause,
        parameters: Row,
        *,
        missed: Missed | None = None,
    ) -> None:
        """What `missed` makes is raised where there is no such row."""
        self._gathered.append(_Write(statement, [parameters], missed=missed))

    def require(self, statement: Select[Any], parameters: Row, *, missed: Missed) -> None:
        """The same of something that is to be so when all is written. SQLite lets nobody else write meanwhile."""
        if not self._is_sqlite:
            self._gathered.append(_Write(statement, [parameters], missed=missed))

    def send(self) -> None:
        """All that was gathered since the last time."""
        gathered, self._gathered = self._gathered, []
        if not gathered:
            return
        send = _one_by_one if self._is_sqlite else _in_one
        try:
            missed = send(self._connection, gathered)
        except IntegrityError as error:
            told = (write.taken(error) for write in gathered if write.taken)
            raise next(filter(None, told), error) from error
        if missed is not None:
            raise missed()


def _one_by_one(connection: Connection, gathered: Sequence[_Write]) -> Missed | None:
    """What the first has missed that was not to."""
    missed = None
    for write in gathered:
        prepared = prepare(write.statement, tuple(write.rows[0]), connection.dialect)
        rows = [prepared.values(row) for row in write.rows]
        found = run(connection, prepared.text, rows if len(rows) > 1 else rows[0]).rowcount
        missed = missed or (None if found else write.missed)
    return missed


def _in_one(connection: Connection, gathered: Sequence[_Write]) -> Missed | None:
    """The same in one statement, of which each write is a part."""
    shapes = tuple((write.statement, tuple(write.rows[0]), write.missed is not None) for write in gathered)
    text, parts = _together(shapes, connection.dialect)
    values: list[Any] = []
    for write, part in zip(gathered, parts, strict=True):
        row = {"rows": _as_json(write.rows, connection)} if part.takes_rows else write.rows[0]
        values += map(part.prepared.in_line(row).__getitem__, part.places)
    found = run(connection, text, tuple(values)).fetchone()
    guarded = (write.missed for write in gathered if write.missed)
    return next((missed for missed, is_there in zip(guarded, found, strict=False) if not is_there), None)


@dataclass(frozen=True)
class _Part:
    """One write in a statement of several, whose parameters go by their place there."""

    text: str
    takes_rows: bool  # as one parameter
    places: tuple[int, ...]  # of the parameters in `prepared`, in the order in which the text names them
    prepared: Prepared


@lru_cache(maxsize=512)
def _together(shapes: tuple[_Shape, ...], dialect: Dialect) -> tuple[str, tuple[_Part, ...]]:
    """(the statement of writes of these shapes, its parts), put together once for each sequence of them."""
    parts = tuple(_part(number, *shape, dialect) for number, shape in enumerate(shapes))
    found = [f"EXISTS (SELECT FROM w{number})" for number, (*_, is_guarded) in enumerate(shapes) if is_guarded]
    return f"WITH {', '.join(part.text for part in parts)} SELECT {', '.join(found) or 'true'}", parts


def _part(number: int, statement: Statement, keys: tuple[str, ...], is_guarded: bool, dialect: Dialect) -> _Part:
    if takes_rows := isinstance(statement, Insert):
        statement, keys = _of_json(statement, keys), ()
    prepared = prepare(statement, keys, dialect)
    places = tuple(map(prepared.parameters.index, _PARAMETER.findall(prepared.text)))
    text = _PARAMETER.sub("%s", prepared.text)
    told = " RETURNING 1" if is_guarded and not isinstance(statement, Select) else ""
    return _Part(f"w{number} AS ({text}{told})", takes_rows, places, prepared)


def _as_json(rows: Sequence[Row], connection: Connection) -> str:
    try:
        return orjson.dumps(rows, default=_as_text, option=orjson.OPT_PASSTHROUGH_DATETIME).decode()
    except orjson.JSONEncodeError as error:
        raise as_told(error, "INSERT", connection.dialect) from error


def _as_text(value: datetime | bytes) -> str:
    """As PostgreSQL reads it."""
    return f"\\x{value.hex()}" if isinstance(value, bytes) else in_utc(value).isoformat()


def _of_json(statement: Insert, keys: tuple[str, ...]) -> Insert:
    """All rows as the one parameter `rows`: psycopg reads a statement anew each time that has more than fifty."""
    table: Any = statement.table
    rows = cast(bindparam("rows", type_=Text()), JSON)
    given = func.json_populate_recordset(literal_column(f"NULL::{table.name}"), rows)
    columns = [table.c[key] for key in keys]
    return insert(table).from_select(columns, select(*given.table_valued(*map(column, keys)).c))
