"""How the desk does, in numbers: what whoever runs it watches. Counts and ages alone, nothing about anybody."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from engine.errors import Unavailable
from engine.model.correspondence import Delivery
from engine.model.items import Kind, Status
from engine.model.people import Department
from engine.model.sessions import LONGEST, UNUSED
from engine.presence import PACE
from engine.reading.oversight import STOPPED
from engine.store import Connection, heartbeats, schema_found, schema_newest
from engine.store import jobs as job_store
from engine.store.people import sessions as session_store
from engine.store.reading import open_work, search_index
from engine.store.work import outbox, timers
from engine.transaction.desk import Desk

NO_AGE = timedelta()
OPEN = {Kind.CASE: (Status.REGISTERED, Status.ASSIGNED, Status.SOLVED), Kind.TASK: (Status.REGISTERED, Status.ASSIGNED)}
NO_ITEMS = {(kind, status, department): 0 for kind in Kind for status in OPEN[kind] for department in Department}
ROLES = ("serve", "work")  # of processes


@dataclass(frozen=True)
class Counts:
    """What the database holds now. Every key is there, also where there is nothing to count."""

    open_items: Mapping[tuple[Kind, Status, Department], int]
    waiting_steps: Mapping[Kind, int]
    messages: Mapping[Delivery, int]  # that have not left the house
    oldest_waiting_message: timedelta
    overdue_timers: int
    waiting_for_index: int
    failures_in_a_row: Mapping[str, int]  # by job, whichever process looked
    processes: Mapping[str, int]  # alive, by role
    sessions: int


@dataclass(frozen=True)
class Figures:
    """Whether the database answers and its schema is this version's; only then there are counts."""

    database: bool
    schema: bool
    counts: Counts | None = None


def figures(desk: Desk) -> Figures:
    """Asked anew each time, in one transaction; never raises."""
    try:
        with desk.reading() as connection:
            right = schema_found(connection) == schema_newest()
            return Figures(True, right, _counts(desk, connection) if right else None)
    except Unavailable:
        return Figures(False, False)


def _counts(desk: Desk, connection: Connection) -> Counts:
    now = desk.clock()
    alive = heartbeats.fresh(connection, PACE.stale)
    oldest = outbox.oldest_waiting(connection)
    return Counts(
        open_items=NO_ITEMS | open_work.count_items(connection),
        waiting_steps=dict.fromkeys(Kind, 0) | open_work.count_steps(connection),
        messages={delivery: outbox.count(connection, delivery) for delivery in STOPPED},
        oldest_waiting_message=max(now - oldest, NO_AGE) if oldest else NO_AGE,
        overdue_timers=timers.count_due(connection, now),
        waiting_for_index=search_index.count_waiting(connection),
        failures_in_a_row={job.name: job.attempts for job in job_store.every(connection)},
        processes=dict.fromkeys(ROLES, 0) | Counter(process.role for process in alive),
        sessions=session_store.count(connection, now - UNUSED, now - LONGEST),
    )
