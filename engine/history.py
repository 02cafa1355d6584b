"""The history of a work item: event types, canonical form, hash chain and fold. Pure.

Every event's hash covers its fields and the hash before it, so that an edited, deleted, inserted or reordered event is
found out; the count and the head's hash stand on the item, so that a cut tail is found out too.

`details` always may hold `changes`: {column: [before, after]}, in JSON values (times as ISO 8601, UTC). Beside it,
by type:

| type | further details |
|---|---|
| `registered`, `created` | – |
| `edited` | `reason`: of a deadline that was moved (D-17) |
| `started` | `instance`, `definition`, `process`, `version`, `reopened`; of the run: `path`, `offered`, `ended_as` |
| `completed` | `user_task`, `element`, `name`, `outcome`, `outcome_name`, `values`, `instance`, and of the run |
| `withdrawn` | `user_task`, `element`, `name`, `why`, `instance` |
| `message`, `overdue` | `instance`, `message`, and of the run, where one ran; `fault`, where one went wrong |
| `closed` | `by_task`: a case, from one of its tasks |
| `entry` | `entry`, `kind`, `sha256`, `subject`, `recipients`, `cc`, `attachments` |
| `solution-marked` | `entry` |
| `mail-sent` | `entry`, `subject`: of a task, for which a mail was sent from its case |
| `sent-again` | `message`, `recipient` |
| `offered` | `instance`, `name`, `offered` |
| `deviation` | `rule`, `sentence`, `reason` |
| `hook-failed` | `hook`, `error` |

`path` are the ids of the elements that were passed, in order; `ended_as` is the end event's name; `offered` are the
steps that opened: [{`user_task`, `element`, `name`, `assignee`, `team`, `role`}].
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

import orjson

from engine.model.events import Event
from engine.model.items import Case, Kind, Task, WorkItem

GENESIS = "0" * 64

# columns that no event's `changes` carries: bookkeeping of the chain itself, or constant
_BOOKKEEPING = frozenset({"kind", "id", "version", "event_count", "head_hash", "updated_at", "updated_by"})
_JSON = orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS | orjson.OPT_PASSTHROUGH_DATETIME


@dataclass(frozen=True)
class Fact:
    """One thing that happened, before it has its place in a chain."""

    type: str
    details: Mapping[str, Any]


def canonical(details: Mapping[str, Any]) -> str:
    """Details as the one JSON text that is stored and hashed; raises TypeError for what is no JSON value."""
    return _json(details).decode()


def digest(event: Event, details: str) -> str:
    """SHA-256 over the previous hash and every other field; fields cannot run into each other."""
    return _digest(
        event.previous_hash,
        event.item_kind.value,
        event.item_id,
        event.sequence,
        event.type,
        event.at,
        event.actor_id,
        event.on_behalf_of,
        event.source,
        details,
    )


def _digest(*parts: Any) -> str:
    return hashlib.sha256(_json(parts)).hexdigest()


def chain(
    item: WorkItem,
    facts: Sequence[Fact],
    *,
    at: datetime,
    actor_id: int | None,
    on_behalf_of: str | None = None,
    source: str | None = None,
) -> tuple[tuple[Event, str], ...]:
    """The facts as the item's next events, each with its canonical details. The first carries the source."""
    previous, sequence, chained = item.head_hash or GENESIS, item.event_count, []
    for fact in facts:
        sequence += 1
        details, place = canonical(fact.details), (item.id, sequence)
        told = (previous, item.kind.value, *place, fact.type, at, actor_id, on_behalf_of, source, details)
        before, previous = previous, _digest(*told)
        event = Event(item.kind, *place, fact.type, at, actor_id, on_behalf_of, fact.details, before, previous, source)
        chained.append((event, details))
        source = None
    return tuple(chained)


def changes(before: WorkItem | None, after: WorkItem) -> dict[str, list[Any]]:
    """{column: [before, after]} of what differs; of a new item, every column that has a value."""
    was, now = (vars(before) if before else _EMPTY), vars(after)
    return {
        name: [plain(was.get(name)) if before else None, plain(now[name])]
        for name in _names(type(after))
        if was.get(name) != now[name]
    }


def fold(events: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """What the columns must hold now, from the details of all events in order."""
    columns: dict[str, Any] = {}
    for details in events:
        columns.update({name: after for name, (_before, after) in details.get("changes", {}).items()})
    return columns


def columns_of(item: WorkItem) -> dict[str, Any]:
    """The item's columns as `fold` would give them."""
    return {name: plain(getattr(item, name)) for name in _names(type(item))}


def empty_columns(kind: Kind) -> dict[str, Any]:
    """What a column holds of which no event speaks."""
    return {name: plain(_EMPTY.get(name)) for name in _names(Case if kind == Kind.CASE else Task)}


def sha256(text: str) -> str:
    """What an event keeps of an entry's text."""
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """A value as JSON holds it, a time in UTC whatever its zone: the same before storing as after reading back.

    Raises TypeError for what JSON cannot hold, a time without a zone included.
    """
    return value if value is None or type(value) in _PLAIN else orjson.loads(_json(value))


def _json(value: Any) -> bytes:
    return orjson.dumps(value, default=_other, option=_JSON)


def _other(value: Any) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a time without a time zone")
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of the history")


_PLAIN = frozenset({str, int, bool})
_EMPTY: dict[str, Any] = {"blocking": False, "category": "", "extra": {}}
_NAMES: dict[type[WorkItem], tuple[str, ...]] = {}


def _names(kind: type[WorkItem]) -> tuple[str, ...]:
    if kind not in _NAMES:
        _NAMES[kind] = tuple(f.name for f in fields(kind) if f.name not in _BOOKKEEPING)
    return _NAMES[kind]
