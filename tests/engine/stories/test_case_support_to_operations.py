"""W3 as a story: a case that support hands to operations, from the diagram."""

from datetime import timedelta

import pytest

import engine
from engine import Kind, Status
from engine.errors import Invalid, Refused
from tests.fixtures.house import House


def test_support_registers_operations_solves_support_closes(house: House) -> None:
    case = house.register("anders", "Netværk")
    assert case.status == Status.REGISTERED and case.agent_id is None
    assert house.waits(case) == "Dispatcher i drift tildeler til agent: Netværk dispatchers"

    house.press(case, "Tildel", "jonas", agent="pia")
    assert house.now(case).status == Status.ASSIGNED
    assert house.waits(case) == "Agent i drift løser sagen: Pia Lund"

    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")
    solved = house.now(case)
    assert solved.status == Status.SOLVED
    assert (solved.agent_id, solved.team_id) == (house.id("anders"), house.id("Servicedesk"))  # R130
    assert (solved.solver_id, solved.solver_team_id) == (house.id("pia"), house.id("Netværk"))  # R013
    assert house.waits(case) == "Sagsagent kommunikerer med bruger og lukker sag: Anders Krogh"

    house.press(case, "Luk sagen", "anders")
    assert house.now(case).status == Status.CLOSED
    assert house.waits(case) == ""


def test_operations_never_closes_what_support_created(house: House) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")
    with pytest.raises(Refused) as refusal:
        house.press(case, "Luk sagen", "pia")
    assert refusal.value.rule in ("D-08", "R126")
    assert house.now(case).status == Status.SOLVED


def test_a_directly_agreed_agent_skips_the_dispatcher_and_is_logged(house: House) -> None:
    case = house.register("anders", "Netværk", agent="pia", agreed="aftalt i telefonen")
    assert house.waits(case) == "Agent i drift løser sagen: Pia Lund"
    deviations = [e.details for e in engine.history_of(house.desk, Kind.CASE, case.id) if e.type == "deviation"]
    assert [(d["rule"], d["reason"]) for d in deviations] == [("R110", "aftalt i telefonen")]


def test_sent_back_answered_and_returned_to_the_one_who_asked(house: House) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    house.press(case, "Send retur", "pia", comment="Hvilket lokale?", agent="anders")
    assert house.waits(case) == "Giv oplysninger og returnér: Anders Krogh"
    assert house.now(case).agent_id == house.id("anders")
    house.press(case, "Returnér til agenten", "anders", comment="Lokale 2.")
    assert house.waits(case) == "Agent i drift løser sagen: Pia Lund"
    assert house.now(case).sender_id is None


def test_sending_back_needs_a_comment(house: House) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    with pytest.raises((Invalid, Refused)):
        house.press(case, "Send retur", "pia", agent="anders")
    assert house.waits(case) == "Agent i drift løser sagen: Pia Lund"


def test_handed_over_to_another_team_it_is_registered_again(house: House) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    house.press(case, "Overdrag til andet team", "pia", comment="Det er serveren.", team="Server og backup")
    moved = house.now(case)
    assert (moved.status, moved.agent_id) == (Status.REGISTERED, None)
    assert house.waits(case) == "Dispatcher i drift tildeler til agent: Server og backup dispatchers"


def test_reopened_it_goes_to_the_solver(house: House) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")
    house.press(case, "Genåbn sagen", "anders", comment="Den skriver stadig ikke.")
    assert house.waits(case) == "Agent i drift løser sagen: Pia Lund"
    assert house.now(case).status == Status.ASSIGNED
    with pytest.raises((Invalid, Refused)):
        house.press(case, "Marker som løst", "pia")  # a solution since the last opening
    house.press(case, "Marker som løst", "pia", solution="Tromlen er skiftet.")
    house.press(case, "Luk sagen", "anders")
    assert house.now(case).status == Status.CLOSED


def test_a_closed_case_is_reopened_as_a_new_instance_for_the_solver(house: House) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")
    house.press(case, "Luk sagen", "anders")
    engine.reopen_case(house.desk, case.id, why="Fejlen er tilbage.", by=house.by("anders"))
    assert house.waits(case) == "Agent i drift løser sagen: Pia Lund"
    assert (house.now(case).status, house.now(case).closed_at) == (Status.ASSIGNED, None)


def test_a_passed_deadline_is_told_of_once_and_again_for_a_new_one(house: House) -> None:
    case = house.register("anders", "Netværk", deadline=house.clock() + timedelta(hours=4))
    house.press(case, "Tildel", "jonas", agent="pia")
    house.clock.advance(timedelta(hours=5))
    assert engine.fire_due_timers(house.desk) == 1
    assert engine.fire_due_timers(house.desk) == 0
    assert house.types(case).count("overdue") == 1
    later = {"deadline": house.clock() + timedelta(hours=4)}
    engine.edit_case(house.desk, case.id, later, reason="Kablet er i restordre.", by=house.by("pia"))
    house.clock.advance(timedelta(hours=5))
    assert engine.fire_due_timers(house.desk) == 1
    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")
    house.press(case, "Luk sagen", "anders")
    assert engine.fire_due_timers(house.desk) == 0
