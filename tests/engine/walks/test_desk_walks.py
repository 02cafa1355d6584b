"""Random walks through the desk: people do anything that they can, in all six processes, and five things hold at once.

Each instance, read from the database and written to it at every step, goes as its shadow goes, on SpiffWorkflow never
saved; each act comes to the same on a desk of values, without a database; the record stays whole, and tells of any
moment what was stored then; and whoever leaves, there is always somebody who can go on.
"""

import shutil
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine
from sqlalchemy import text

import engine
from engine import By, Kind, UserTask, WorkItem
from engine.config import Settings
from engine.demo import add_everybody
from engine.demo.player import Texts, answer
from engine.errors import Invalid, NeedsReason, NotFound, Refused
from engine.model.diagrams import FormField, Outcome
from engine.model.people import Agent
from engine.rules.seeing import offered
from tests.engine.recorded import Moments
from tests.engine.walks.beside import Beside
from tests.engine.walks.shadows import Shadows
from tests.fixtures.house import House
from tests.fixtures.time import SettableClock

PROCESSES = {path.stem for path in (Path(__file__).parents[3] / "processes").glob("*.bpmn")}
OPENERS = st.sampled_from(["anders", "mette", "pia", "jonas"])
BEGINNINGS = st.sampled_from(  # who opens a case, in which team, and to which team goes the first task on it
    [
        ("anders", "Netværk", None),
        ("pia", "Servicedesk", None),
        ("anders", "Servicedesk", None),
        ("anders", "Servicedesk", "Netværk"),
        ("pia", "Netværk", "Servicedesk"),
        ("pia", "Netværk", "Server og backup"),
    ]
)
COMERS_AND_GOERS = st.sampled_from(["anders", "mette", "pia", "jonas", "emil", "omar", "kirsten"])
TEAMS = st.sampled_from(["Servicedesk", "Netværk", "Server og backup"])
DAYS = st.integers(1, 4).map(lambda days: timedelta(days=days))
Act = Callable[[Mapping[str, str]], Any]  # {rule: the reason for overriding it} → what came of it


