"""Jobs: when to look, and who is looking. What is to be done lies in `outbox` and `timers`."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, and_, case, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.connection.times import database_time
from engine.store.heartbeats import Holder, is_alive
from engine.store.tables import FAR, jobs

# A look at the latest so long after the last: a transaction that found an early enough look and commits after it
# has its work done by this one.
SWEEP = timedelta(seconds=15)
LONGEST_DELAY = timedelta(hours=1)  # after failures in a row


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


def take(
    connection: Connection, name: str, now: datetime, lease: timedelta, holder: Holder, *, early: bool = False
) -> Lease | None:
    """The job, if it is due (or wanted `early`) and nobody else alive is at it."""
    if early:
        _insert(connection, name, FAR)
    wanted = _is_free(connection, holder) if early else _is_due(connection, now, holder)
    row = connection.execute(
        select(jobs).where(jobs.c.name == name, wanted).with_for_update(skip_locked=True)
    ).one_or_none()
    if row is None:
        return None
    held = Lease(name, str(uuid4()), row.attempts)
    taken = {"lease": held.id, "holder": holder.id, "due_at": FAR}
    until = database_time(connection, ago=-lease)
    connection.execute(update(jobs).where(jobs.c.name == name).values(leased_until=until, **taken))
    return held


def is_due(connection: Connection, name: str, now: datetime, holder: Holder) -> bool:
    """Whether `take` would give the job, asked without a lock."""
    wanted = and_(jobs.c.name == name, _is_due(connection, now, holder))
    return connection.execute(select(jobs.c.name).where(wanted)).one_or_none() is not None


def _is_due(connection: Connection, now: datetime, holder: Holder) -> ColumnElement[bool]:
    """It is time, a dead process left it, or a clock that has been put right since planned it too far ahead."""
    furthest = case((jobs.c.attempts == 0, now + SWEEP), else_=now + LONGEST_DELAY)
    time = or_(jobs.c.due_at <= now, jobs.c.due_at > furthest, jobs.c.lease.is_not(None))
    return and_(_is_free(connection, holder), time)


def _is_free(connection: Connection, holder: Holder) -> ColumnElement[bool]:
    """Nobody else alive is at it. A holder that asks again has ended its look and could not give it back."""
    over, own = jobs.c.leased_until <= database_time(connection), jobs.c.holder == holder.id
    return or_(jobs.c.lease.is_(None), over, own, ~is_alive(connection, jobs.c.holder, holder.stale_after))


def give_back(connection: Connection, lease: Lease, due_at: datetime, *, error: str | None = None) -> None:
    """Ends a look; a lease that was lost meanwhile changes nothing. What was asked for during it stays as early."""
    after = {
        "due_at": case((jobs.c.due_at < due_at, jobs.c.due_at), else_=due_at),
        "lease": None,
        "holder": None,
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
