"""Each piece of work of the demo, one act at a time: `next` does the next one, at whatever hour the clock stands."""

from collections.abc import Iterator
from datetime import timedelta

import engine
from engine import By, Case, Desk, Kind, Outcome, Status, UserTask, WorkItem
from engine.demo.player import Texts, Way, press
from engine.operations import Deed

Piece = Iterator[None]

ENDING = (Deed.CLOSE, Deed.SOLVE, Deed.DISPATCH)  # which buttons lead to the end, the nearest first
AGAIN = "Det samme er sket igen i dag, så det var ikke løst."


def to_a_step(desk: Desk, item: WorkItem, way: Way, texts: Texts) -> Piece:
    """Work that waits at a step at the end."""
    for element, outcome in way:
        yield
        step = next(s for s in engine.waiting(desk, item.kind, item.id) if s.element == element)
        item = press(desk, step, outcome, texts).item


def to_the_end(desk: Desk, case: Case, texts: Texts, *, reopened: bool) -> Piece:
    """A case that is closed; `reopened` waits for its solver again afterwards."""
    while engine.get_case(desk, case.id).status != Status.CLOSED:
        yield
        (step,) = engine.waiting(desk, Kind.CASE, case.id)
        press(desk, step, _ending(desk, step).id, texts)
    if reopened:
        yield
        deadline = desk.clock() + timedelta(days=4)
        engine.reopen_case(desk, case.id, why=AGAIN, deadline=deadline, by=By(case.created_by))


def _ending(desk: Desk, step: UserTask) -> Outcome:
    outcomes = engine.diagram_of(desk, step.definition_id).steps[step.element].form.outcomes
    return min((o for o in outcomes if o.allowed in ENDING), key=lambda o: ENDING.index(str(o.allowed)))
