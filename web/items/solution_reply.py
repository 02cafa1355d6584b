"""From a task's closing step to the case's external composer with the task's solution in it, and back (W1.5)."""

from dataclasses import dataclass

from flask import request, url_for

import engine
from engine import Case, Kind, Offer, Sight, Task, WorkItem
from web.forms import Said
from web.frame.numbers import number_of
from web.frame.request_context import desk, me
from web.urls import item_url

TASK = "svar"  # in the address and in the composer: whose solution it is


@dataclass(frozen=True)
class Reply:
    """The task whose solution is told to the customer, and the solution's text."""

    task: Task
    text: str


def link(offer: Offer, sight: Sight) -> str:
    """Where the customer is told the solution; empty unless the step's own buttons close the task's case."""
    if sight.item.kind != Kind.TASK or sight.solution is None or not offer.closing:
        return ""
    return item_url(sight.case, skriv="ekstern", **{TASK: sight.item.id}, _anchor="skriv")


def reply_of(sight: Sight, said: Said) -> Reply | None:
    """What the case's composer was opened for; `said` is what it was sent with, or its draft."""
    wanted = number_of(request.args.get(TASK) or said.typed.get(TASK))
    task = _task_of(sight.item, sight.tasks, wanted)
    solution = engine.look_at(desk(), Kind.TASK, task.id, by=me().id).solution if task else None
    return Reply(task, solution.text) if task and solution else None


def way_back(case_id: int) -> str:
    """The step of the task that the sent composer was opened from; empty where it was opened by itself."""
    if TASK not in request.form:
        return ""
    sight = engine.look_at(desk(), Kind.CASE, case_id, by=me().id)
    task = _task_of(sight.item, sight.tasks, number_of(request.form.get(TASK)))
    if task is None:
        return ""
    steps = engine.waiting(desk(), Kind.TASK, task.id)
    return url_for("items.show", kind=Kind.TASK, item_id=task.id, _anchor=f"trin-{steps[0].id}" if steps else None)


def _task_of(item: WorkItem, tasks: tuple[Task, ...], wanted: int | None) -> Task | None:
    return next((task for task in tasks if task.id == wanted), None) if isinstance(item, Case) else None
