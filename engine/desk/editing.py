"""Fields that people edit on a case or a task, guarded by what they saw."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from engine import rules
from engine.desk.customers import why_not_chosen
from engine.desk.unit import Unit
from engine.errors import ChangedMeanwhile, Invalid
from engine.model.categories import MAX_CATEGORY
from engine.model.diagrams import MAX_LINE, MAX_TEXT
from engine.model.items import Kind, Status, Task, WorkItem
from engine.model.texts import fit, one_line
from engine.sentences import say
from engine.store import events, instances

MOVED_LATE = "Deadline var overskredet, da den blev flyttet."


# kind of item → {field that may be edited: the attribute it stands in}
COLUMNS: Mapping[Kind, Mapping[str, str]] = {
    Kind.CASE: {
        "subject": "subject",
        "description": "description",
        "category": "category",
        "deadline": "deadline",
        "customer": "customer_id",
    },
    Kind.TASK: {
        "subject": "subject",
        "description": "description",
        "deadline": "deadline",
        "approver": "approver_id",
        "blocking": "blocking",
    },
}


@dataclass(frozen=True)
class Edited:
    """Fields to change, as {field: value}. `seen` is {field: the value that stood on the screen}.

    `reason`: why a deadline that was set is moved or cleared, on one line (D-17).
    """

    changes: Mapping[str, Any]
    seen: Mapping[str, Any] | None = None
    reason: str = ""


def edit(one: Unit, item: WorkItem, edited: Edited) -> None:
    """Judges and puts the changes; raises ChangedMeanwhile for a field that is not as it was seen."""
    columns, seen = COLUMNS[item.kind], edited.seen
    unknown = set(edited.changes) - set(columns)
    if unknown:
        raise Invalid(dict.fromkeys(unknown, "Feltet kan ikke rettes."))
    clean = {name: _cleaned(name, value) for name, value in edited.changes.items()}
    differing = {name: value for name, value in clean.items() if getattr(item, columns[name]) != value}
    _still_as_seen(one, item, differing, columns, seen)
    _check(one, differing)
    if not differing:
        return
    told = {columns[name]: value for name, value in differing.items()}
    put(one, item, told, edited.reason)
    after = one.current(item.kind, item.id)
    if isinstance(item, Task) and "approver_id" in told and item.original_approver_id is not None:
        one.occur("approver-changed", after, agents=(item.original_approver_id,))


def put(one: Unit, item: WorkItem, changes: dict[str, Any], reason: str) -> None:
    """Judges {column: new value} and puts it. A moved deadline's `reason` stands in its event (D-17).

    Where the deadline had passed, moving it is a deviation too.
    """
    reason, taking_part = one_line(reason)[:MAX_LINE], one.takes_part(item)
    edit = rules.Editing(item, one.actor, one.directory, one.now, changes, reason, taking_part=taking_part)
    one.judge(edit, item)
    after = replace(one.current(item.kind, item.id), **changes)
    if not edit.moves_deadline:
        one.put(after, "edited")
        return
    one.put(after, "edited", reason=edit.reason)
    waiting = instances.waiting_of(one.connection, item.kind, item.id)
    step = next(iter(waiting), None)
    one.occur("deadline-moved", after, user_task=step, comment=edit.reason, due_before=item.deadline)
    assert item.deadline is not None
    if item.deadline <= one.now and item.status in (Status.REGISTERED, Status.ASSIGNED):
        one.put(after, "deviation", rule="D-17", sentence=say(MOVED_LATE), reason=edit.reason)


def _still_as_seen(
    one: Unit, item: WorkItem, changes: Mapping[str, Any], columns: Mapping[str, str], seen: Mapping[str, Any] | None
) -> None:
    """A comment by someone else is no conflict; the same field changed by someone else is."""
    stale = [
        name for name in changes if seen is not None and name in seen and getattr(item, columns[name]) != seen[name]
    ]
    if not stale:
        return
    what = say("%(number)s er rettet imens", number=item.number)
    event = events.last_change(one.connection, item.kind, item.id, columns[stale[0]])
    if event is None:
        raise ChangedMeanwhile(what, fields=tuple(stale))
    who = one.directory.agents.get(event.actor_id or 0)
    raise ChangedMeanwhile(what, one.directory.name_of(who.id) if who else "", event.at, tuple(stale))


def _check(one: Unit, changes: Mapping[str, Any]) -> None:
    problems = {}
    if "subject" in changes and not changes["subject"]:
        problems["subject"] = "Skriv et emne."
    if "description" in changes and not changes["description"]:
        problems["description"] = "Skriv en beskrivelse."
    for name, limit in (("subject", MAX_LINE), ("category", MAX_CATEGORY), ("description", MAX_TEXT)):
        if len(changes.get(name) or "") > limit:
            problems[name] = say("Højst %(most)s tegn.", most=limit)
    if problem := one.directory.why_no_category(changes.get("category") or ""):
        problems["category"] = problem
    if "customer" in changes and (problem := why_not_chosen(one.connection, changes["customer"])):
        problems["customer"] = problem
    if changes.get("approver") is not None and one.directory.active(changes["approver"]) is None:
        problems["approver"] = "Vælg en aktiv agent."
    deadline = changes.get("deadline")
    if deadline is not None and not (isinstance(deadline, datetime) and deadline.tzinfo):
        problems["deadline"] = "Deadline skal være en dato og et klokkeslæt som 24.12.2026 16.00."
    if problems:
        raise Invalid(problems)


def _cleaned(name: str, value: Any) -> Any:
    if isinstance(value, str):
        return fit(name, value)
    return value if value is not None or name not in ("category", "description") else ""
