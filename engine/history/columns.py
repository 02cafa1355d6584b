"""The columns of an item as its events tell of them."""

from collections.abc import Mapping
from typing import Any

from engine.history.canonical import plain
from engine.model.items import FIELDS, Kind, WorkItem

_EMPTY: Mapping[str, Any] = {column: f.empty for fields in FIELDS.values() for column, f in fields.items()}


def changes(before: WorkItem | None, after: WorkItem) -> dict[str, Any]:
    """{column: its value now} of what differs; of a new item, every column that has a value."""
    was, now = (vars(before) if before else _EMPTY), vars(after)
    return {name: plain(now[name]) for name in FIELDS[after.kind] if was.get(name) != now[name]}


def columns_of(item: WorkItem) -> dict[str, Any]:
    """The item's columns as its events tell of them."""
    return {name: plain(getattr(item, name)) for name in FIELDS[item.kind]}


def empty_columns(kind: Kind) -> dict[str, Any]:
    """What a column holds of which no event speaks."""
    return {name: before_anything(name) for name in FIELDS[kind]}


def before_anything(column: str) -> Any:
    """What that column holds of an item of which no event speaks of it."""
    return plain(_EMPTY.get(column))
