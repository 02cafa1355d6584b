"""A diagram tried at the desk: deployed, given work, and gone through at random by everybody who is offered a step.

What a rule refuses, people leave. Anything else that the desk says no to, the check should have said before.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import engine
from engine import By, Kind, UserTask
from engine.config import Settings
from engine.demo import add_everybody
from engine.diagrams.drawing import open_drawing
from engine.diagrams.read import kind_of, read
from engine.errors import Invalid, NeedsReason, Refused
from engine.model.diagrams import Form, FormField
from engine.rules.seeing import offered
from tests.fixtures.house import THOROUGH, House
from tests.fixtures.time import SettableClock

# Process → who gives whom its work.
ROUTES = {
    "in_department": ("anders", "Servicedesk"),
    "support_to_operations": ("anders", "Netværk"),
    "operations_to_support": ("pia", "Servicedesk"),
}
OF_CASES = Path(__file__).parents[3] / "processes" / "case_in_department.bpmn"
Act = Callable[[Mapping[str, str]], Any]


@contextmanager
def trials(folder: Path) -> Iterator[House]:
    """A house on SQLite for any number of diagrams, each the next version of its process."""
    clock = SettableClock(datetime(2026, 3, 2, 8, 0, tzinfo=UTC))
    desk = engine.open_desk(Settings(f"sqlite:///{folder / 'trials.db'}", folder, secret_key="k" * 48), clock=clock)
    engine.install(desk)
    add_everybody(desk)
    yield House(desk, clock)
    desk.close()


def deployed(house: House, content: bytes) -> str:
    """The diagram is in force, in place of a shipped one of its kind if it is none itself; its process's key."""
    key, kind = read(content).key, kind_of(open_drawing(content))
    if kind == Kind.TASK:
        put_in_force(house, OF_CASES.read_bytes())  # a task hangs on a case, which goes as it always does
    if not any(key == f"{kind.value}_{route}" for route in ROUTES):
        content = content.replace(key.encode(), f"{kind.value}_in_department".encode())
        key = f"{kind.value}_in_department"
    put_in_force(house, content)
    return key


def put_in_force(house: House, content: bytes) -> None:
    try:
        engine.deploy(house.desk, content, by=None, note="En prøve.")
    except Invalid as same:
        assert "uændret" in str(same)


class Trial:
    """One item's way through the newest diagram. `passed` are the elements that it passed, `ended` whether it ended."""

    def __init__(self, house: House, key: str, seed: int):
        self.house, self.dice = house, random.Random(seed)
        self.passed: set[str] = set()
        self.ended = False
        kind, _, route = key.partition("_")
        by, team = ROUTES[route]
        start = engine.start_form(house.desk, Kind(kind), house.id(team), by=house.id(by)).form
        own = {f.id: self.value(f, sure=True) for f in start.fields if "sets" not in f.properties}
        made = {**own, "deadline": house.clock() + timedelta(days=self.dice.randint(1, 5)), "description": THOROUGH}
        self.case = house.keep(by) if kind == "task" else None
        if self.case:
            case = self.case
            self.item = self.done(lambda why: house.create_task(case, by, team, overrides=why, **made))
        else:
            self.item = self.done(lambda why: house.register(by, team, overrides=why, **made))

    def go(self, acts: int) -> "Trial":
        for _ in range(acts):
            steps = engine.waiting(self.house.desk, self.item.kind, self.item.id)
            chance = self.dice.random()
            if not steps:
                self.ended = True
                self.reopen()
            elif chance < 0.1:
                self.house.clock.advance(timedelta(days=self.dice.randint(1, 3)))
                engine.fire_due_timers(self.house.desk)
            elif chance < 0.15:
                self.close_from_outside()
            else:
                self.press(self.dice.choice(steps))
        events = engine.history_of(self.house.desk, self.item.kind, self.item.id)
        self.passed = {element for event in events for element in event.details.get("path", ())}
        return self

    def press(self, step: UserTask) -> None:
        form = engine.diagram_of(self.house.desk, step.definition_id).steps[step.element].form
        outcome = self.dice.choice(form.outcomes) if form.outcomes else None
        fields = Form(form.fields_of(outcome))
        values = {f.id: self.value(f, sure=self.dice.random() < 0.8) for f in fields.fields}
        agents = [agent for agent in self.house.desk.directory().agents.values() if offered(step, agent)]
        by, button = self.dice.choice(agents).id, outcome.id if outcome else ""
        self.done(lambda why: engine.complete(self.house.desk, step.id, button, values, by=By(by, reasons=why)))

    def reopen(self) -> None:
        reopen: Any = engine.reopen_case if self.item.kind == Kind.CASE else engine.reopen_task
        told = {"why": "Fejlen er tilbage.", "deadline": self.house.clock() + timedelta(1)}
        by = self.item.created_by
        self.done(lambda why: reopen(self.house.desk, self.item.id, by=By(by, reasons=why), **told))

    def close_from_outside(self) -> None:
        """D-06: from the case's page for a task, from a task's last step for a case."""
        for item in [self.case] if self.case else engine.tasks_of(self.house.desk, self.item.id):
            for step in engine.waiting(self.house.desk, item.kind, item.id):
                self.press(step)

    def done(self, act: Act) -> Any:
        reasons: dict[str, str] = {}
        while True:
            try:
                return act(reasons)
            except NeedsReason as caution:
                reasons |= {warning.rule: "aftalt på morgenmødet" for warning in caution.warnings}
            except (Refused, Invalid):
                return None

    def value(self, field: FormField, *, sure: bool) -> Any:
        """What a person could type; without `sure` perhaps nothing."""
        directory = self.house.desk.directory()
        low = field.minimum if field.minimum is not None else -3
        meant: Mapping[str, Callable[[], Any]] = {
            "agent": lambda: self.dice.choice(list(directory.agents)),
            "team": lambda: self.dice.choice(list(directory.teams)),
            "deadline": lambda: self.house.clock() + timedelta(days=self.dice.randint(1, 4)),
            "boolean": lambda: self.dice.random() < 0.5,
            "enum": lambda: self.dice.choice(field.choices).id,
            "long": lambda: self.dice.randint(low, low + 20 if field.maximum is None else field.maximum),
            "date": lambda: self.house.clock().date(),
            "customer": lambda: self.house.customer("Gitte").id,
            "attachments": lambda: (),
        }
        if not sure and self.dice.random() < 0.5:
            return None
        return meant[field.type]() if field.type in meant else THOROUGH[: field.max_length or 200]
