"""Plays work through any deployed process: fills in whatever form the diagram draws, as whoever is offered the step.

Nothing here knows a diagram: forms are filled in by field type, and the way to a step was found by trying.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import engine
from engine import By, Desk, FormField, Kind, Outcome, UserTask, WorkItem
from engine.errors import DeskError, NeedsReason, Refused
from engine.model.people import Agent, Directory
from engine.rules import offered

Way = tuple[tuple[str, str], ...]  # (element, outcome) of each completed step, from the start


@dataclass(frozen=True)
class Texts:
    """What people write while they work."""

    comment: str = "Se venligst på det her: brugeren har ringet igen i dag."
    solution: str = "Fejlen er rettet og afprøvet sammen med brugeren."
    text: str = "Uddybning"


def play(desk: Desk, item: WorkItem, way: Way, texts: Texts) -> WorkItem:
    """Completes the item's waiting steps along the way; raises DeskError where a step refuses."""
    for element, outcome in way:
        step = next(s for s in engine.waiting(desk, item.kind, item.id) if s.element == element)
        item = press(desk, step, outcome, texts).item
    return item


def press(desk: Desk, step: UserTask, outcome_id: str, texts: Texts) -> engine.Completion:
    """One button of one waiting step, pressed by one to whom it is offered, with a reason for every warning."""
    actor, values = filled_in(desk, step, outcome_id, texts)
    overrides: dict[str, str] = {}
    while True:
        try:
            return engine.complete(desk, step.id, outcome_id, values, by=By(actor.id, reasons=overrides))
        except NeedsReason as caution:
            if any(warning.rule in overrides for warning in caution.warnings):
                raise
            overrides |= {warning.rule: "aftalt på morgenmødet" for warning in caution.warnings}


def filled_in(desk: Desk, step: UserTask, outcome_id: str, texts: Texts) -> tuple[Agent, dict[str, Any]]:
    """Who can press that button, and fitting values for its fields."""
    form = engine.diagram_of(desk, step.definition_id).steps[step.element].form
    outcome = form.get_outcome(outcome_id) if form.outcomes else None
    fields = form.fields_of(outcome)
    item = engine.get_case(desk, step.item_id) if step.item_kind == Kind.CASE else engine.get_task(desk, step.item_id)
    actor = whose(desk.directory(), step)
    return actor, {field.id: answer(desk, field, outcome, item, actor, texts) for field in fields}


def whose(directory: Directory, step: UserTask) -> Agent:
    """One of those to whom the step is offered; raises Refused where there is nobody."""
    found = next((agent for agent in directory.agents.values() if offered(step, agent)), None)
    if found is None:
        raise Refused("D-08", f"Ingen er tilbudt “{step.name}”.")
    return found


def answer(desk: Desk, field: FormField, outcome: Outcome | None, item: WorkItem, actor: Agent, texts: Texts) -> Any:
    """A fitting value for a field of a step's form."""
    required = field.required or (outcome is not None and field.id in outcome.requires)
    directory, now = desk.directory(), desk.clock()
    plain: Mapping[str, Any] = {
        "comment": texts.comment,
        "solution": texts.solution,
        "text": texts.text,
        "string": texts.text,
        "boolean": False,
        "long": max(field.minimum or 1, 1),
        "date": now.date() + timedelta(days=3),
        "attachments": (),
    }
    if field.type in plain:
        value = plain[field.type]
        return value[: field.max_length] if isinstance(value, str) else value
    passed = field.type == "deadline" and item.deadline is not None and item.deadline <= now
    if not required and not passed:
        return None
    if field.type == "enum":
        return field.choices[0].id
    if field.type == "deadline":
        return now + timedelta(days=5)
    if field.type == "team":
        return _team(directory, field, item)
    if field.type == "agent":
        return _agent(directory, field, item, actor)
    return None


def _team(directory: Directory, field: FormField, item: WorkItem) -> int | None:
    """Another main team: of the department that has the item, or of another where the field says so."""
    here = directory.teams[item.team_id].department
    other = field.properties.get("from") == "other"
    teams = [
        t for t in directory.teams.values() if t.is_main and t.id != item.team_id and (t.department != here) == other
    ]
    return teams[0].id if teams else None


def _agent(directory: Directory, field: FormField, item: WorkItem, actor: Agent) -> int | None:
    """A colleague: anyone else where the field says so, else one of the team."""
    if field.properties.get("from") == "anyone":
        creator = directory.active(item.created_by)
        if creator and creator.id != item.agent_id:
            return creator.id
        return next(a.id for a in directory.agents.values() if a.active and a.teams and a.id != item.agent_id)
    members = directory.members(item.team_id)
    return next((a.id for a in members if a.id not in (actor.id, item.agent_id)), members[0].id if members else None)


def ways(desk: Desk, begin: Any) -> dict[str, Way]:
    """{element: the shortest way to where it waits}, found by trying every button of every step once.

    `begin` makes a fresh item of the process; run it on a desk that is thrown away.
    """
    first = begin()
    found: dict[str, Way] = {step.element: () for step in engine.waiting(desk, first.kind, first.id)}
    todo = list(found)
    while todo:
        element = todo.pop(0)
        for outcome in _outcomes(desk, begin, element, found[element]):
            for reached in _try(desk, begin, (*found[element], (element, outcome))):
                if reached not in found:
                    found[reached] = (*found[element], (element, outcome))
                    todo.append(reached)
    return found


def _outcomes(desk: Desk, begin: Any, element: str, way: Way) -> Iterator[str]:
    item = play(desk, begin(), way, Texts())
    step = next(s for s in engine.waiting(desk, item.kind, item.id) if s.element == element)
    form = engine.diagram_of(desk, step.definition_id).steps[element].form
    return iter([outcome.id for outcome in form.outcomes] or [""])


def _try(desk: Desk, begin: Any, way: Way) -> tuple[str, ...]:
    """The elements that wait after that way; nothing where a rule refuses it."""
    item = begin()
    try:
        play(desk, item, way, Texts())
    except DeskError:
        return ()
    return tuple(step.element for step in engine.waiting(desk, item.kind, item.id))
