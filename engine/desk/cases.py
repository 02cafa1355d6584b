"""What people do with a case: register it, edit it, reopen it. Everything else is an outcome of its waiting step."""

from collections.abc import Mapping
from typing import Any

from engine import flow
from engine.model.by import By
from engine.model.items import Case, Kind
from engine.transaction.desk import Desk
from engine.transaction.transaction import do


def register_case(
    desk: Desk,
    values: Mapping[str, Any],
    *,
    by: By,
) -> Case:
    """Registers a case and starts the process that its team's department gives it (R104 to R111).

    `values` is {column: value}: customer, subject, description, team, and as the start form asks: agent, agreed,
    deadline, category, attachments, and the diagram's own fields by their id. Raises Invalid, Refused, NeedsReason.
    """
    return do(desk, flow.Register(values), by, Case)


def edit_case(
    desk: Desk,
    case_id: int,
    changes: Mapping[str, Any],
    *,
    by: By,
    seen: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Case:
    """Changes fields of a case: subject, description, category, deadline, customer (R030).

    `seen` is {column: the value that stood on the screen}; a column that differs raises ChangedMeanwhile.
    `reason`: why a deadline that was set is moved or cleared, on one line (D-17).
    """
    edit = flow.Edit(Kind.CASE, case_id, flow.Edited(changes, seen, reason))
    return do(desk, edit, by, Case)


def reopen_case(
    desk: Desk,
    case_id: int,
    *,
    why: str,
    by: By,
    deadline: Any = None,
) -> Case:
    """Reopens a closed case: a new instance of the newest version of its last process, for the solver (A-23, D-09)."""
    return do(desk, flow.Reopen(Kind.CASE, case_id, why, deadline), by, Case)
