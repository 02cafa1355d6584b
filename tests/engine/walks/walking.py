"""Random walks: the same steps on the runner, saved and restored at each, and on SpiffWorkflow never saved."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from engine.model.diagrams import Form
from engine.runner import Program, Run, codec, complete, deliver, fire, look, start
from tests.engine.runner.drawing import Notes
from tests.engine.runner.stock import NeverSaved

MAX_DEPTH = 200  # of the saved tree, whatever a walk did
MAX_WAITING = 8  # a diagram that forks on a cycle could open steps without end


@dataclass
class Walk:
    """A person at random: `run` is where the runner stands, `stock` the same process never saved."""

    program: Program
    seed: int
    endings: frozenset[str] = frozenset()  # outcomes to choose seldom, so that walks are long
    late: bool = False  # every deadline passes in every round
    taken: list[str] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)  # elements passed
    largest: int = 0

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.ours, self.theirs = Notes(), Notes()
        self.let_facts_change()
        reopened = self.dice.random() < 0.2
        given = self.ticked(self.program.diagram.start)
        self.stock = NeverSaved(self.program, self.theirs, reopened=reopened, variables=given)
        self.run = start(self.program, self.ours, reopened=reopened, variables=given)
        self.compare("start")

    def go(self, steps: int) -> "Walk":
        for _ in range(steps):
            if self.run.completed or len(self.run.waiting) > MAX_WAITING:
                break
            self.let_facts_change()
            self.take_one()
            for place in range(len(self.run.listening)) if self.late else ():
                if self.run.listening[place].kind == "timer":
                    self.fire(place)
        return self

    def take_one(self) -> None:
        timers = [place for place, one in enumerate(self.run.listening) if one.kind == "timer"]
        messages = [place for place, one in enumerate(self.run.listening) if one.kind == "message"]
        chance = self.dice.random()
        if timers and chance < 0.3:
            self.fire(self.dice.choice(timers))
        elif len(messages) == 1 and chance < 0.35:
            self.deliver(messages[0])
        else:
            self.complete(self.dice.randrange(len(self.run.waiting)))

    def complete(self, place: int, outcome: str | None = None) -> None:
        step = self.run.waiting[place]
        form = self.program.diagram.steps[step.element].form
        outcomes = [one.id for one in form.outcomes]
        if outcomes and outcome is None:
            outcome = self.dice.choice(outcomes)
            if outcome in self.endings and self.dice.random() < 0.8:
                outcome = self.dice.choice(outcomes)
        variables = self.ticked(form) | ({"outcome": outcome} if outcome else {})
        self.stock.complete(place, variables)
        self.go_on(complete(self.program, self.run.state, step.id, variables, self.ours))
        self.compare(f"{step.element}: {outcome}")

    def ticked(self, form: Form) -> dict[str, Any]:
        """A tick or none in each of the form's boxes."""
        return {one.id: self.dice.random() < 0.5 for one in form.fields_of_type("boolean")}

    def fire(self, place: int) -> None:
        timer = self.run.listening[place]
        self.stock.fire(place)
        self.go_on(fire(self.program, self.run.state, timer.id, self.ours))
        self.compare(timer.element)

    def deliver(self, place: int) -> None:
        message = self.run.listening[place]
        self.stock.deliver(place)
        self.go_on(deliver(self.program, self.run.state, message.reads, self.ours))
        self.compare(message.element)

    def go_on(self, run: Run | None) -> None:
        assert run is not None
        still = {one.id for one in self.run.waiting} - set(run.gone)
        assert {one.id for one in run.waiting} == still | {one.id for one in run.opened}
        self.run = run
        self.largest = max(self.largest, len(run.state))

    def compare(self, taken: str) -> None:
        self.taken.append(taken)
        self.seen.update(self.run.path)
        where = f"seed {self.seed}, after {self.taken}"
        run, stock = self.run, self.stock
        assert run.completed == stock.completed, where
        assert [one.element for one in run.waiting] == stock.waiting, where
        assert [one.element for one in run.listening] == stock.listening, where
        assert list(run.path) == stock.path, where
        assert self.ours.done == self.theirs.done, where
        assert {one.attached_to for one in run.listening} <= {one.id for one in run.waiting}, where
        assert depth(run.state) < MAX_DEPTH, where
        seen = look(self.program, run.state)
        assert (seen.waiting, seen.listening) == (run.waiting, run.listening), where

    def let_facts_change(self) -> None:
        """What the tables say differs from step to step, and is the same for both."""
        facts = {name: self.dice.choice(values) for name, values in FACTS_THAT_DECIDE.items()}
        for world in (self.ours, self.theirs):
            world.facts.update(facts)


FACTS_THAT_DECIDE: dict[str, list[Any]] = {
    "agreed_agent": [None, 17],
    "sender_is_active": [True, False],
    "case_is_closed": [False, False, True],
    "actor_may_close": [True, False],
    "chosen_agent": [None, 17],
    "creator": [None, 11],
    "actor": [11, 17],
}


def depth(state: bytes) -> int:
    """How deep the tree is in which a process is kept."""
    depths: list[int] = []
    for row in codec.read(state).rows:
        depths.append(depths[row.parent] + 1 if row.parent >= 0 else 0)
    return max(depths, default=0)


def walk_many(
    program: Program, seeds: range, endings: frozenset[str], steps: int = 50, *, late: bool = False
) -> list[Walk]:
    return [Walk(program, seed, endings, late).go(steps) for seed in seeds]


def longest(walks: list[Walk], of: Callable[[Walk], int] = lambda walk: len(walk.taken)) -> int:
    return max(of(walk) for walk in walks)
