"""What an administrator looks after: mail that has stopped, jobs and deadlines that fail. Looking only."""

from collections.abc import Mapping

from engine.model.correspondence import Delivery, Message
from engine.pages import Page, cut, id_of, limited
from engine.store import jobs as job_store
from engine.store.jobs import Job
from engine.store.work import outbox, timers
from engine.store.work.timers import Timer
from engine.transaction.desk import Desk

STOPPED = (Delivery.WAITING, Delivery.FAILED, Delivery.NOT_SENT)


def count_stopped(desk: Desk) -> Mapping[Delivery, int]:
    """How many messages have not left the house, by what became of them."""
    with desk.reading() as connection:
        return {delivery: outbox.count(connection, delivery) for delivery in STOPPED}


def stopped(desk: Desk, delivery: Delivery, *, after: str | None = None, limit: int = 50) -> Page[Message]:
    """Messages of that fate, newest first. `after` is the last message's id of the page before."""
    last, limit = id_of(after), limited(limit)
    with desk.reading() as connection:
        found = outbox.of_delivery(connection, delivery, before=last, limit=limit + 1)
        count = outbox.count(connection, delivery)
    kept, more = cut(found, limit)
    return Page(kept, str(kept[-1].id) if more else None, count)


def jobs(desk: Desk) -> tuple[Job, ...]:
    """Every job that was ever asked for, by name."""
    with desk.reading() as connection:
        return job_store.every(connection)


def failing_deadlines(desk: Desk) -> tuple[Timer, ...]:
    """Deadlines that have passed and cannot be told of, the oldest first."""
    with desk.reading() as connection:
        return timers.failing(connection)
