"""Completing waiting steps: the one way in which work moves (D-08)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine import flow
from engine.errors import ChangedMeanwhile, NotFound
from engine.flow import Edited
from engine.flow.needs import ProgramOf
from engine.model.by import By
from engine.model.diagrams import FormField
from engine.model.instances import UserTask
from engine.model.items import WorkItem
from engine.sentences import say
from engine.store.work import instances
from engine.transaction.desk import Desk
from engine.transaction.loading import foreseen, step_as_known
from engine.transaction.transaction import Transaction, transaction

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Completion:
    """What was done, and what it led to: the item as it is now, the steps that opened, whether the process ended.

    `closed` is the case, where this closed it.
    """

    done: str
    item: WorkItem
    opened: tuple[UserTask, ...]
    ended: bool
    closed: WorkItem | None = None


def complete(
    desk: Desk,
    user_task_id: str,
    outcome: str,
    values: Values | Callable[[Sequence[FormField]], Values],
    *,
    by: By,
    seen_version: int | None = None,
    edited: Edited | None = None,
) -> Completion:
    """Completes a waiting step with one of its outcomes ("" where its form has none).

    `edited` are fields of the item that change with it, in the same transaction and before the process goes on (R092).

    `values` is {field id: value}: text, bool, int (also agents, teams, customers by id), date, aware datetime, tuple of
    Upload; or what gives them for the fields of that outcome. Writes nothing where it raises NotFound, Refused,
    NeedsReason, Invalid, ChangedMeanwhile, ProcessFault or AlreadyDone.
    """
    with transaction(desk, by) as opened:
        loaded = instances.load_step(opened.connection, user_task_id)
        if loaded is None:
            raise NotFound("Trinnet findes ikke.")
        _hold(opened, loaded, outcome)
        step = loaded.user_task
        done = opened.do(
            flow.Complete(step, loaded.state, loaded.instance_version, outcome, values, seen_version, edited)
        )
        instances.require_directory(opened.writes, opened.directory.version, _people_changed)
    saved, completed = opened.saved, done.completed
    assert completed is not None
    closed = saved[completed.closed] if completed.closed else None
    return Completion(completed.name, saved[step.item_kind, step.item_id], done.opened, completed.ended, closed)


def _hold(opened: Transaction, loaded: instances.Loaded, outcome: str) -> None:
    """What was read with the step, and what its button will ask for."""
    opened.directory_version = loaded.directory_version
    opened.known |= step_as_known(loaded)
    step = loaded.user_task
    program = opened.desk.program(opened.connection, step.definition_id)
    opened.known[ProgramOf(step.definition_id)] = program
    buttons = program.diagram.steps[step.element].form.outcomes
    allowed = next((button.allowed for button in buttons if button.id == outcome), None)
    for need in foreseen(step, loaded.case, allowed):
        opened.load(need)


def find_step(desk: Desk, user_task_id: str) -> UserTask:
    """A step; whether one may do it is `complete`'s to say. Raises NotFound."""
    with desk.reading() as connection:
        user_task = instances.find_user_task(connection, user_task_id)
    if user_task is None:
        raise NotFound("Trinnet findes ikke.")
    return user_task


def _people_changed() -> ChangedMeanwhile:
    return ChangedMeanwhile(say("En persons roller eller teams er ændret, mens du gemte. Prøv igen"))
