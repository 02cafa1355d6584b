"""The writes of one transaction, gathered and sent together: PostgreSQL is waited for once, not once a statement."""

import re
from collections.abc import Callable, Mapping, Sequence
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

Row = Mapping[str, Any]
Statement = Insert | Update | Delete
Taken = Callable[[IntegrityError], Exception | None]
Keep = Callable[[Any], Any]  # what makes of a value the one that the database takes
_PARAMETER = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class _Write:
    statement: Statement
    rows: Sequence[Row]
    missed: Callable[[], Exception] | None = None
    taken: Taken | None = None


class Writes:
    """What is to be written, in order. No two of them are about one row, and no insert leaves a column to a default.

    Whoever reads in the same transaction, or needs the number of a new row, sends first.
    """

    def __init__(self, connection: Connection):
        self._connection = connection
        self._gathered: list[_Write] = []

    def insert(
        self,
        statement: Insert,
        rows: Sequence[Row],
        *,
        taken: Taken | None = None,
    ) -> None:
        """Rows with the same columns. What `taken` gives is raised instead of an IntegrityError."""
        if rows:
            self._gathered.append(_Write(statement, rows, taken=taken))

    def change(
        self, statement: Update | Delete, parameters: Row, *, missed: Callable[[], Exception] | None = None
    ) -> None:
        """What `missed` makes is raised where there is no such row."""
        self._gathered.append(_Write(statement, [parameters], missed=missed))

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
        text, names = _as_text(write.statement, tuple(write.rows[0]), connection.dialect)
        rows = [tuple(keep(row[name]) if keep else row[name] for name, keep in names) for row in write.rows]
        counts.append(connection.exec_driver_sql(text, rows if len(rows) > 1 else rows[0]).rowcount)
    return counts


def _in_one(connection: Connection, gathered: Sequence[_Write]) -> Sequence[int]:
    """One statement, of which each write is a part."""
    parts: list[str] = []
    values: dict[str, Any] = {}
    for number, write in enumerate(gathered):
        statement, keys, (row, *_) = write.statement, tuple(write.rows[0]), write.rows
        if isinstance(statement, Insert):
            statement, keys, row = _of_json(statement, keys), (), {"rows": orjson.dumps(write.rows).decode()}
        text, names = _as_text(statement, keys, connection.dialect)
        values |= {f"w{number}_{name}": keep(row[name]) if keep else row[name] for name, keep in names}
        own = _PARAMETER.sub(rf"%(w{number}_\1)s", text)
        parts.append(f"w{number} AS ({own} RETURNING 1)")
    counts = ", ".join(f"(SELECT count(*) FROM w{number})" for number in range(len(parts)))  # noqa: S608 - only numbers
    return connection.exec_driver_sql(f"WITH {', '.join(parts)} SELECT {counts}", values).one()


@lru_cache(maxsize=512)
def _as_text(
    statement: Statement, keys: tuple[str, ...], dialect: Dialect
) -> tuple[str, tuple[tuple[str, Keep | None], ...]]:
    """The statement as the database takes it, and its parameters in order."""
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(keys))
    types = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
    names = compiled.positiontup or tuple(types)
    return str(compiled), tuple((name, types[name].bind_processor(dialect)) for name in names)


@lru_cache(maxsize=512)
def _of_json(statement: Insert, keys: tuple[str, ...]) -> Insert:
    """All rows as the one parameter `rows`: psycopg reads a statement anew each time that has more than fifty."""
    table: Any = statement.table
    rows = cast(bindparam("rows", type_=Text()), JSON)
    given = func.json_populate_recordset(literal_column(f"NULL::{table.name}"), rows)
    columns = [table.c[key] for key in keys]
    return insert(table).from_select(columns, select(*given.table_valued(*map(column, keys)).c))
