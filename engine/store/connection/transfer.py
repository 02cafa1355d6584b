"""Every row of one database into another of the same schema, numbers and counters included."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Integer, Table, func, insert, select, text

from engine.store.connection.database import Database
from engine.store.tables import metadata

BATCH = 1000
Tick = Callable[[int], object]  # told how many rows were copied
# who works on the old database is nobody on the new one
_LEFT = frozenset({"heartbeats"})
_SEQUENCE = text("SELECT pg_get_serial_sequence(:table, :column)")


def count_rows(source: Database) -> int:
    with source.read() as connection:
        return sum(connection.scalar(select(func.count()).select_from(table)) or 0 for table in _tables())


def copy_rows(source: Database, target: Database, tick: Tick) -> int:
    """All in one transaction of the target, of one moment of the source; gives how many."""
    copied = 0
    with source.read() as old, target.write() as new:
        for table in _tables():
            new.execute(table.delete())  # what the migrations put there
            for rows in _batches(old, table):
                new.execute(insert(table), rows)
                copied += len(rows)
                tick(len(rows))
        _count_on(old, new)
    return copied


def _tables() -> list[Table]:
    return [table for table in metadata.sorted_tables if table.name not in _LEFT]


def _batches(old: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    found = old.execution_options(yield_per=BATCH).execute(select(table))
    for rows in found.mappings().partitions():
        yield [dict(row) for row in rows]


def _count_on(old: Connection, new: Connection) -> None:
    """The next number of each table follows the last that was ever given out."""
    last = {row.name: int(row.seq) for row in old.execute(text("SELECT name, seq FROM sqlite_sequence"))}
    for table in _tables():
        (column, *others) = table.primary_key.columns
        is_counted = not others and isinstance(column.type, Integer)
        sequence = is_counted and new.scalar(_SEQUENCE, {"table": table.name, "column": column.name})
        highest = max(new.scalar(select(func.max(column))) or 0, last.get(table.name, 0)) if sequence else 0
        if highest:
            new.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})
