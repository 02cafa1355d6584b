"""What people do with a task on a case: create it, edit it, reopen it from *lukkede*."""

from collections.abc import Mapping
from typing import Any

from engine.desk import creation, editing
from engine.desk.editing import Edited
from engine.desk.house import NO_REASONS, Desk
from engine.desk.reopening import reopen
from engine.desk.unit import Unit, unit
from engine.errors import NotFound, Refused
from engine.model.form_drafts import Source
from engine.model.items import Case, Kind, Status, Task
from engine.sentences import say
from engine.store import instances


def create_task(
    desk: Desk,
    case_id: int,
    values: Mapping[str, Any],
    *,
    by: int,
    on_behalf_of: str | None = None,
    overrides: Mapping[str, str] = NO_REASONS,
    source: Source | None = None,
) -> Task:
    """Creates a task on a case and starts its process (R037 to R054).

    `values` is {column: value}: subject, description, team, deadline, and as the start form asks: agent, agreed,
    blocking, approver (`by` where it is not given, R048). Raises NotFound, Invalid, Refused, NeedsReason.
    """
    reasons = creation.agreed_reasons(Kind.TASK, values, overrides)
    with unit(desk, by, on_behalf_of=on_behalf_of, overrides=reasons, source=source) as one:
        case = _saved_case(one, case_id)
        new = creation.read_start(one, Kind.TASK, {"approver": by, **values})
        creation.judge_new(one, Kind.TASK, new, case)
        task = creation.launch(one, creation.new_task(one, new, case, one.actor), new)
    saved = one.current(Kind.TASK, task.id)
    assert isinstance(saved, Task)
    return saved


def _saved_case(one: Unit, case_id: int) -> Case:
    """R037: a task hangs on a case that is saved, and that one may see."""
    try:
        case = one.find(Kind.CASE, case_id)
    except NotFound:
        sentence = "Opgaver oprettes på en gemt sag: der er ingen med nummer %(number)s, eller du må ikke se den."
        sentence = say(sentence, number=case_id)
        raise Refused("R037", sentence) from None
    assert isinstance(case, Case)
    return case


def edit_task(
    desk: Desk,
    task_id: int,
    changes: Mapping[str, Any],
    *,
    by: int,
    seen: Mapping[str, Any] | None = None,
    reason: str = "",
    on_behalf_of: str | None = None,
    overrides: Mapping[str, str] = NO_REASONS,
    source: Source | None = None,
) -> Task:
    """Changes fields of a task: subject, description, deadline, approver (A-07), blocking.

    `seen` and `reason` as for a case.
    """
    with unit(desk, by, on_behalf_of=on_behalf_of, overrides=overrides, source=source) as one:
        editing.edit(one, one.find(Kind.TASK, task_id), Edited(changes, seen, reason))
    saved = one.current(Kind.TASK, task_id)
    assert isinstance(saved, Task)
    return saved


def reopen_task(
    desk: Desk,
    task_id: int,
    *,
    why: str,
    by: int,
    agent: int | None = None,
    deadline: Any = None,
    on_behalf_of: str | None = None,
    overrides: Mapping[str, str] = NO_REASONS,
    source: Source | None = None,
) -> Task:
    """Reopens a solved task whose process has ended, for the solver or another agent (R097 to R103, D-09)."""
    with unit(desk, by, on_behalf_of=on_behalf_of, overrides=overrides, source=source) as one:
        task = one.find(Kind.TASK, task_id)
        if task.status != Status.SOLVED or instances.find_running(one.connection, Kind.TASK, task_id):
            raise Refused(
                "D-09",
                say("%(number)s kan ikke genåbnes herfra. Brug knappen på det trin, der venter.", number=task.number),
            )
        reopen(one, task, why, deadline, agent)
    saved = one.current(Kind.TASK, task_id)
    assert isinstance(saved, Task)
    return saved
