"""The history's rows: only ever added to."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, Row, insert, select
from sqlalchemy.exc import IntegrityError

from engine.errors import AlreadyDone
from engine.model.events import Event
from engine.model.items import Kind
from engine.store.tables import events
from engine.store.writes import Writes

_INSERT = insert(events)


def add(writes: Writes, chained: Sequence[tuple[Event, str]]) -> None:
    """Adds events with their canonical details; a `source` that is there already is AlreadyDone."""
    source = chained[0][0].source

    def taken(error: IntegrityError) -> Exception | None:
        return AlreadyDone(source) if source and "source" in str(error.orig) else None

    writes.insert(_INSERT, rows_of(chained), taken=taken)


def has_source(connection: Connection, source: str) -> bool:
    """Whether the action of exactly that source was done."""
    return connection.execute(select(events.c.sequence).where(events.c.source == source)).first() is not None


def rows_of(chained: Sequence[tuple[Event, str]]) -> list[dict[str, Any]]:
    """The rows of chained events."""
    return [
        {
            "item_kind": event.item_kind,
            "item_id": event.item_id,
            "sequence": event.sequence,
            "type": event.type,
            "at": event.at,
            "actor_id": event.actor_id,
            "on_behalf_of": event.on_behalf_of,
            "details": details,
            "previous_hash": event.previous_hash,
            "hash": event.hash,
            "source": event.source,
        }
        for event, details in chained
    ]


def of_item(
    connection: Connection, kind: Kind, item_id: int, *, after: int = 0, limit: int | None = None
) -> tuple[Event, ...]:
    found = select(events).where(events.c.item_kind == kind, events.c.item_id == item_id, events.c.sequence > after)
    rows = connection.execute(found.order_by(events.c.sequence).limit(limit))
    return tuple(from_row(row) for row in rows)


def newest(
    connection: Connection, kind: Kind, item_id: int, *, before: int | None, without: Collection[str], limit: int | None
) -> tuple[Event, ...]:
    """Newest first, from the sequence before which to go on."""
    found = select(events).where(events.c.item_kind == kind, events.c.item_id == item_id)
    found = found.where(events.c.type.not_in(without))
    if before is not None:
        found = found.where(events.c.sequence < before)
    rows = connection.execute(found.order_by(events.c.sequence.desc()).limit(limit))
    return tuple(from_row(row) for row in rows)


def of_types(
    connection: Connection, kind: Kind, item_id: int, types: Collection[str], *, since: datetime
) -> tuple[Event, ...]:
    """What happened of those types since then, oldest first."""
    found = select(events).where(events.c.item_kind == kind, events.c.item_id == item_id)
    rows = connection.execute(found.where(events.c.type.in_(types), events.c.at >= since).order_by(events.c.sequence))
    return tuple(from_row(row) for row in rows)


def told_between(connection: Connection, kind: Kind, first: int, last: int) -> Iterator[tuple[int, tuple[Event, str]]]:
    """(item, (event, details as stored)) of all items between these numbers, each item's in order."""
    found = select(events).where(events.c.item_kind == kind, events.c.item_id.between(first, last))
    for row in connection.execute(found.order_by(events.c.item_id, events.c.sequence)):
        yield row.item_id, (from_row(row), row.details)


def from_row(row: Row[Any]) -> Event:
    try:
        details = orjson.loads(row.details)
    except orjson.JSONDecodeError:  # somebody edited the row: the hash tells
        details = {}
    if not isinstance(details, dict):
        details = {}
    return Event(
        Kind(row.item_kind),
        row.item_id,
        row.sequence,
        row.type,
        row.at,
        row.actor_id,
        row.on_behalf_of,
        details,
        row.previous_hash,
        row.hash,
        row.source,
    )
