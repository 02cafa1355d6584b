"""Where the history of each subject stands, but of cases and tasks, whose own rows say so."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, insert, select, text, update

from engine.history.chain import Head, Link
from engine.history.shape import Subject
from engine.store import events
from engine.store.tables import chains
from engine.store.tables import events as event_rows

# one statement that locks the row and gives it, whether it was there or not
_HOLD = text(
    "INSERT INTO chains (subject_kind, subject_id, events, head) VALUES (:kind, :id, 0, '')"
    " ON CONFLICT (subject_kind, subject_id) DO UPDATE SET events = chains.events RETURNING events, head"
)
_KEEP = update(chains).where(chains.c.subject_kind == bindparam("kind"), chains.c.subject_id == bindparam("id"))
_INSERT = insert(event_rows)


def hold(connection: Connection, subject: Subject, subject_id: int) -> Head:
    """Where the chain stands; nobody else adds to it until the transaction ends."""
    row = connection.execute(_HOLD, {"kind": subject.value, "id": subject_id}).one()
    return Head(row.events, row.head)


def last_at(connection: Connection, subject: Subject, subject_id: int, head: Head) -> datetime | None:
    """When its last event happened."""
    at = select(event_rows.c.at).where(event_rows.c.subject_kind == subject.value)
    found = at.where(event_rows.c.subject_id == subject_id, event_rows.c.sequence == head.count)
    moment: datetime | None = connection.execute(found).scalar_one_or_none() if head.count else None
    return moment


def add(connection: Connection, links: Sequence[Link]) -> None:
    """The next events of a chain that is held."""
    last = links[-1]
    connection.execute(_INSERT, [events.row_of(link) for link in links])
    place = {"kind": last.subject.value, "id": last.subject_id}
    connection.execute(_KEEP, place | {"events": last.sequence, "head": last.hash})


def desk_uuid(connection: Connection) -> str | None:
    """The number of the desk, with which every chain begins; None where none has been opened on this database yet."""
    first = select(event_rows.c.data).where(event_rows.c.subject_kind == Subject.DESK.value, event_rows.c.sequence == 1)
    data: Any = connection.execute(first).scalar_one_or_none()
    return str(orjson.loads(data)["uuid"]) if data else None
