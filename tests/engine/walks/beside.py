"""Everything that a desk does, decided a second time on values alone: both have to come to the same."""

from dataclasses import replace
from typing import Any

import pytest

import engine
from engine import Desk, flow
from engine.demo.people import CUSTOMERS
from engine.errors import DeskError
from engine.flow import Decision
from engine.history.columns import columns_of
from engine.model.instances import UserTask
from engine.model.items import WorkItem
from engine.store import definitions
from engine.store.people import people
from engine.transaction.transaction import Transaction
from tests.engine.walks.shadows import Shadows
from tests.fixtures.memory import Memory


class Beside:
    """The same desk in memory. Steps have other ids there: `steps` is {the desk's: the memory's}."""

    def __init__(self, desk: Desk):
        with desk.reading() as connection:
            deployed = {d.key: (d, desk.program(connection, d.id)) for d in definitions.all_newest(connection)}
            routes = {(kind, origin, receiver): key for kind, origin, receiver, key in people.all_routes(connection)}
        customers = {number: engine.get_customer(desk, number) for number in range(1, len(CUSTOMERS) + 1)}
        self.memory = Memory(desk.directory(), customers, deployed, routes)
        self.steps: dict[str, str] = {}

    def follow(self, patch: pytest.MonkeyPatch, shadows: Shadows) -> None:
        """From now on, every act of the desk's; its shadows are those of the desk alone."""
        original = Transaction.decide

        def decide(transaction: Transaction, act: flow.Act) -> Decision:
            decision = original(transaction, act)
            self.memory.directory = transaction.directory
            try:
                with shadows.looking_away():
                    theirs = self.memory.do(self._there(act), transaction.by, transaction.now)
            except DeskError as error:
                raise AssertionError(f"{act} is refused without a database") from error
            self.compare(decision, theirs)
            return decision

        patch.setattr(Transaction, "decide", decide)

    def compare(self, ours: Decision, theirs: Decision) -> None:
        opened = zip(ours.opened, theirs.opened, strict=True)
        self.steps |= {one.id: other.id for one, other in opened}
        events = [[(type(event), vars(event)) for i in made.items for event in i.events] for made in (ours, theirs)]
        assert self._named(events[0]) == events[1]
        assert [_columns(i.after) for i in ours.items] == [_columns(i.after) for i in theirs.items]
        for name in ("opened", "offered"):
            assert [self._step(step) for step in getattr(ours, name)] == list(getattr(theirs, name))
        assert [(self._step(f.step), f.outcome) for f in ours.finished] == [
            (f.step, f.outcome) for f in theirs.finished
        ]
        assert (ours.cautions, ours.deviations) == (theirs.cautions, theirs.deviations)

    def _there(self, act: flow.Act) -> flow.Act:
        """The act on the memory's own step and state."""
        if isinstance(act, flow.Complete | flow.OfferAgain):
            step = self.memory.steps[self.steps[act.step.id]]
            if isinstance(act, flow.OfferAgain):
                return replace(act, step=step)
            running = self.memory.running[step.instance_id]
            return replace(act, step=step, state=running.state, instance_version=running.version)
        return act

    def _step(self, step: UserTask) -> UserTask:
        return replace(step, id=self.steps[step.id])

    def _named(self, value: Any) -> Any:
        """With the memory's name for every step in it."""
        if isinstance(value, dict):
            return {name: self._named(v) for name, v in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self._named(v) for v in value)
        return self.steps.get(value, value) if isinstance(value, str) else value


def _columns(item: WorkItem) -> dict[str, Any]:
    return {"kind": item.kind, "id": item.id, **columns_of(item)}
