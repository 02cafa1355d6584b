"""What people do with a task on a case: create it, edit it, reopen it from *lukkede*."""

from collections.abc import Mapping
from typing import Any

from engine import flow
from engine.model.by import By
from engine.model.items import Kind, Task
from engine.transaction.desk import Desk
from engine.transaction.transaction import do


def create_task(
    desk: Desk,
    case_id: int,
    values: Mapping[str, Any],
    *,
    by: By,
) -> Task:
    """Creates a task on a case and starts its process (R037 to R054).

    `values` is {column: value}: subject, description, team, deadline, and as the start form asks: agent, agreed,
    blocking, approver (`by` where it is not given, R048). Raises NotFound, Invalid, Refused, NeedsReason.
    """
    return do(desk, flow.CreateTask(case_id, values), by, Task)


def edit_task(
    desk: Desk,
    task_id: int,
    changes: Mapping[str, Any],
    *,
    by: By,
    seen: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Task:
    """Changes fields of a task: subject, description, deadline, approver (A-07), blocking.

    `seen` and `reason` as for a case.
    """
    edit = flow.Edit(Kind.TASK, task_id, flow.Edited(changes, seen, reason))
    return do(desk, edit, by, Task)


def reopen_task(
    desk: Desk,
    task_id: int,
    *,
    why: str,
    by: By,
    agent: int | None = None,
    deadline: Any = None,
) -> Task:
    """Reopens a solved task whose process has ended, for the solver or another agent (R097 to R103, D-09)."""
    reopen = flow.Reopen(Kind.TASK, task_id, why, deadline, agent)
    return do(desk, reopen, by, Task)
