"""Deadlines that nobody has been told of yet: one row an item (D-15). Firing them is the desk's."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, or_, select, update

from engine.model.items import Kind
from engine.store.tables import timers
from engine.store.writes import Writes

LONGEST_DELAY = timedelta(hours=1)  # between two tries of one deadline
MOST_FAILING = 50  # that are listed

_NEXT = select(timers.c.due_at).where(timers.c.retry_at.is_(None)).order_by(timers.c.due_at).limit(1)


@dataclass(frozen=True)
class Timer:
    """When a case or task passes its deadline; how often telling of it failed, when it is tried again, and how."""

    item_kind: Kind
    item_id: int
    case_id: int
    due_at: datetime
    attempts: int = 0
    retry_at: datetime | None = None
    error: str | None = None


def arm(connection: Connection, kind: Kind, item_id: int, case_id: int, due_at: datetime) -> None:
    """Sets the item's timer, or moves it: what failed before is forgotten."""
    moved = {"due_at": due_at, "attempts": 0, "retry_at": None, "error": None}
    if not connection.execute(update(timers).where(_of(kind, item_id)).values(**moved)).rowcount:
        row = {"item_kind": kind.value, "item_id": item_id, "case_id": case_id, "due_at": due_at}
        connection.execute(insert(timers), row)


def disarm(writes: Writes, kind: Kind, item_id: int) -> None:
    writes.change(_DISARM, {"kind": kind.value, "id": item_id})


def postpone(connection: Connection, timer: Timer, retry_at: datetime, error: str) -> None:
    """It failed once more; one that was moved meanwhile stays as it is."""
    failed = {"attempts": timer.attempts + 1, "retry_at": retry_at, "error": error}
    same = and_(_of(timer.item_kind, timer.item_id), timers.c.due_at == timer.due_at)
    connection.execute(update(timers).where(same).values(**failed))


def failing(connection: Connection) -> tuple[Timer, ...]:
    """Those whose last try failed, the oldest deadline first; at most MOST_FAILING."""
    found = select(timers).where(timers.c.retry_at.is_not(None)).order_by(timers.c.due_at).limit(MOST_FAILING)
    return tuple(_timer(row) for row in connection.execute(found))


def find(connection: Connection, kind: Kind, item_id: int) -> Timer | None:
    row = connection.execute(select(timers).where(_of(kind, item_id))).one_or_none()
    return _timer(row) if row else None


def due(connection: Connection, now: datetime, limit: int = 100) -> tuple[Timer, ...]:
    """Those whose time has come, the oldest first. One that failed waits, unless a wrong clock planned its next try."""
    again = or_(timers.c.retry_at.is_(None), timers.c.retry_at <= now, timers.c.retry_at > now + LONGEST_DELAY)
    past = select(timers).where(timers.c.due_at <= now, again)
    ordered = past.order_by(timers.c.due_at, timers.c.item_kind, timers.c.item_id).limit(limit)
    return tuple(_timer(row) for row in connection.execute(ordered))


def count_due(connection: Connection, now: datetime) -> int:
    """How many deadlines have passed that nobody has been told of."""
    past = select(func.count()).select_from(timers).where(timers.c.due_at <= now)
    return connection.execute(past).scalar_one()


def next_due(connection: Connection) -> datetime | None:
    """When the first of those is due that never failed."""
    found: datetime | None = connection.execute(_NEXT).scalar_one_or_none()
    return found


def _of(kind: Any, item_id: Any) -> Any:
    return and_(timers.c.item_kind == kind, timers.c.item_id == item_id)


_DISARM = delete(timers).where(_of(bindparam("kind"), bindparam("id")))


def _timer(row: Any) -> Timer:
    return Timer(Kind(row.item_kind), row.item_id, row.case_id, row.due_at, row.attempts, row.retry_at, row.error)
