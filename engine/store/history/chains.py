"""Where the history of each subject stands, but of cases and tasks, whose own rows say so."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Connection, bindparam, insert, select, text, update

from engine.history.chain import Head, chain
from engine.history.shape import Recorded, Subject
from engine.store.history.events import row_of
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


def record(
    connection: Connection,
    subject: Subject,
    subject_id: int,
    *events: Recorded,
    desk: str,
    now: datetime,
    by: int | None,
) -> None:
    """The events as the subject's next; `desk` is the desk's uuid. A clock that was put back does not turn its time."""
    add(connection, subject, subject_id, hold(connection, subject, subject_id), events, desk=desk, now=now, by=by)


def add(
    connection: Connection,
    subject: Subject,
    subject_id: int,
    head: Head,
    events: Sequence[Recorded],
    *,
    desk: str,
    now: datetime,
    by: int | None,
) -> None:
    """The same for a chain whose head is held already."""
    last = _last_at(connection, subject, subject_id, head)
    at = now if last is None else max(now, last)
    links = chain(subject, subject_id, head, events, desk=desk, at=at, by=by)
    connection.execute(_INSERT, [row_of(link) for link in links])
    place = {"kind": subject.value, "id": subject_id}
    connection.execute(_KEEP, place | {"events": links[-1].sequence, "head": links[-1].hash})


def _last_at(connection: Connection, subject: Subject, subject_id: int, head: Head) -> datetime | None:
    """When its last event happened."""
    of = (event_rows.c.subject_kind == subject.value, event_rows.c.subject_id == subject_id)
    at = select(event_rows.c.at).where(*of, event_rows.c.sequence == head.count)
    found: datetime | None = connection.execute(at).scalar_one_or_none() if head.count else None
    return found


def desk_uuid(connection: Connection) -> str | None:
    """The number of the desk, with which every chain begins; None where none has been opened on this database yet."""
    first = select(event_rows.c.data).where(event_rows.c.subject_kind == Subject.DESK.value, event_rows.c.sequence == 1)
    data: Any = connection.execute(first).scalar_one_or_none()
    return str(orjson.loads(data)["uuid"]) if data else None
