"""Deadlines that nobody has been told of yet: one row an item (D-15). Firing them is the desk's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, update

from engine.model.items import Kind
from engine.store.tables import timers
from engine.store.writes import Writes

_NEXT = select(timers.c.due_at).order_by(timers.c.due_at).limit(1)


@dataclass(frozen=True)
class Timer:
    """When a case or task passes its deadline."""

    item_kind: Kind
    item_id: int
    case_id: int
    due_at: datetime


def arm(connection: Connection, kind: Kind, item_id: int, case_id: int, due_at: datetime) -> None:
    """Sets the item's timer, or moves it."""
    if not connection.execute(update(timers).where(_of(kind, item_id)).values(due_at=due_at)).rowcount:
        row = {"item_kind": kind.value, "item_id": item_id, "case_id": case_id, "due_at": due_at}
        connection.execute(insert(timers), row)


def disarm(writes: Writes, kind: Kind, item_id: int) -> None:
    writes.change(_DISARM, {"kind": kind.value, "id": item_id})


def find(connection: Connection, kind: Kind, item_id: int) -> Timer | None:
    row = connection.execute(select(timers).where(_of(kind, item_id))).one_or_none()
    return _timer(row) if row else None


def due(connection: Connection, now: datetime, limit: int = 100) -> tuple[Timer, ...]:
    """Those whose time has come, the oldest first."""
    past = select(timers).where(timers.c.due_at <= now)
    ordered = past.order_by(timers.c.due_at, timers.c.item_kind, timers.c.item_id).limit(limit)
    return tuple(_timer(row) for row in connection.execute(ordered))


def count_due(connection: Connection, now: datetime) -> int:
    """How many deadlines have passed that nobody has been told of."""
    past = select(func.count()).select_from(timers).where(timers.c.due_at <= now)
    return connection.execute(past).scalar_one()


def next_due(connection: Connection) -> datetime | None:
    found: datetime | None = connection.execute(_NEXT).scalar_one_or_none()
    return found


def _of(kind: Any, item_id: Any) -> Any:
    return and_(timers.c.item_kind == kind, timers.c.item_id == item_id)


_DISARM = delete(timers).where(_of(bindparam("kind"), bindparam("id")))


def _timer(row: Any) -> Timer:
    return Timer(Kind(row.item_kind), row.item_id, row.case_id, row.due_at)
