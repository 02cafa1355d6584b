"""The demo, as `sagsgang serve --demo` fills it into an empty folder."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from sqlalchemy import select, text

import engine
from engine import Agent, Department, Desk, Settings, WorkList, demo
from engine.demo.calendar import ZONE
from engine.errors import NotFound
from engine.store.tables import cases, events, metadata

PROCESSES = sorted((Path(__file__).parents[2] / "processes").glob("*.bpmn"))
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


@pytest.fixture(scope="module")
def told() -> list[tuple[int, int]]:
    """What the progress bar was told."""
    return []


@pytest.fixture(scope="module")
def desk(
    _sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, told: list[tuple[int, int]]
) -> Iterator[Desk]:
    """Filled once for all these tests; none of them writes."""
    folder = tmp_path_factory.mktemp("demo")
    desk = engine.open_desk(Settings(f"sqlite:///{folder / 'sagsgang.db'}", folder, secret_key="k" * 48, demo=True))
    assert demo.is_empty(desk)
    demo.fill(desk, lambda done, total: told.append((done, total)))
    yield desk
    desk.close()


def agents(desk: Desk) -> list[Agent]:
    return list(desk.directory().agents.values())


def drawn() -> set[tuple[str, str]]:
    """(process, user task) of every user task in the files."""
    found = set()
    for file in PROCESSES:
        (process,) = etree.parse(file).iter(f"{BPMN}process")
        found |= {(process.get("id"), step.get("id")) for step in process.iter(f"{BPMN}userTask")}
    return found


def rows(desk: Desk) -> dict[str, int]:
    with desk.reading() as connection:
        return {
            name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in metadata.tables
        }


# --- people ---


def test_two_departments_and_five_teams_each_with_a_dispatcher_and_an_agent(desk: Desk) -> None:
    directory = desk.directory()
    assert {team.department for team in directory.teams.values()} == set(Department)
    assert len(directory.teams) == 5
    for team in directory.teams.values():
        members = [agent for agent in agents(desk) if team.id in agent.teams]
        assert any(team.id in agent.dispatches for agent in members)
        assert any(team.id not in agent.dispatches for agent in members)


def test_each_department_has_one_default_team(desk: Desk) -> None:
    defaults = [team.department for team in desk.directory().teams.values() if team.is_default]
    assert sorted(defaults) == sorted(Department)


def test_a_dozen_people_in_every_role_all_of_whom_can_be_taken_by_a_button(desk: Desk) -> None:
    assert len([agent for agent in agents(desk) if agent.teams]) >= 12
    assert {role for agent in agents(desk) for role in agent.roles} == set(engine.GIVEN_ROLES)
    for department in Department:
        own = [agent for agent in agents(desk) if agent.department == department]
        assert any(agent.leads for agent in own) and any(agent.dispatches for agent in own)
        assert any(agent.teams and not agent.leads and not agent.dispatches for agent in own)
    assert [a.id for a in engine.demo_accounts(desk)] == [a.id for a in agents(desk)]


def test_nobody_can_be_taken_by_a_button_on_a_desk_that_is_no_demo(desk: Desk) -> None:
    other = engine.open_desk(replace(desk.settings, demo=False))
    assert agents(other) and engine.demo_accounts(other) == ()
    other.close()


def test_nobody_is_taken_by_a_button_who_has_a_password(desk: Desk) -> None:
    kaj = next(agent for agent in agents(desk) if "administrator" in agent.roles)
    engine.set_password(desk, kaj.id, "mit eget hemmelige", by=kaj.id)
    assert kaj.id not in {agent.id for agent in engine.demo_accounts(desk)}
    with pytest.raises(NotFound):
        engine.demo_sign_in(desk, kaj.id)


def test_customers_with_mail_and_one_without(desk: Desk) -> None:
    customers = [engine.get_customer(desk, id_) for id_ in engine.add_people(desk).customers.values()]
    assert len(customers) >= 8
    assert {bool(customer.email) for customer in customers} == {True, False}


# --- work ---


def test_work_waits_at_every_step_that_is_drawn(desk: Desk) -> None:
    with desk.reading() as connection:
        steps = "SELECT d.key, u.element FROM user_tasks u JOIN definitions d ON d.id = u.definition_id"
        found = connection.execute(text(f"{steps} WHERE u.state = 'waiting'"))
        waits = {(row.key, row.element) for row in found}
    assert len(PROCESSES) == 6 and len(drawn()) >= 6
    assert waits == drawn() == set(demo.steps_of(desk))


def test_every_waiting_step_is_in_somebody_s_list(desk: Desk) -> None:
    listed = set()
    for agent in agents(desk):
        for page in (engine.work(desk, agent.id, name, limit=200) for name in (WorkList.WAITING, WorkList.QUEUE)):
            listed |= {row.user_task_id for row in page.rows}
    with desk.reading() as connection:
        waiting = set(connection.execute(text("SELECT id FROM user_tasks WHERE state = 'waiting'")).scalars())
    assert listed == waiting != set()


def test_what_is_deployed_are_the_files_as_they_lie(desk: Desk) -> None:
    deployed = {process.newest.key: process.newest for process in engine.processes(desk)}
    assert {one.sha256 for one in deployed.values()} == {hashlib.sha256(f.read_bytes()).hexdigest() for f in PROCESSES}
    assert {one.version for one in deployed.values()} == {1}
    assert deployed.keys() == {file.stem for file in PROCESSES}


def test_the_record_is_whole(desk: Desk) -> None:
    assert list(engine.verify(desk)) == []


def test_the_bar_went_to_its_end_one_by_one(desk: Desk, told: list[tuple[int, int]]) -> None:
    total = len(told)
    assert told == [(number, total) for number in range(1, total + 1)] and total >= len(drawn())


def test_three_working_weeks_lie_behind_it(desk: Desk) -> None:
    with desk.reading() as connection:
        of_items = events.c.subject_kind.in_(("case", "task"))
        moments = [*connection.execute(select(events.c.at).where(of_items)).scalars()]
    days = {moment.astimezone(ZONE).date() for moment in moments}
    assert len(days) >= 12 and {day.weekday() for day in days} <= {0, 1, 2, 3, 4}
    assert max(moments) < desk.clock() and (max(days) - min(days)).days >= 14
    assert {moment.astimezone(ZONE).hour for moment in moments} <= set(range(8, 16))


def test_some_work_is_closed_some_open_again_some_late_and_some_not_due(desk: Desk) -> None:
    with desk.reading() as connection:
        found = connection.execute(select(cases)).all()
        reopened = connection.execute(select(events.c.subject_id).where(events.c.data.like('%"reopened":true%')))
        assert {*reopened.scalars()} & {row.id for row in found if row.status == "assigned"}
    assert sum(row.status == "closed" for row in found) >= 5
    due = [row.deadline for row in found if row.status in ("registered", "assigned") and row.deadline]
    assert min(due) < desk.clock() < max(due)
    statuses: dict[int, set[str]] = {}
    for row in found:
        statuses.setdefault(row.customer_id, set()).add(row.status)
    assert {"closed"} in statuses.values()


def test_the_first_case_is_open_and_signe_s_for_lone(desk: Desk) -> None:
    case = engine.get_case(desk, 1)
    names = (desk.directory().agents[case.created_by].name, engine.get_customer(desk, case.customer_id).name)
    assert case.is_open and names == ("Signe Dahl", "Lone Grau, Bibliotekerne")


# --- again ---


def test_filled_again_nothing_is_there_twice(desk: Desk) -> None:
    before = rows(desk)
    demo.fill(desk)
    again = engine.open_desk(desk.settings)
    demo.fill(again)
    assert engine.install(again) == 0
    again.close()
    assert rows(desk) == before
