"""Giving work to an agent from a list: by the button of its own waiting step that does so, never past it (D-08)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from engine.desk.work import Completion, complete
from engine.errors import NotFound, Refused
from engine.model.by import By
from engine.model.diagrams import Form, Outcome
from engine.model.instances import UserTask
from engine.model.items import Kind, WorkItem
from engine.operations import Deed
from engine.rules import offered
from engine.sentences import say
from engine.store import Connection
from engine.store.work import instances
from engine.transaction.desk import Desk
from engine.transaction.transaction import look


@dataclass(frozen=True)
class Chosen:
    """A row that was chosen in a list, with the button that assigns it, if its step has one."""

    item: WorkItem
    step: UserTask | None
    button: Outcome | None


def chosen(desk: Desk, keys: Iterable[tuple[Kind, int]], *, by: int) -> tuple[Chosen, ...]:
    """Those of the items that `by` may see, in the order given."""
    found = []
    with desk.reading() as connection:
        one = look(desk, connection, by)
        for kind, item_id in keys:
            try:
                item = one.find(kind, item_id)
            except NotFound:
                continue
            step, button, _ = _assigning(desk, connection, item, by)
            found.append(Chosen(item, step, button))
    return tuple(found)


def assign(
    desk: Desk,
    kind: Kind,
    item_id: int,
    agent_id: int,
    *,
    comment: str = "",
    by: By,
) -> Completion:
    """Gives the item to an agent (R101). Raises what `complete` does, and Refused where no step has a button for it."""
    assert by.agent is not None, "the system gives work to nobody"
    with desk.reading() as connection:
        item = look(desk, connection, by.agent).find(kind, item_id)
        step, button, form = _assigning(desk, connection, item, by.agent)
    if step is None:
        raise Refused("D-08", say("Intet trin venter på %(number)s.", number=item.number))
    if button is None or form is None:
        raise Refused("D-08", say("Trinnet »%(step)s« har ingen knap, der tildeler en agent.", step=step.name))
    given = {"agent": agent_id, "comment": comment}
    values = {field.id: given[field.type] for field in form.fields_of(button) if field.type in given}
    return complete(desk, step.id, button.id, values, by=by)


def _assigning(
    desk: Desk, connection: Connection, item: WorkItem, by: int
) -> tuple[UserTask | None, Outcome | None, Form | None]:
    """The waiting step that can assign, one's own before another's; else the first that waits."""
    agent = desk.directory(connection).agents[by]
    steps: Sequence[UserTask] = instances.waiting_of(connection, item.kind, item.id)
    for step in sorted(steps, key=lambda step: not offered(step, agent)):
        form = desk.program(connection, step.definition_id).diagram.steps[step.element].form
        for outcome in form.outcomes:
            if outcome.allowed == Deed.DISPATCH:
                return step, outcome, form
    return (steps[0] if steps else None), None, None
