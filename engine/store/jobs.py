"""Jobs: when to look, and who is looking. What is to be done lies in `outbox` and `timers`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, and_, case, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.tables import FAR, jobs


@dataclass(frozen=True)
class Job:
    """A job as it stands: when it is due, how often it failed in a row, and how."""

    name: str
    due_at: datetime
    leased_until: datetime | None
    attempts: int
    error: str | None


@dataclass(frozen=True)
class Lease:
    """One look that has begun. `attempts` counts the failures before it."""

    name: str
    id: str
    attempts: int


def defer(connection: Connection, name: str, due_at: datetime) -> None:
    """Asks for a look at that time at the latest.

    Whoever finds an early enough look already writes nothing: otherwise all writers would queue for this one row.
    """
    planned = connection.execute(select(jobs.c.due_at).where(jobs.c.name == name)).scalar_one_or_none()
    if planned is None:
        _insert(connection, name, due_at)
    if planned is None or planned > due_at:
        later = and_(jobs.c.name == name, jobs.c.due_at > due_at)
        connection.execute(update(jobs).where(later).values(due_at=due_at))


def take(connection: Connection, name: str, now: datetime, lease: timedelta, *, early: bool = False) -> Lease | None:
    """The job, if it is due (or wanted `early`) and nobody is at it; who dies with it leaves it after the lease."""
    if early:
        _insert(connection, name, FAR)
    free = or_(jobs.c.leased_until.is_(None), jobs.c.leased_until <= now)
    wanted = and_(jobs.c.name == name, free) if early else and_(jobs.c.name == name, free, jobs.c.due_at <= now)
    row = connection.execute(select(jobs).where(wanted).with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        return None
    held = Lease(name, str(uuid4()), row.attempts)
    until = now + lease
    connection.execute(update(jobs).where(jobs.c.name == name).values(lease=held.id, leased_until=until, due_at=until))
    return held


def give_back(connection: Connection, lease: Lease, due_at: datetime, *, error: str | None = None) -> None:
    """Ends a look; a lease that was lost meanwhile changes nothing. What was asked for during it stays as early."""
    deferred = case((jobs.c.due_at < jobs.c.leased_until, jobs.c.due_at), else_=due_at)
    after = {
        "due_at": case((deferred < due_at, deferred), else_=due_at),
        "lease": None,
        "leased_until": None,
        "attempts": lease.attempts + 1 if error else 0,
        "error": error,
    }
    connection.execute(update(jobs).where(jobs.c.name == lease.name, jobs.c.lease == lease.id).values(**after))


def find(connection: Connection, name: str) -> Job | None:
    row = connection.execute(select(jobs).where(jobs.c.name == name)).one_or_none()
    return Job(row.name, row.due_at, row.leased_until, row.attempts, row.error) if row else None


def every(connection: Connection) -> tuple[Job, ...]:
    rows = connection.execute(select(jobs).order_by(jobs.c.name))
    return tuple(Job(row.name, row.due_at, row.leased_until, row.attempts, row.error) for row in rows)


def _insert(connection: Connection, name: str, due_at: datetime) -> None:
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = {"name": name, "due_at": due_at, "attempts": 0}
    connection.execute(dialect.insert(jobs).values(**row).on_conflict_do_nothing(index_elements=["name"]))
