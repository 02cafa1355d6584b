"""Statements put together once: SQLAlchemy Core writes them and knows the types, and they go straight to the driver.

On the way of a step, what Core does around each execution costs more than the execution.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Delete, Dialect, Insert, Select, TextClause, Update

from engine.store.connection.driver import run

Row = Mapping[str, Any]
Statement = Select[Any] | Insert | Update | Delete | TextClause
Convert = Callable[[Any], Any]


@dataclass(frozen=True)
class Prepared:
    """A statement in the words of one database."""

    text: str
    parameters: tuple[str, ...]  # in order
    kept: tuple[tuple[int, Convert], ...]  # those places of which the driver does not take our value
    in_order: bool  # parameters go by their place, else by their name
    fixed: dict[str, Any]  # values that the statement itself names
    columns: tuple[str, ...]  # of a select
    given: tuple[tuple[str, Convert], ...]  # those columns of which the driver's value is not ours yet

    def in_line(self, row: Row) -> list[Any]:
        """A row's parameters in order."""
        values = list(map(({**self.fixed, **row} if self.fixed else row).__getitem__, self.parameters))
        for place, keep in self.kept:
            values[place] = keep(values[place])
        return values

    def values(self, row: Row) -> tuple[Any, ...] | dict[str, Any]:
        """A row's parameters as the driver takes them."""
        values = self.in_line(row)
        return tuple(values) if self.in_order else dict(zip(self.parameters, values, strict=True))


@lru_cache(maxsize=512)
def prepare(statement: Statement, keys: tuple[str, ...], dialect: Dialect) -> Prepared:
    """`keys` are the columns that an insert or an update sets, beside those that it names itself."""
    compiled: Any = statement.compile(dialect=dialect, column_keys=list(keys))
    types = {name: bind.type.dialect_impl(dialect) for name, bind in compiled.binds.items()}
    names = compiled.positiontup or tuple(types)
    columns = tuple(statement.selected_columns) if isinstance(statement, Select) else ()
    given = ((c.name, c.type.dialect_impl(dialect).result_processor(dialect, None)) for c in columns)
    kept = ((place, types[name].bind_processor(dialect)) for place, name in enumerate(names))
    return Prepared(
        str(compiled),
        tuple(names),
        tuple((place, convert) for place, convert in kept if convert),
        bool(compiled.positiontup),
        {name: bind.value for name, bind in compiled.binds.items() if not bind.required},
        tuple(c.name for c in columns),
        tuple((name, convert) for name, convert in given if convert),
    )


def first(connection: Connection, select: Select[Any], parameters: Row) -> dict[str, Any] | None:
    """The first row that is found, by column."""
    prepared = prepare(select, (), connection.dialect)
    found = run(connection, prepared.text, prepared.values(parameters)).fetchone()
    return None if found is None else _row(prepared, found)


def every(connection: Connection, select: Select[Any], parameters: Row) -> list[dict[str, Any]]:
    """All rows that are found, each by column."""
    prepared = prepare(select, (), connection.dialect)
    return [_row(prepared, found) for found in run(connection, prepared.text, prepared.values(parameters)).fetchall()]


def _row(prepared: Prepared, found: Sequence[Any]) -> dict[str, Any]:
    row = dict(zip(prepared.columns, found, strict=True))
    for name, convert in prepared.given:
        row[name] = convert(row[name])
    return row
