"""What a page says that a button will do is what it then does: closing, a person who leaves, a team without members."""

from dataclasses import replace

import pytest

import engine
from engine import Case, Form, FormField, Kind, NewAgent, Outcome, PagePart, Task, UserTask, WorkItem
from engine.flow.forms import READERS, fill
from engine.flow.samples import sample
from engine.store.connection.counting import counting
from engine.transaction.transaction import look
from tests.fixtures.house import House
from tests.web.conftest import Visit

Waiting = tuple[str, str, int | None, int | None]  # number of the item, name of the step, agent, team


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


def solved(house: House, case: Case, creator: str, team: str, dispatcher: str, agent: str) -> Task:
    task = house.create_task(case, creator, team)
    house.press(task, "Tildel", dispatcher, agent=agent)
    house.press(task, "Marker som løst", agent, solution="Kablet er skiftet.")
    return task


def ending(house: House, item: WorkItem, who: str) -> set[int]:
    """The tasks that the buttons of the item's page are said to end along with the case."""
    read = engine.item_page(house.desk, item.kind, item.id, PagePart(), by=house.id(who), page="/")
    return {task.id for tasks in read.ending_along.values() for task in tasks}


def waiting(house: House) -> set[int]:
    """Tasks of which a step waits."""
    return {number for number in range(1, 5) if engine.waiting(house.desk, Kind.TASK, number)}


def test_the_tasks_that_closing_is_said_to_end_end_with_it_and_no_other(house: House) -> None:
    case = house.keep("anders")
    solved(house, case, "anders", "Netværk", "jonas", "pia")
    own = solved(house, case, "anders", "Servicedesk", "mette", "signe")
    house.create_task(case, "anders", "Netværk", blocking=False)  # lives on
    done = solved(house, case, "anders", "Servicedesk", "mette", "signe")
    house.press(done, "Accepter løsningen, sagen holdes åben", "anders")
    said, before = ending(house, case, "anders"), waiting(house)
    on_task = ending(house, own, "anders")
    house.press(case, "Løs og luk sagen", "anders", solution="Genstartet.", overrides={"A-03": "Den lever videre."})
    assert said == before - waiting(house) == {1, 2}
    assert on_task == {1}


def offered(foreseen: engine.Foreseen) -> list[Waiting]:
    return [(one.item.number, one.step.name, one.step.assignee_id, one.step.team_id) for one in foreseen.offered]


def moved(house: House, before: dict[str, UserTask]) -> list[Waiting]:
    """The steps that wait for others than before, as `offered` says them."""
    now = [step for step in all_waiting(house).values() if step.version != before[step.id].version]
    return [
        (f"SAG{s.item_id}" if s.item_kind == Kind.CASE else f"TSK{s.item_id}", s.name, s.assignee_id, s.team_id)
        for s in now
    ]


def all_waiting(house: House) -> dict[str, UserTask]:
    keys = [(kind, number) for kind in Kind for number in range(1, 6)]
    return {step.id: step for kind, number in keys for step in engine.waiting(house.desk, kind, number)}


def work_of_pia(house: House) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    own = house.keep("pia")
    house.create_task(own, "pia", "Servicedesk")
    house.register("anders", "Netværk")


def test_what_a_person_s_page_says_of_their_leaving_is_what_it_leads_to(house: House) -> None:
    work_of_pia(house)
    pia, before = house.agent("pia"), all_waiting(house)
    (said,) = engine.foresee(house.desk, [replace(pia, active=False)], by=house.id("kaj"))
    assert all_waiting(house) == before, "nothing is written"
    engine.set_active(house.desk, pia.id, False, by=house.id("kaj"))
    assert sorted(offered(said)) == sorted(moved(house, before)) and len(said.offered) == 2


def test_what_is_said_of_a_team_that_loses_its_last_member_is_what_then_happens(house: House) -> None:
    """Kirsten is the last in her team, and Omar, who dispatches there, is gone."""
    case = house.register("anders", "Server og backup")
    engine.set_active(house.desk, house.id("omar"), False, by=house.id("kaj"))
    kirsten, before = house.agent("kirsten"), all_waiting(house)
    changed = replace(kirsten, teams=frozenset(), dispatches=frozenset(), leads=frozenset())
    (said,) = engine.foresee(house.desk, [changed], by=house.id("kaj"))
    home = house.directory.teams[kirsten.team_id].name
    new = NewAgent(kirsten.name, kirsten.username, kirsten.department, home, email=kirsten.email)
    engine.change_agent(house.desk, kirsten.id, new, by=house.id("kaj"))
    assert offered(said) == moved(house, before) != []
    assert said.offered[0].item.team_id == house.now(case).team_id


def test_the_page_of_a_person_says_it(house: House, visit: Visit) -> None:
    work_of_pia(house)
    kaj = visit("kaj").go(f"/administration/personer/{house.id('pia')}")
    assert "2 trin tilbydes andre" in kaj.text and "SAG1" in kaj.text
    assert "Tages Pia Lund ud af Netværk: 2 trin" in kaj.text, "she is in no other team"
    kaj.go(f"/administration/personer/{house.id('birgit')}")
    assert "Intet venter på Birgit Toft." in kaj.text
    house.register("anders", "Server og backup")
    engine.set_active(house.desk, house.id("omar"), False, by=house.id("kaj"))
    kaj.go(f"/administration/personer/{house.id('kirsten')}")
    assert "Tages Kirsten Juhl ud af Server og backup: 1 trin" in kaj.text
    with counting(house.desk.database) as count:
        kaj.go(kaj.path)
    assert count.statements <= 15


def test_a_sample_is_a_form_that_can_be_read(house: House) -> None:
    """Of every type of field, within its bounds."""
    with house.desk.reading() as connection:
        standing = look(house.desk, connection, house.id("anders")).standing
    for type_ in READERS:
        field = FormField("f", type_, "Felt", True, min_length=30, minimum=5, choices=(engine.Choice("a", "A"),))
        outcome = Outcome("o", "Gør")
        given = sample(Form((field,), (outcome,)), outcome, {}, standing)
        assert fill(Form((field,), (outcome,)), outcome, given, house.directory).outcome == "o"
    short = FormField("f", "string", "Felt", True, max_length=3, maximum=-2)
    assert sample(Form((short,), (outcome,)), outcome, {}, standing) == {"f": "xxx"}
