"""People leave, move and change teams, and nothing waits for somebody who cannot do it: no case comes to a dead end.

No team has a lead here, who could step in with a reason (A-18).
"""

from typing import Any

import pytest

import engine
from engine import Department, Kind, NewAgent, Status, WorkItem, WorkList
from engine.desk.background import background
from engine.errors import NotFound
from engine.store.people import people
from tests.fixtures.house import House

CLOSE = "Sagsagent kommunikerer med bruger og lukker sag"


@pytest.fixture(autouse=True)
def no_leads(house: House) -> None:
    leave(house, "lars", "hanne")


def leave(house: House, *names: str) -> None:
    for name in names:
        engine.set_active(house.desk, house.id(name), False, by=house.id("kaj"))


def change(house: House, name: str, home: str, **changes: Any) -> None:
    agent, directory = house.agent(name), house.desk.directory()
    department = directory.teams[house.id(home)].department
    kept: dict[str, Any] = {"teams": frozenset({home}), "email": agent.email, "roles": agent.roles}
    new = NewAgent(agent.name, agent.username, department, home, **kept | changes)
    engine.change_agent(house.desk, agent.id, new, by=house.id("kaj"))


def able(house: House, item: WorkItem, button: str) -> set[str]:
    """Who could press that button now."""
    found = set()
    for agent in house.desk.directory().agents.values():
        try:
            waiting = engine.look_at(house.desk, item.kind, item.id, by=agent.id).waiting
        except NotFound:
            continue
        buttons = [one for offer in waiting if offer.refusal is None for one in offer.buttons]
        found |= {agent.username for one in buttons if one.outcome.name == button and one.refusal is None}
    return found


