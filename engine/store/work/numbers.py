"""The numbers of rows that are about to be written, drawn before, so that the history can name them."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, column, func, literal_column, select, table

from engine.store.connection.driver import run
from engine.store.connection.prepared import prepare

_SEQUENCES = table("sqlite_sequence", column("name"), column("seq"))


def draw(connection: Connection, *tables: str, place: int = 0) -> Sequence[int]:
    """The next number of each table. `place`: how many have been drawn already that are not written yet.

    SQLite lets nobody else write meanwhile, so there the next is the one after the last; PostgreSQL gives each once.
    """
    is_sqlite = connection.dialect.name == "sqlite"
    text = prepare(_drawing(tables, is_sqlite), (), connection.dialect).text
    found: Sequence[int] = run(connection, text, ()).fetchone()
    return [number + place for number in found] if is_sqlite else found


def next_number(table_name: str, *, is_sqlite: bool) -> ColumnElement[int]:
    """The same as a column of a larger statement."""
    if is_sqlite:
        last = select(_SEQUENCES.c.seq).where(_SEQUENCES.c.name == literal_column(f"'{table_name}'")).scalar_subquery()
        return func.coalesce(last, literal_column("0")) + literal_column("1")
    return func.nextval(literal_column(f"'{table_name}_id_seq'"))


@lru_cache
def _drawing(tables: tuple[str, ...], is_sqlite: bool) -> Select[Any]:
    columns: list[Any] = [next_number(name, is_sqlite=is_sqlite).label(name) for name in tables]
    return select(*columns)
