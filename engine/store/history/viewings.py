"""Who opened what: rows that are added, read by item and by day, and deleted by age."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, delete, exists, insert, literal, select

from engine.history import reading
from engine.history.shape import Subject
from engine.model.items import Kind
from engine.model.viewings import Viewable, Viewing
from engine.store.connection.times import UTCDateTime
from engine.store.history.subjects import THE_DESK
from engine.store.tables import attachments, events, viewings

BATCH = 1000
Row = dict[str, Any]


def add(connection: Connection, agent_id: int, viewed: Viewable, now: datetime, since: datetime) -> None:
    """That this agent opened it now, unless they did since then."""
    values = {
        "agent_id": agent_id,
        "item_kind": viewed.item_kind.value,
        "item_id": viewed.item_id,
        "attachment_id": viewed.attachment_id,
    }
    same = [viewings.c[name] == value for name, value in values.items()]
    again = exists().where(*same, viewings.c.at > since)
    columns = [literal(value, viewings.c[name].type) for name, value in values.items()]
    new = select(*columns, bindparam("now", now, UTCDateTime())).where(~again)
    connection.execute(insert(viewings).from_select([*values, "at"], new))


def of_item(connection: Connection, kind: Kind, item_id: int, *, before: int | None, limit: int) -> tuple[Viewing, ...]:
    """The newest first, from the number before which to go on; those of the item's files too."""
    place = viewings.outerjoin(attachments, attachments.c.id == viewings.c.attachment_id)
    found = select(viewings, attachments.c.name).select_from(place)
    found = found.where(viewings.c.item_kind == kind.value, viewings.c.item_id == item_id)
    if before is not None:
        found = found.where(viewings.c.id < before)
    rows = connection.execute(found.order_by(viewings.c.id.desc()).limit(limit))
    return tuple(
        Viewing(row.id, row.agent_id, Viewable(Kind(row.item_kind), row.item_id, row.attachment_id), row.at, row.name)
        for row in rows
    )


def between(connection: Connection, since: datetime | None, until: datetime | None) -> Iterator[Row]:
    """Every row of that time, `until` not included and None without end, in the order of time: {column: value}."""
    ordered = _between(since, until).order_by(viewings.c.at, viewings.c.id)
    for row in connection.execute(ordered.execution_options(yield_per=BATCH)):
        yield {str(name): value for name, value in row._mapping.items()}


def has_any(connection: Connection, since: datetime | None, until: datetime | None) -> bool:
    """Whether there is a row of that time, `until` not included."""
    return connection.execute(_between(since, until).limit(1)).first() is not None


def _between(since: datetime | None, until: datetime | None) -> Select[Any]:
    found = select(viewings)
    found = found if since is None else found.where(viewings.c.at >= since)
    return found if until is None else found.where(viewings.c.at < until)


def delete_before(connection: Connection, moment: datetime) -> int:
    """How many there were."""
    return connection.execute(delete(viewings).where(viewings.c.at < moment)).rowcount


def closed(connection: Connection) -> dict[date, tuple[int, str]]:
    """{day: (how many viewings it had, their sha256)} as the desk's history tells of the days that are over."""
    told = [reading.view(data, None) for data in _told(connection, "viewings-closed")]
    return {date.fromisoformat(one["day"]): (one["count"], one["sha256"]) for one in told}


def last_closed(connection: Connection) -> date | None:
    return max(closed(connection), default=None)


def deleted_before(connection: Connection) -> date | None:
    """The first day of which nothing was deleted for its age, as the desk's history tells; None where nothing was."""
    told = [reading.view(data, None)["before"] for data in _told(connection, "viewings-deleted")]
    return max(map(date.fromisoformat, told), default=None)


def _told(connection: Connection, type_: str) -> list[str]:
    of_desk = (events.c.subject_kind == Subject.DESK.value, events.c.subject_id == THE_DESK)
    return list(connection.scalars(select(events.c.data).where(*of_desk, events.c.type == type_)))
