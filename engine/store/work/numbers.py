"""The numbers of rows that are about to be written, drawn before, so that the history can name them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, column, func, literal_column, select, table
from sqlalchemy.sql.dml import ReturningUpdate

from engine.model.items import Kind
from engine.store.connection.driver import run
from engine.store.connection.prepared import prepare
from engine.store.tables import item_numbers

_SEQUENCES = table("sqlite_sequence", column("name"), column("seq"))


def draw(connection: Connection, *tables: str, place: int = 0) -> Sequence[int]:
    """The next number of each table. `place`: how many have been drawn already that are not written yet.

    SQLite lets nobody else write meanwhile, so there the next is the one after the last; PostgreSQL gives each once.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    text = prepare(_drawing(tables, is_sqlite), (), connection.dialect).text
    found: Sequence[int] = run(connection, text, ()).fetchone()
    return [number + place for number in found] if is_sqlite else found


def count_item(connection: Connection, kind: Kind) -> Sequence[int]:
    """The next number of a case or a task, and of the instance that starts with it.

    It is counted in this transaction: what is rolled back leaves no gap, so `verify` finds a number that is missing.
    Whoever counts at the same moment waits until this transaction has ended.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    text = prepare(_counting(kind, is_sqlite), (), connection.dialect).text
    found: Sequence[int] = run(connection, text, ()).fetchall()[0]
    return found


def next_number(table_name: str, *, is_sqlite: bool) -> ColumnElement[int]:
    """The same as a column of a larger statement."""
    if is_sqlite:
        last = select(_SEQUENCES.c.seq).where(_SEQUENCES.c.name == literal_column(f"'{table_name}'")).scalar_subquery()
        return func.coalesce(last, literal_column("0")) + literal_column("1")
    return func.nextval(literal_column(f"'{table_name}_id_seq'"))


@lru_cache
def _counting(kind: Kind, is_sqlite: bool) -> ReturningUpdate[Any]:
    mine = item_numbers.c.kind == literal_column(f"'{kind.value}'")
    counting = item_numbers.update().where(mine).values(last=item_numbers.c.last + literal_column("1"))
    return counting.returning(item_numbers.c.last, next_number("instances", is_sqlite=is_sqlite))


@lru_cache
def _drawing(tables: tuple[str, ...], is_sqlite: bool) -> Select[Any]:
    columns: list[Any] = [next_number(name, is_sqlite=is_sqlite).label(name) for name in tables]
    return select(*columns)