class People(RuleBasedStateMachine):
    """Everybody who works here, doing something; what a rule refuses they leave."""

    template: Path  # a database with everybody in it
    clock: SettableClock
    start: datetime
    patch: pytest.MonkeyPatch
    passed: set[str]  # processes that any walk was in
    did: set[str]  # types of events in any walk
    compared: int  # states of a moment, in all walks
    items: Bundle[WorkItem] = Bundle("items")

    def __init__(self) -> None:
        super().__init__()
        file = self.template.with_name("walk.db")
        shutil.copyfile(self.template, file)
        self.clock.set(self.start)
        self.house = House(open_desk(file, self.clock), self.clock)
        self.moments, self.dice = Moments(self.house.desk), Random(1)
        self.shadows = Shadows()
        self.cases = self.tasks = self.goings = 0  # few, so that walks go far
        self.late = False  # whether a deadline passes after every step
        self.patched = self.patch.context()
        patch = self.patched.__enter__()
        self.shadows.follow(patch)
        Beside(self.house.desk).follow(patch, self.shadows)

    def teardown(self) -> None:
        self.patched.__exit__(None, None, None)
        self.house.check()
        type(self).compared += self.moments.compare()
        self.compare_histories()
        self.house.desk.close()

    @initialize(target=items, beginning=BEGINNINGS, late=st.booleans())
    def begin(self, beginning: tuple[str, str, str | None], late: bool) -> Any:
        self.late = late
        by, team, tasks_team = beginning
        if tasks_team is None:
            return self.made(lambda reasons: self.house.register(by, team, overrides=reasons))
        case = self.made(lambda reasons: self.house.register(by, team, agent=by, overrides=reasons))
        return multiple(case, self.made(lambda why: self.house.create_task(case, by, tasks_team, overrides=why)))

    @precondition(lambda self: self.cases < 2)
    @rule(target=items, by=OPENERS, team=TEAMS, agreed=st.booleans(), days=DAYS, data=st.data())
    def register(self, by: str, team: str, agreed: bool, days: timedelta, data: st.DataObject) -> Any:
        self.cases += 1
        values: dict[str, Any] = {"deadline": self.clock() + days}
        if agreed:
            directory = self.house.desk.directory()
            members = directory.members(self.house.id(team)) or tuple(directory.agents.values())
            values |= {"agent": data.draw(st.sampled_from(members)).id, "agreed": "aftalt"}
        return self.made(lambda reasons: self.house.register(by, team, overrides=reasons, **values))

    @precondition(lambda self: self.tasks < 3)
    @rule(target=items, item=items, team=TEAMS, blocking=st.booleans(), days=DAYS)
    def create_task(self, item: WorkItem, team: str, blocking: bool, days: timedelta) -> Any:
        self.tasks += 1
        case = engine.get_case(self.house.desk, item.case_number)
        by = self.house.desk.directory().agents[case.agent_id or case.created_by].username
        values: dict[str, Any] = {"blocking": blocking, "deadline": self.clock() + days}
        return self.made(lambda reasons: self.house.create_task(case, by, team, overrides=reasons, **values))

    def _press(self, item: WorkItem, data: st.DataObject) -> None:
        """One of those whose step it is presses one of its buttons, with anything in the form."""
        steps = engine.waiting(self.house.desk, item.kind, item.id)
        if steps:
            step = data.draw(st.sampled_from(steps))
            form = engine.diagram_of(self.house.desk, step.definition_id).steps[step.element].form
            outcome, actor = data.draw(st.sampled_from(form.outcomes)), data.draw(st.sampled_from(self.those_of(step)))
            values = {f.id: self.value(f, outcome, item, actor, data) for f in form.fields_of(outcome)}
            desk = self.house.desk
            self.done(
                lambda reasons: engine.complete(desk, step.id, outcome.id, values, by=By(actor.id, reasons=reasons))
            )
            if self.late:
                self.move_deadline_of(item, timedelta(hours=2))
                self.time_goes_by(timedelta(hours=3))

    press = rule(item=items, data=st.data())(_press)
    press_more = rule(item=items, data=st.data())(_press)  # what people do most
    press_most = rule(item=items, data=st.data())(_press)

    @rule(item=items, days=DAYS)
    def move_deadline(self, item: WorkItem, days: timedelta) -> None:
        self.move_deadline_of(item, days)

    @rule(days=DAYS)
    def time_passes(self, days: timedelta) -> None:
        self.time_goes_by(days)

    @precondition(lambda self: self.goings < 4)
    @rule(name=COMERS_AND_GOERS, home=st.one_of(st.none(), TEAMS))
    def leave_or_come_back_or_change_teams(self, name: str, home: str | None) -> None:
        self.goings += 1
        if home is None:
            active = self.house.agent(name).active
            engine.set_active(self.house.desk, self.house.id(name), not active, by=self.house.id("kaj"))
        else:
            self.change_teams(name, home)

    def change_teams(self, name: str, home: str) -> None:
        agent, department = self.house.agent(name), self.house.desk.directory().teams[self.house.id(home)].department
        new = engine.NewAgent(agent.name, name, department, home, frozenset({home}))
        engine.change_agent(self.house.desk, agent.id, new, by=self.house.id("kaj"))

    @rule(item=items)
    def reopen(self, item: WorkItem) -> None:
        """From *lukkede*: a new instance of the process that has ended."""
        reopen: Any = engine.reopen_case if item.kind == Kind.CASE else engine.reopen_task
        told = {"why": "Fejlen er tilbage.", "deadline": self.clock() + timedelta(days=1)}
        self.done(lambda why: reopen(self.house.desk, item.id, by=By(item.created_by, reasons=why), **told))

    @invariant()
    def somebody_can_do_whatever_waits(self) -> None:
        for row in self.rows("SELECT id FROM user_tasks WHERE state = 'waiting'"):
            step = engine.find_step(self.house.desk, row.id)
            assert self.those_of(step), f"{step.name} waits for nobody"

    @invariant()
    def every_process_stands_where_its_shadow_stands(self) -> None:
        running = self.rows("SELECT state FROM instances WHERE status = 'running'")
        assert {bytes(row.state) for row in running} == self.shadows.running.keys()
        waiting = self.rows("SELECT element FROM user_tasks WHERE state = 'waiting'")
        shadows = self.shadows.running.values()
        assert sorted(row.element for row in waiting) == sorted(e for one in shadows for e in one.stock.waiting)

    @invariant()
    def a_case_that_is_closed_says_when_and_no_other_does(self) -> None:
        """By that the lists know what is open."""
        assert self.rows("SELECT id FROM cases WHERE (status = 'closed') <> (closed_at IS NOT NULL)") == []

    @invariant()
    def what_is_stored_is_noted_now_and_then(self) -> None:
        if self.dice.random() < 0.06:
            self.moments.note()

    def compare_histories(self) -> None:
        """What the record tells of the instances is what their shadows passed."""
        told = []
        for row in self.rows("SELECT id, item_kind, item_id FROM instances"):
            events = engine.history_of(self.house.desk, Kind(row.item_kind), row.item_id)
            own = [event for event in events if event.details.get("instance") == row.id]
            told.append([element for event in own for element in event.details.get("path", ())])
            self.did.update("reopened" if event.details.get("reopened") else event.type for event in events)
        shadows = [*self.shadows.running.values(), *self.shadows.ended]
        assert sorted(told) == sorted(shadow.path for shadow in shadows)
        self.passed.update(shadow.program.diagram.key for shadow in shadows)

    # --- how a walk does something ---

    def move_deadline_of(self, item: WorkItem, after: timedelta) -> None:
        edit: Any = engine.edit_case if item.kind == Kind.CASE else engine.edit_task
        by, until = self.house.now(item).created_by, self.clock() + after
        self.done(
            lambda why: edit(self.house.desk, item.id, {"deadline": until}, reason="Aftalt", by=By(by, reasons=why))
        )

    def time_goes_by(self, time: timedelta) -> None:
        """Every deadline on the way is told of."""
        self.clock.advance(time)
        self.done(lambda _: engine.fire_due_timers(self.house.desk))

    def made(self, act: Act) -> Any:
        item = self.done(act)
        return multiple() if item is None else item

    def done(self, act: Act) -> Any:
        """The act with a reason for every warning; None where a rule refuses it, and then nothing has moved."""
        reasons: dict[str, str] = {}
        while True:
            try:
                result = act(reasons)
            except NeedsReason as caution:
                self.shadows.roll_back()
                assert not reasons.keys() & {warning.rule for warning in caution.warnings}
                reasons |= {warning.rule: "aftalt på morgenmødet" for warning in caution.warnings}
            except (Refused, Invalid, NotFound):
                self.shadows.roll_back()
                return None
            else:
                self.shadows.commit()
                return result

    def those_of(self, step: UserTask) -> list[Agent]:
        return [agent for agent in self.house.desk.directory().agents.values() if offered(step, agent)]

    def value(self, field: FormField, outcome: Outcome, item: WorkItem, actor: Agent, data: st.DataObject) -> Any:
        directory = self.house.desk.directory()
        if field.type == "agent":
            near, all_ = directory.members(self.house.now(item).team_id), tuple(directory.agents.values())
            return data.draw(st.one_of(st.sampled_from(near or all_), st.sampled_from(all_))).id
        if field.type == "team":
            return data.draw(st.sampled_from(list(directory.teams)))
        if field.type == "deadline":
            return data.draw(st.one_of(st.none(), DAYS.map(lambda days: self.clock() + days)))
        if field.type == "boolean":
            return data.draw(st.booleans())
        return answer(self.house.desk, field, outcome, self.house.now(item), actor, Texts())

    def rows(self, statement: str) -> list[Any]:
        with self.house.desk.reading() as connection:
            return list(connection.execute(text(statement)).all())


def open_desk(file: Path, clock: SettableClock) -> engine.Desk:
    return engine.open_desk(Settings(f"sqlite:///{file}", file.parent / "files", secret_key="k" * 48), clock=clock)


@pytest.fixture
def everybody(sqlite_url: str, tmp_path: Path, clock: SettableClock) -> Path:
    """A database with the shipped processes in force and everybody in it, closed."""
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    desk = open_desk(file, clock)
    engine.install(desk)
    add_everybody(desk)
    desk.close()
    return file


def test_whatever_people_do_their_processes_go_as_if_never_saved(
    everybody: Path, clock: SettableClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = type("Walk", (People,), {"template": everybody, "clock": clock, "start": clock(), "patch": monkeypatch})
    machine.passed, machine.did, machine.compared = set(), set(), 0
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    walks = settings(  # the same each time, so that what they have to reach is reached
        max_examples=60, stateful_step_count=50, derandomize=True, deadline=None, suppress_health_check=checks
    )
    run_machine(machine, settings=walks)
    assert machine.passed == PROCESSES and machine.compared > 1000
    reached = {"completed", "edited", "overdue", "deviation", "closed", "message", "withdrawn", "reopened", "offered"}
    assert machine.did >= reached