def dispatched(house: House, by: str = "anders") -> WorkItem:
    case = house.register(by, "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    return case


def solved(house: House, by: str = "anders") -> WorkItem:
    case = dispatched(house, by)
    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")
    return case


def test_what_an_agent_had_is_the_teams_when_they_leave_and_the_team_is_told(house: House) -> None:
    case = dispatched(house)
    leave(house, "pia")
    assert house.waits(case) == "Agent i drift løser sagen: Netværk agents"
    now = house.now(case)
    assert (now.agent_id, now.status, now.team_id) == (None, Status.REGISTERED, house.id("Netværk"))
    assert able(house, case, "Marker som løst") == {"jonas", "emil"}
    assert case.id in {row.id for row in engine.work(house.desk, house.id("emil"), WorkList.WAITING).rows}
    assert house.told("emil") == [f"{case.number} venter på Netværk: {case.subject}"]
    assert "offered" in house.types(case)[-2:]
    assert engine.history_of(house.desk, Kind.CASE, case.id)[-1].actor_id == house.id("kaj")


def test_who_comes_back_finds_nothing_that_others_have_now(house: House) -> None:
    case = dispatched(house)
    leave(house, "pia")
    engine.set_active(house.desk, house.id("pia"), True, by=house.id("kaj"))
    assert house.waits(case) == "Agent i drift løser sagen: Netværk agents"


def test_a_creator_who_leaves_while_it_waits_for_them_leaves_it_to_their_side(house: House) -> None:
    case = solved(house)
    leave(house, "anders")
    assert house.waits(case) == f"{CLOSE}: Servicedesk agents"
    house.press(case, "Luk sagen", "signe")
    assert house.now(case).status == Status.CLOSED


def test_a_creator_who_has_gone_over_to_the_other_side_closes_nothing_here(house: House) -> None:
    waiting, working = solved(house), dispatched(house)
    change(house, "anders", "Netværk")
    house.press(working, "Marker som løst", "pia", solution="Kablet er skiftet.")
    for case in (waiting, working):
        assert house.waits(case) == f"{CLOSE}: Servicedesk agents"
        assert able(house, case, "Luk sagen") == {"mette", "signe"}


def test_a_tasks_creator_who_leaves_leaves_its_solution_and_the_case_to_their_side(house: House) -> None:
    case = house.keep("anders")
    task = house.create_task(case, "anders", "Netværk", agent="pia", agreed=True)
    house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")
    leave(house, "anders")
    assert house.now(task).agent_id == house.id("pia")  # R080: it stays
    assert able(house, task, "Luk sagen") == able(house, case, "Løs og luk sagen") == {"mette", "signe"}
    house.press(task, "Luk sagen", "signe")
    assert house.now(case).status == Status.CLOSED


def test_a_question_to_someone_who_leaves_is_answered_by_the_team(house: House) -> None:
    case = dispatched(house)
    house.press(case, "Send retur", "pia", comment="Hvilket lokale?", agent="signe")
    leave(house, "signe")
    assert house.waits(case) == "Giv oplysninger og returnér: Netværk agents"
    house.press(case, "Returnér til agenten", "emil", comment="3. sal.")
    assert house.waits(case) == "Agent i drift løser sagen: Pia Lund"


def test_who_is_in_no_team_any_more_has_nothing_and_is_given_nothing(house: House) -> None:
    case, other = dispatched(house), solved(house)
    change(house, "pia", "Netværk", teams=frozenset(), roles=frozenset({"auditor"}))
    assert house.waits(case) == "Agent i drift løser sagen: Netværk agents"
    house.press(other, "Genåbn sagen", "anders", comment="Igen.")
    assert house.waits(other) == "Agent i drift løser sagen: Netværk agents"


def test_where_the_last_dispatcher_leaves_the_team_dispatches(house: House) -> None:
    case = house.register("anders", "Netværk")
    leave(house, "jonas")
    assert house.waits(case) == "Dispatcher i drift tildeler til agent: Netværk agents"
    house.press(case, "Tildel", "emil", agent="pia")


def test_where_the_last_of_a_team_leaves_its_work_is_the_departments(house: House) -> None:
    case = house.register("anders", "Server og backup")
    leave(house, "omar", "kirsten")
    assert house.waits(case) == "Dispatcher i drift tildeler til agent: Netværk dispatchers"
    house.press(case, "Tildel", "jonas", agent="emil")
    later = house.register("anders", "Server og backup")
    assert house.waits(later) == "Dispatcher i drift tildeler til agent: Netværk dispatchers"


def test_what_somebody_was_given_in_the_moment_in_which_they_left_is_offered_again_too(house: House) -> None:
    """Two transactions that saw nothing of each other: the one gave Pia the case, the other let her go."""
    case = dispatched(house)
    with house.by_hand() as connection:
        people.set_agent(connection, house.id("pia"), active=False)
        people.changed(connection)
    leave(house, "signe")
    background(house.desk).run_due()
    assert house.waits(case) == "Agent i drift løser sagen: Netværk agents"


def test_who_changes_teams_keeps_what_they_have(house: House) -> None:
    case = dispatched(house)
    change(house, "pia", "Server og backup")
    assert house.waits(case) == "Agent i drift løser sagen: Pia Lund"
    assert house.agent("pia").department == Department.OPERATIONS


def test_who_asks_while_nobody_has_it_gets_the_answer(house: House) -> None:
    """W4: the team has it until one takes it."""
    case = house.register("pia", "Servicedesk")
    house.press(case, "Send retur", "signe", comment="Hvilken server?", agent="pia")
    house.press(case, "Returnér til agenten", "pia", comment="Den nye.")
    assert house.waits(case) == "Support løser sag: Signe Dahl"


def test_what_somebody_had_who_goes_over_to_the_other_side_is_the_teams(house: House) -> None:
    """D-03: the case does not leave the department with them."""
    case = dispatched(house)
    change(house, "pia", "Servicedesk")
    assert house.waits(case) == "Agent i drift løser sagen: Netværk agents"
    assert (house.now(case).agent_id, house.now(case).team_id) == (None, house.id("Netværk"))


def test_a_question_of_somebody_who_went_over_is_answered_to_the_dispatcher(house: House) -> None:
    """D-14, D-03."""
    case = dispatched(house)
    house.press(case, "Send retur", "pia", comment="Hvilket lokale?", agent="anders")
    change(house, "pia", "Servicedesk")
    house.press(case, "Returnér til agenten", "anders", comment="3. sal.")
    assert house.waits(case) == "Dispatcher i drift tildeler til agent: Netværk dispatchers"
    assert house.now(case).team_id == house.id("Netværk")


def test_what_is_reopened_for_somebody_who_went_over_is_for_their_old_team(house: House) -> None:
    case = solved(house)
    change(house, "pia", "Servicedesk")
    house.press(case, "Genåbn sagen", "anders", comment="Igen.")
    assert house.waits(case) == "Agent i drift løser sagen: Netværk agents"


def test_somebody_in_teams_of_both_sides_gets_it_where_it_lies(house: House) -> None:
    case = dispatched(house)
    house.press(case, "Send retur", "pia", comment="Hvilket lokale?", agent="anders")
    change(house, "pia", "Servicedesk", teams=frozenset({"Servicedesk", "Server og backup"}))
    house.press(case, "Returnér til agenten", "anders", comment="3. sal.")
    assert house.waits(case) == "Agent i drift løser sagen: Pia Lund"
    assert house.now(case).team_id == house.id("Server og backup")
