"""Throw-away desks to measure on: a file database as shipped, the demo's people, no mail."""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import engine
from engine import By, Desk, Settings, UserTask, WorkItem, demo
from engine.clock import Clock, system_clock
from engine.demo import add_everybody, case_values
from engine.demo.player import Texts, filled_in
from engine.store.connection.counting import Count, counting
from engine.transaction.desk import FRESH_SECONDS as FRESH_SECONDS

NO_MAIL = "ikke sendt: måling"
TEXTS = Texts()


@contextmanager
def desk(url: str | None = None, clock: Clock = system_clock, *, filled: bool = False) -> Iterator[Desk]:
    """A desk with the shipped diagrams and the demo's people, on a SQLite file or the database at `url`.

    `filled` gives it the demo's work too.
    """
    with tempfile.TemporaryDirectory(prefix="sagsgang-bench-") as folder:
        settings = Settings(url or f"sqlite:///{folder}/bench.db", Path(folder), secret_key="bench" * 10)
        opened = engine.open_desk(settings, clock=clock, not_sent=NO_MAIL)
        try:
            if filled:
                demo.fill(opened)
            else:
                engine.install(opened)
                add_everybody(opened)
            yield opened
        finally:
            opened.close()


def case_across(desk: Desk, number: int = 0) -> WorkItem:
    """A case from support to operations' default team."""
    directory = desk.directory()
    team = directory.default_team(engine.Department.OPERATIONS)
    by = next(a for a in directory.agents.values() if a.department == engine.Department.SUPPORT and a.teams)
    values = case_values(desk, team, number) | {"deadline": None}
    return engine.register_case(desk, values, by=By(by.id))


def step_of(desk: Desk, item: WorkItem) -> UserTask:
    (step,) = engine.waiting(desk, item.kind, item.id)
    return step


def press_of(desk: Desk, item: WorkItem, allowed: str) -> Callable[[], engine.Completion]:
    """Completing the waiting step with the button whose rule that is, filled in and ready."""
    step = step_of(desk, item)
    outcome = outcome_of(desk, step, allowed)
    actor, values = filled_in(desk, step, outcome, TEXTS)
    return partial(engine.complete, desk, step.id, outcome, values, by=By(actor.id))


def timed_press(desk: Desk, item: WorkItem, allowed: str) -> float:
    """Seconds of that; filling in is not counted."""
    return timed(press_of(desk, item, allowed))[0]


def outcome_of(desk: Desk, step: UserTask, allowed: str) -> str:
    form = engine.diagram_of(desk, step.definition_id).steps[step.element].form
    return next(outcome.id for outcome in form.outcomes if outcome.allowed == allowed)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """(seconds, what it gave)."""
    began = time.perf_counter()
    result = work()
    return time.perf_counter() - began, result


def counted(desk: Desk, work: Callable[[], object]) -> Count:
    """What that work, done in this thread, asks of the database."""
    with counting(desk.database) as count:
        work()
    return count


def median(seconds: list[float]) -> float:
    return statistics.median(seconds)


def microseconds(seconds: float) -> int:
    return round(seconds * 1_000_000)


def task_of(desk: Desk, case: WorkItem, by: int) -> engine.Task:
    """A task on the case, dispatched at once: agreed with an agent of the team."""
    directory = desk.directory()
    team = directory.default_team(engine.Department.SUPPORT)
    agent = next(a for a in directory.members(team.id) if not a.dispatches)
    values = {"subject": "Prøve", "description": TEXTS.solution, "team": team.id, "agent": agent.id, "agreed": "måling"}
    deadline = desk.clock() + timedelta(days=3)
    return engine.create_task(desk, case.id, values | {"deadline": deadline}, by=By(by))
