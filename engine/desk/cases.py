"""What people do with a case: register it, edit it, reopen it. Everything else is an outcome of its waiting step."""

from collections.abc import Mapping
from typing import Any

from engine.desk import creation, editing
from engine.desk.editing import Edited
from engine.desk.house import NO_REASONS, Desk
from engine.desk.reopening import reopen
from engine.desk.unit import unit
from engine.errors import Refused
from engine.model.form_drafts import Source
from engine.model.items import Case, Kind, Status
from engine.sentences import say


def register_case(
    desk: Desk,
    values: Mapping[str, Any],
    *,
    by: int,
    on_behalf_of: str | None = None,
    overrides: Mapping[str, str] = NO_REASONS,
    source: Source | None = None,
) -> Case:
    """Registers a case and starts the process that its team's department gives it (R104 to R111).

    `values` is {column: value}: customer, subject, description, team, and as the start form asks: agent, agreed,
    deadline, category, attachments, and the diagram's own fields by their id. Raises Invalid, Refused, NeedsReason.
    """
    reasons = creation.agreed_reasons(Kind.CASE, values, overrides)
    with unit(desk, by, on_behalf_of=on_behalf_of, overrides=reasons, source=source) as one:
        new = creation.read_start(one, Kind.CASE, values)
        creation.judge_new(one, Kind.CASE, new, None)
        case = creation.launch(one, creation.new_case(one, new), new)
    saved = one.current(Kind.CASE, case.id)
    assert isinstance(saved, Case)
    return saved


def edit_case(
    desk: Desk,
    case_id: int,
    changes: Mapping[str, Any],
    *,
    by: int,
    seen: Mapping[str, Any] | None = None,
    reason: str = "",
    on_behalf_of: str | None = None,
    overrides: Mapping[str, str] = NO_REASONS,
    source: Source | None = None,
) -> Case:
    """Changes fields of a case: subject, description, category, deadline, customer (R030).

    `seen` is {column: the value that stood on the screen}; a column that differs raises ChangedMeanwhile.
    `reason`: why a deadline that was set is moved or cleared, on one line (D-17).
    """
    with unit(desk, by, on_behalf_of=on_behalf_of, overrides=overrides, source=source) as one:
        editing.edit(one, one.find(Kind.CASE, case_id), Edited(changes, seen, reason))
    saved = one.current(Kind.CASE, case_id)
    assert isinstance(saved, Case)
    return saved


def reopen_case(
    desk: Desk,
    case_id: int,
    *,
    why: str,
    by: int,
    deadline: Any = None,
    on_behalf_of: str | None = None,
    overrides: Mapping[str, str] = NO_REASONS,
    source: Source | None = None,
) -> Case:
    """Reopens a closed case: a new instance of the newest version of its last process, for the solver (A-23, D-09)."""
    with unit(desk, by, on_behalf_of=on_behalf_of, overrides=overrides, source=source) as one:
        case = one.find(Kind.CASE, case_id)
        if case.status != Status.CLOSED:
            raise Refused(
                "D-09", say("%(number)s er ikke lukket. Brug knappen på det trin, der venter.", number=case.number)
            )
        reopen(one, case, why, deadline)
    saved = one.current(Kind.CASE, case_id)
    assert isinstance(saved, Case)
    return saved
