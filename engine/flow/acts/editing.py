"""Fields that people edit on a case or a task, guarded by what they saw."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine import rules
from engine.errors import ChangedMeanwhile, Invalid
from engine.flow.acts import Edit, Edited
from engine.flow.deciding import Deciding
from engine.flow.decision import Decision
from engine.flow.needs import ChosenCustomer, LastChangeOf, WaitingOf
from engine.model.customer_words import why_not_chosen
from engine.model.fields import ItemField
from engine.model.items import EDITABLE, Status, Task, WorkItem
from engine.model.occurrences import OccurrenceKind
from engine.sentences import say
from engine.texts.lines import MAX_LINE, fit, one_line

MOVED_LATE = "Deadline var overskredet, da den blev flyttet."


def edit(deciding: Deciding, act: Edit) -> Decision:
    """Fields of a case or a task; raises NotFound, Refused, Invalid or ChangedMeanwhile."""
    item = deciding.find(act.kind, act.id)
    change(deciding, item, act.edited)
    return deciding.decision(item)


def change(deciding: Deciding, item: WorkItem, edited: Edited) -> None:
    """Judges and puts the changes; raises ChangedMeanwhile for a field that is not as it was seen."""
    fields, seen = EDITABLE[item.kind], edited.seen
    unknown = set(edited.changes) - set(fields)
    if unknown:
        raise Invalid(dict.fromkeys(unknown, "Feltet kan ikke rettes."))
    clean = {name: _cleaned(fields[name], value) for name, value in edited.changes.items()}
    columns = {name: field.column for name, field in fields.items()}
    differing = {name: value for name, value in clean.items() if getattr(item, columns[name]) != value}
    _still_as_seen(deciding, item, differing, columns, seen)
    _check(deciding, fields, differing)
    if not differing:
        return
    told = {columns[name]: value for name, value in differing.items()}
    put(deciding, item, told, edited.reason)
    after = deciding.current(item.kind, item.id)
    if isinstance(item, Task) and "approver_id" in told and item.original_approver_id is not None:
        deciding.occur(OccurrenceKind.APPROVER_CHANGED, after, agents=(item.original_approver_id,))


def put(deciding: Deciding, item: WorkItem, changes: dict[str, Any], reason: str) -> None:
    """Judges {column: new value} and puts it. A moved deadline's `reason` stands in its event (D-17).

    Where the deadline had passed, moving it is a deviation too.
    """
    reason, taking_part = one_line(reason)[:MAX_LINE], deciding.takes_part(item)
    edit = rules.Editing(
        item, deciding.actor, deciding.directory, deciding.now, changes, reason, taking_part=taking_part
    )
    deciding.judge(edit, item)
    after = replace(deciding.current(item.kind, item.id), **changes)
    if not edit.moves_deadline:
        deciding.put(after, "edited")
        return
    deciding.put(after, "edited", reason=edit.reason)
    step = next(iter(deciding.get(WaitingOf(item.kind, item.id))), None)
    deciding.occur(OccurrenceKind.DEADLINE_MOVED, after, user_task=step, comment=edit.reason, due_before=item.deadline)
    assert item.deadline is not None
    if item.deadline <= deciding.now and item.status in (Status.REGISTERED, Status.ASSIGNED):
        deciding.put(after, "deviation", rule="D-17", sentence=say(MOVED_LATE), reason=edit.reason)


def _still_as_seen(
    deciding: Deciding,
    item: WorkItem,
    changes: Mapping[str, Any],
    columns: Mapping[str, str],
    seen: Mapping[str, Any] | None,
) -> None:
    """A comment by someone else is no conflict; the same field changed by someone else is."""
    stale = [
        name for name in changes if seen is not None and name in seen and getattr(item, columns[name]) != seen[name]
    ]
    if not stale:
        return
    what = say("%(number)s er rettet imens", number=item.number)
    changed = deciding.get(LastChangeOf(item.kind, item.id, columns[stale[0]]))
    if changed is not None:
        who, when = deciding.directory.agents.get(changed[0] or 0), changed[1]
        raise ChangedMeanwhile(what, deciding.directory.name_of(who.id) if who else "", when, tuple(stale))
    raise ChangedMeanwhile(what, fields=tuple(stale))


def _check(deciding: Deciding, fields: Mapping[str, ItemField], changes: Mapping[str, Any]) -> None:
    problems = {}
    for name, value in changes.items():
        row = fields[name].row
        if row.required and not value:
            problems[name] = row.required
        if row.limit is not None and len(value or "") > row.limit:
            problems[name] = say("Højst %(most)s tegn.", most=row.limit)
    if problem := deciding.directory.why_no_category(changes.get("category") or ""):
        problems["category"] = problem
    if "customer" in changes and (problem := why_not_chosen(deciding.get(ChosenCustomer(changes["customer"])))):
        problems["customer"] = problem
    if changes.get("approver") is not None and deciding.directory.active(changes["approver"]) is None:
        problems["approver"] = "Vælg en aktiv agent."
    deadline = changes.get("deadline")
    if deadline is not None and not (isinstance(deadline, datetime) and deadline.tzinfo):
        problems["deadline"] = "Deadline skal være en dato og et klokkeslæt som 24.12.2026 16.00."
    if problems:
        raise Invalid(problems)


def _cleaned(field: ItemField, value: Any) -> Any:
    if isinstance(value, str):
        return fit(field.row.type, value)
    return "" if value is None and field.row.type in ("string", "text") else value
