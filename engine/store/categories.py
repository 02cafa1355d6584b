"""The desk's categories of cases."""

from typing import Any

from sqlalchemy import Connection, delete, exists, insert, select, update

from engine.model.categories import Category
from engine.store.tables import cases, categories
from engine.texts.danish_order import sort_key


def all_categories(connection: Connection) -> tuple[Category, ...]:
    """In Danish order."""
    rows = connection.execute(select(categories).order_by(categories.c.sort_key, categories.c.id))
    return tuple(Category(row.id, row.name, row.active) for row in rows)


def add(connection: Connection, name: str, *, active: bool = True) -> None:
    connection.execute(insert(categories).values(name=name, sort_key=sort_key(name), active=active))


def rename(connection: Connection, category_id: int, name: str) -> None:
    _put(connection, category_id, name=name, sort_key=sort_key(name))


def set_active(connection: Connection, category_id: int, active: bool) -> None:
    _put(connection, category_id, active=active)


def remove(connection: Connection, category_id: int) -> None:
    connection.execute(delete(categories).where(categories.c.id == category_id))


def is_used(connection: Connection, name: str) -> bool:
    return bool(connection.scalar(select(exists().where(cases.c.category == name))))


def _put(connection: Connection, category_id: int, **columns: Any) -> None:
    connection.execute(update(categories).where(categories.c.id == category_id).values(**columns))
