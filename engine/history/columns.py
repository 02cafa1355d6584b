"""The columns of an item as its events tell of them."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from engine.history.canonical import plain
from engine.model.items import Case, Kind, Task, WorkItem

# columns that no event's `changes` carries: bookkeeping of the chain itself, or constant
_BOOKKEEPING = frozenset({"kind", "id", "version", "event_count", "head_hash", "updated_at", "updated_by"})
_EMPTY: dict[str, Any] = {"blocking": False, "category": "", "extra": {}}


def changes(before: WorkItem | None, after: WorkItem) -> dict[str, Any]:
    """{column: its value now} of what differs; of a new item, every column that has a value."""
    was, now = (vars(before) if before else _EMPTY), vars(after)
    return {name: plain(now[name]) for name in _NAMES[type(after)] if was.get(name) != now[name]}


def fold(changed: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What the columns must hold now, from the changes of all events in order."""
    columns: dict[str, Any] = {}
    for changes_ in changed:
        columns.update(changes_)
    return columns


def columns_of(item: WorkItem) -> dict[str, Any]:
    """The item's columns as `fold` would give them."""
    return {name: plain(getattr(item, name)) for name in _NAMES[type(item)]}


def empty_columns(kind: Kind) -> dict[str, Any]:
    """What a column holds of which no event speaks."""
    return {name: before_anything(name) for name in _NAMES[Case if kind == Kind.CASE else Task]}


def before_anything(column: str) -> Any:
    """What that column holds of an item of which no event speaks of it."""
    return plain(_EMPTY.get(column))


def _names(type_: type[WorkItem]) -> tuple[str, ...]:
    return tuple(f.name for f in fields(type_) if f.name not in _BOOKKEEPING)


_NAMES: Mapping[type[WorkItem], tuple[str, ...]] = {type_: _names(type_) for type_ in (Case, Task)}
