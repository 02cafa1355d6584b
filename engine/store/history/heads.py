"""Where every chain stands, as its events say it, and what stood at a place in it."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy import Connection, and_, func, select, text, tuple_

from engine.errors import ReadOnly
from engine.history import reading
from engine.history.chain import Head
from engine.history.heads import Place
from engine.history.shape import Subject
from engine.store.connection.database import Database
from engine.store.history.subjects import THE_DESK
from engine.store.tables import events

_PLACE = (events.c.subject_kind, events.c.subject_id)
_FAR = 2**53


def final_position(database: Database) -> int:
    """The last event's position, when no event before it can still come: on PostgreSQL others commit in another order.

    Whoever is writing is waited for. An account that may not lock gets the last that can be seen.
    """
    if not database.is_sqlite:
        with suppress(ReadOnly), database.read() as connection:
            connection.execute(text("LOCK TABLE events IN SHARE MODE"))
            return _last_position(connection)
    with database.read() as connection:
        return _last_position(connection)


def _last_position(connection: Connection) -> int:
    return int(connection.execute(select(func.coalesce(func.max(events.c.position), 0))).scalar_one())


def up_to(connection: Connection, position: int = _FAR) -> dict[Place, Head]:
    """The head of each chain, of its events up to that position. What is no subject or no number is left out."""
    last = select(*_PLACE, func.max(events.c.sequence).label("count"))
    last = last.where(events.c.subject_kind.in_([kind.value for kind in Subject]), events.c.position <= position)
    counts = last.group_by(*_PLACE).subquery()
    same = (events.c.subject_kind == counts.c.subject_kind, events.c.subject_id == counts.c.subject_id)
    found = select(*_PLACE, events.c.sequence, events.c.hash).join(
        counts, and_(*same, events.c.sequence == counts.c.count)
    )
    return {
        (Subject(kind), number): Head(sequence, hash_)
        for kind, number, sequence, hash_ in connection.execute(found)
        if isinstance(number, int) and isinstance(sequence, int)
    }


def hashes(connection: Connection, wanted: Sequence[tuple[Subject, int, int]]) -> Mapping[tuple[str, int, int], str]:
    """{(kind, id, sequence): the hash of that event} of those that are there."""
    at = (*_PLACE, events.c.sequence)
    found = select(*at, events.c.hash).where(tuple_(*at).in_([(kind.value, *place) for kind, *place in wanted]))
    return {(kind, number, sequence): hash_ for kind, number, sequence, hash_ in connection.execute(found)}


def last_written(connection: Connection) -> tuple[datetime, str | None] | None:
    """When the heads were last written to a file, and the file's sha256 as the desk's history has it."""
    of = (events.c.subject_kind == Subject.DESK.value, events.c.subject_id == THE_DESK)
    found = select(events.c.at, events.c.data).where(*of, events.c.type == "heads-written")
    row = connection.execute(found.order_by(events.c.sequence.desc()).limit(1)).one_or_none()
    return (row.at, reading.view(row.data, None).get("sha256")) if row else None
