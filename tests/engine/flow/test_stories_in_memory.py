"""The stories of the six processes once more, with no database: `engine.flow` alone says what each act leads to."""

import ast
import inspect
import textwrap
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from engine import flow, runner
from engine.demo.people import AGENTS, CUSTOMERS, TEAMS
from engine.diagrams.read import read
from engine.errors import NeedsReason
from engine.flow import Decision
from engine.model.by import By
from engine.model.diagrams import Form
from engine.model.instances import Definition, UserTask
from engine.model.items import Case, WorkItem
from engine.model.people import Agent, Customer, Directory, Team
from engine.runner import Program
from tests.engine.stories import (
    test_case_operations_to_support,
    test_case_support_to_operations,
    test_in_department,
    test_task_operations_to_support,
    test_task_support_to_operations,
)
from tests.fixtures.house import House
from tests.fixtures.memory import Memory
from tests.fixtures.time import SettableClock

PROCESSES = Path(__file__).parents[3] / "processes"
TOLD = (
    test_case_operations_to_support,
    test_case_support_to_operations,
    test_in_department,
    test_task_operations_to_support,
    test_task_support_to_operations,
)
WORDS = {"register", "keep", "create_task", "press", "step", "waits", "now", "clock", "id", "customer"}


class HouseInMemory(House):
    """The words of the stories, for a desk of values."""

    def __init__(self, memory: Memory, clock: SettableClock):
        self.memory, self.clock = memory, clock

    @property
    def directory(self) -> Directory:
        return self.memory.directory

    def customer(self, name: str) -> Customer:
        return next(customer for customer in self.memory.customers.values() if customer.name.startswith(name))

    def registered(self, values: Mapping[str, Any], by: int, reasons: Mapping[str, str]) -> Any:
        return self._do(flow.Register(values), by, reasons).subject

    def created(self, case: Case, values: Mapping[str, Any], by: int, reasons: Mapping[str, str]) -> Any:
        return self._do(flow.CreateTask(case.id, values), by, reasons).subject

    def completed(
        self, step: UserTask, outcome: str, values: Mapping[str, Any], by: int, reasons: Mapping[str, str]
    ) -> Any:
        return self._do(self.memory.completing(step.id, outcome, values), by, reasons)

    def waiting(self, item: WorkItem) -> tuple[UserTask, ...]:
        return self.memory.waiting(item.kind, item.id)

    def form_of(self, step: UserTask) -> Form:
        found = (
            program for definition, program in self.memory.deployed.values() if definition.id == step.definition_id
        )
        return next(found).diagram.steps[step.element].form

    def now(self, item: WorkItem) -> Any:
        return self.memory.items[item.kind, item.id]

    def _do(self, act: flow.Act, by: int, reasons: Mapping[str, str]) -> Decision:
        decision = self.memory.do(act, By(by, reasons=reasons), self.clock())
        if decision.cautions:
            raise NeedsReason(decision.cautions)
        return decision


@cache
def shipped() -> tuple[Program, ...]:
    contents = [file.read_bytes() for file in sorted(PROCESSES.glob("*.bpmn"))]
    return tuple(runner.build(content, read(content)) for content in contents)


def in_memory(clock: SettableClock) -> HouseInMemory:
    """The demo's people and the shipped diagrams, as values."""
    teams = {number: Team(number, t.name, t.department, t.is_main, t.is_default) for number, t in enumerate(TEAMS, 1)}
    numbers = {team.name: team.id for team in teams.values()}

    def those(names: frozenset[str]) -> frozenset[int]:
        return frozenset(numbers[name] for name in names)

    agents = {
        number: Agent(
            number,
            new.name,
            new.username,
            new.email,
            new.department,
            numbers[new.home],
            roles=new.roles,
            teams=those(new.teams | new.dispatches | new.leads),
            dispatches=those(new.dispatches),
            leads=those(new.leads),
        )
        for number, new in enumerate(AGENTS, 1)
    }
    customers = {number: Customer(number, name, email) for number, (name, email) in enumerate(CUSTOMERS, 1)}
    deployed = {}
    for number, program in enumerate(shipped(), 1):
        key, name = program.diagram.key, program.diagram.name
        deployed[key] = (Definition(number, key, 1, name, "", None, clock(), ""), program)
    routes = {
        (route["kind"], route["from"], route["to"]): route["process"]
        for route in tomllib.loads((PROCESSES / "routes.toml").read_text("utf-8"))["route"]
    }
    return HouseInMemory(Memory(Directory(1, agents, teams), customers, deployed, routes), clock)


def _stories(module: ModuleType) -> list[Callable[..., None]]:
    """Those told in nothing but the words that need no database."""
    stories = (story for name, story in vars(module).items() if name.startswith("test_"))
    return [story for story in stories if list(inspect.signature(story).parameters) == ["house"] and _is_plain(story)]


def _is_plain(story: Callable[..., None]) -> bool:
    names = list(ast.walk(ast.parse(textwrap.dedent(inspect.getsource(story)))))
    words = {n.attr for n in names if isinstance(n, ast.Attribute) and getattr(n.value, "id", "") == "house"}
    return words <= WORDS and not any(isinstance(n, ast.Name) and n.id == "engine" for n in names)


STORIES = [story for module in TOLD for story in _stories(module)]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__.removeprefix("test_"))
def test_the_story_goes_the_same_way(story: Callable[[House], None], clock: SettableClock) -> None:
    story(in_memory(clock))


def test_every_process_has_a_story_among_them(clock: SettableClock) -> None:
    house = in_memory(clock)
    passed = set()
    decide = house.memory.do

    def do(act: flow.Act, by: By, now: Any) -> Decision:
        decision = decide(act, by, now)
        passed.update(started.definition_id for started in decision.started)
        return decision

    house.memory.do = do  # type: ignore[method-assign]
    for story in STORIES:
        story(house)
    assert passed == {definition.id for definition, _ in house.memory.deployed.values()}


def test_a_dry_run_changes_nothing(clock: SettableClock) -> None:
    """What is decided is a value: deciding it twice gives the same, and until it is kept nothing has happened."""
    house = in_memory(clock)
    case = house.register("anders", "Netværk")
    before = dict(house.memory.items), dict(house.memory.steps)
    moved = {"andet_hovedteam": house.id("Arbejdsplads"), "kommentar": "Jeres."}
    tried = house.memory.decide(house.memory.completing(house.step(case).id, "flyt", moved), house.by("jonas"), clock())
    assert [step.team_id for step in tried.opened] == [house.id("Arbejdsplads")]
    assert (house.memory.items, house.memory.steps) == before
