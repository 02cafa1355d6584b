"""Deadlines that have passed (D-15, D-19): each is told of once an item and value."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from engine import runner
from engine.desk import running
from engine.desk.house import Desk
from engine.desk.stage import Stage, judge, own_open_tasks
from engine.desk.unit import Unit, unit
from engine.errors import ChangedMeanwhile, DeskError, Unavailable
from engine.model.items import Status, WorkItem
from engine.sentences import told_by
from engine.store import instances, timers
from engine.store.timers import Timer

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
        with unit(desk, None) as one:
            _fire(one, timer)
    except (Unavailable, ChangedMeanwhile):
        raise  # it passes, and says nothing of the diagram
    except DeskError as trouble:
        with unit(desk, None) as one:
            _fire(one, timer, fault=told_by(trouble))


def _fire(one: Unit, timer: Timer, *, fault: str = "") -> None:
    """The drawn timer if a waiting step has one, else the hook; either way the item remembers that it was told.

    A solved case is not late: whoever has its closing step is told that it is still open (D-19).
    `fault`: what went wrong with the drawn one.
    """
    item = one.load(timer.item_kind, timer.item_id)
    if timers.find(one.connection, timer.item_kind, timer.item_id) != timer:
        return  # moved since it was read, or another worker was first
    if item.deadline is None or item.deadline != timer.due_at:
        timers.disarm(one.writes, timer.item_kind, timer.item_id)
        return
    item = replace(item, overdue_for=item.deadline)
    solved = item.status == Status.SOLVED
    found = None if fault or solved else instances.find_running(one.connection, item.kind, item.id)
    run, stage = _fire_drawn(one, item, found) if found else (None, Stage(one, item))
    waiting = instances.waiting_of(one.connection, item.kind, item.id)
    if found and run:
        running.go_on(one, stage, found, run, "overdue")
    else:
        one.put(item, "overdue", **({"fault": fault} if fault else {}))
    after, step = one.current(item.kind, item.id), next(iter(waiting), None)
    if solved:
        one.occur("unclosed", after, user_task=step)
    else:
        one.occur("overdue", after, user_task=step, drawn=run is not None)


def _fire_drawn(one: Unit, item: WorkItem, found: instances.Running) -> tuple[runner.Run | None, Stage]:
    program = one.program(found.definition_id)
    stage = Stage(one, item, instance_id=found.id)
    for listening in running.run_safely(partial(runner.look, program, found.state)).listening:
        if listening.kind == "timer":
            run = running.run_safely(partial(runner.fire, program, found.state, listening.id, stage))
            if run is not None:
                judge(stage, "", own_open_tasks(one, stage), closable=True)
                return run, stage
    return None, stage
