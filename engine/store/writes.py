"""The writes of one transaction, gathered and sent together: PostgreSQL is waited for once, not once a statement."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    Connection,
    Delete,
    Dialect,
    Insert,
    Text,
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

from engine.store.prepared import Prepared, Row, prepare, run

Statement = Insert | Update | Delete
Taken = Callable[[IntegrityError], Exception | None]
_PARAMETER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class _Write:
    statement: Statement
    rows: Sequence[Row]
    missed: Callable[[], Exception] | None = None
    taken: Taken | None = None


class Writes:
    """What is to be written, in order. No two of them are about one row, and no insert leaves a column to a default.

    Whoever reads in the same transaction sends first.
    """

    def __init__(self, connection: Connection):
        self._connection = connection
        self._gathered: list[_Write] = []

    def insert(self, statement: Insert, rows: Sequence[Row], *, taken: Taken | None = None) -> None:
        """Rows with the same columns. What `taken` gives is raised instead of an IntegrityError."""
        if rows:
            self._gathered.append(_Write(statement, rows, taken=taken))

    def change(
        self, statement: Update | Delete, parameters: Row, *, missed: Callable[[], Exception] | None = None
    ) -> None:
        """What `missed` makes is raised where there is no such row."""
        self._gathered.append(_Write(statement, [parameters], missed=missed))

    def number(self, statement: Insert, row: Row) -> int:
        """Inserts a row at once, for the number that it gets."""
        self.send()
        if self._connection.dialect.name == "sqlite":
            prepared = prepare(statement, tuple(row), self._connection.dialect)
            return int(run(self._connection, prepared.text, prepared.values(row)).lastrowid)
        prepared = prepare(_with_number(statement), tuple(row), self._connection.dialect)
        return int(run(self._connection, prepared.text, prepared.values(row)).fetchone()[0])

    def send(self) -> None:
        """All that was gathered since the last time."""
        gathered, self._gathered = self._gathered, []
        if not gathered:
            return
        send = _one_by_one if self._connection.dialect.name == "sqlite" else _in_one
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
        cursor = run(connection, prepared.text, rows if len(rows) > 1 else rows[0])
        counts.append(cursor.rowcount)
        cursor.close()
    return counts


def _in_one(connection: Connection, gathered: Sequence[_Write]) -> Sequence[int]:
    """One statement, of which each write is a part."""
    parts: list[str] = []
    counts: list[str] = []
    values: dict[str, Any] = {}
    for number, write in enumerate(gathered):
        row, keys = write.rows[0], tuple(write.rows[0])
        if isinstance(write.statement, Insert):
            row = {"rows": orjson.dumps(write.rows).decode()}
        part = _part(number, write.statement, keys, write.missed is not None, connection.dialect)
        parts.append(part.text)
        counts.append(part.count)
        values.update(zip(part.names, part.prepared.in_line(row), strict=True))
    cursor = run(connection, f"WITH {', '.join(parts)} SELECT {', '.join(counts)}", values)
    found: tuple[int, ...] = cursor.fetchone()
    cursor.close()
    return found


@dataclass(frozen=True)
class _Part:
    """One write in a statement of several."""

    text: str
    count: str  # the expression that counts its rows
    names: tuple[str, ...]  # of its parameters, as they are called there
    prepared: Prepared


@lru_cache(maxsize=512)
def _part(number: int, statement: Statement, keys: tuple[str, ...], counted: bool, dialect: Dialect) -> _Part:
    of_rows = isinstance(statement, Insert)
    prepared = prepare(_of_json(statement, keys) if of_rows else statement, () if of_rows else keys, dialect)
    text = _PARAMETER.sub(rf"%(w{number}_\1)s", prepared.text)
    names = tuple(f"w{number}_{name}" for name in prepared.parameters)
    if not counted:
        return _Part(f"w{number} AS ({text})", "1", names, prepared)
    count = f"(SELECT count(*) FROM w{number})"  # noqa: S608 - a number
    return _Part(f"w{number} AS ({text} RETURNING 1)", count, names, prepared)


def _of_json(statement: Statement, keys: tuple[str, ...]) -> Insert:
    """All rows as the one parameter `rows`: psycopg reads a statement anew each time that has more than fifty."""
    table: Any = statement.table
    rows = cast(bindparam("rows", type_=Text()), JSON)
    given = func.json_populate_recordset(literal_column(f"NULL::{table.name}"), rows)
    columns = [table.c[key] for key in keys]
    return insert(table).from_select(columns, select(*given.table_valued(*map(column, keys)).c))


@lru_cache(maxsize=512)
def _with_number(statement: Insert) -> Any:
    return statement.returning(statement.table.c.id)
