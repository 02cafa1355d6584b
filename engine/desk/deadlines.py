"""Deadlines that have passed (D-15, D-19): each is told of once an item and value."""

import logging
from datetime import datetime, timedelta

from engine import flow
from engine.errors import ChangedMeanwhile, DeskError, Unavailable
from engine.flow.needs import ItemOf
from engine.model.by import By
from engine.sentences import told_by
from engine.store.work import timers
from engine.store.work.timers import Timer
from engine.transaction.desk import Desk
from engine.transaction.transaction import transaction

BATCH = 100
FIRST_DELAY = timedelta(minutes=1)  # after a failure; twice as long after each
LONGEST_ERROR = 200  # characters of its first line: the rest may hold what was written in the case

_log = logging.getLogger(__name__)


def fire_due_timers(desk: Desk, until: datetime | None = None) -> int:
    """Fires every timer due at or before `until` (now), oldest first, one transaction each; returns how many.

    One that fails is written to the log with its traceback and tried again after a while: no other waits for it.
    """
    fired = 0
    while True:
        with desk.reading() as connection:
            due = timers.due(connection, until or desk.clock(), BATCH)
        if not due:
            return fired
        for timer in due:
            try:
                _fire_one(desk, timer)
                fired += 1
            except Unavailable:
                raise
            except Exception as error:
                _log.exception("the deadline of %s %s cannot be told of", timer.item_kind, timer.item_id)
                _postpone(desk, timer, error)


def _postpone(desk: Desk, timer: Timer, error: Exception) -> None:
    delay = min(FIRST_DELAY * 2 ** min(timer.attempts, 20), timers.LONGEST_DELAY)
    first_line = str(error).partition("\n")[0]
    told = f"{type(error).__name__}: {first_line}"[:LONGEST_ERROR]
    with desk.database.write() as connection:
        timers.postpone(connection, timer, desk.clock() + delay, told)


def next_deadline(desk: Desk) -> datetime | None:
    """When the next timer is due, apart from those that failed."""
    with desk.reading() as connection:
        return timers.next_due(connection)


def _fire_one(desk: Desk, timer: Timer) -> None:
    """What the diagram draws, as far as the rules allow it. Where they do not, or it leads nowhere, nothing of it is
    done: the step waits on, the event says why, and people are told all the same.
    """
    try:
        _fire(desk, timer)
    except (Unavailable, ChangedMeanwhile):
        raise  # it passes, and says nothing of the diagram
    except DeskError as trouble:
        _fire(desk, timer, fault=told_by(trouble))


def _fire(desk: Desk, timer: Timer, *, fault: str = "") -> None:
    """`fault`: what went wrong with the drawn timer."""
    with transaction(desk, By()) as opened:
        need = ItemOf(timer.item_kind, timer.item_id)
        opened.load(need)
        item = opened.known[need]
        if item is None or timers.find(opened.connection, timer.item_kind, timer.item_id) != timer:
            return  # moved since it was read, or another worker was first
        if item.deadline is None or item.deadline != timer.due_at:
            timers.disarm(opened.writes, timer.item_kind, timer.item_id)
        else:
            opened.do(flow.PassDeadline(timer.item_kind, timer.item_id, fault))
