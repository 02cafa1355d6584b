"""The two in-house processes as stories (D-02, D-03)."""

import pytest

import engine
from engine import Kind, Status
from engine.errors import Refused
from tests.fixtures.house import House


def test_a_case_that_stays_with_me_is_solved_and_closed_in_one(house: House) -> None:
    case = house.keep("anders")
    assert house.waits(case) == "Sagsagent arbejder på sagen: Anders Krogh"
    house.press(case, "Løs og luk sagen", "anders", solution="Brugeren fik en ny adgangskode.")
    assert house.now(case).status == Status.CLOSED


def test_a_colleague_solves_and_the_creator_closes(house: House) -> None:
    case = house.register("anders", "Servicedesk")
    house.press(case, "Tildel", "mette", agent="signe")
    house.press(case, "Marker som løst", "signe", solution="Brugeren fik en ny adgangskode.")
    assert house.now(case).agent_id == house.id("anders")
    house.press(case, "Luk sagen", "anders")
    assert house.now(case).status == Status.CLOSED


def test_passed_on_the_documented_process_starts_and_the_creator_stays(house: House) -> None:
    case = house.keep("anders")
    house.press(case, "Send sagen videre til anden afdeling", "anders", team="Netværk", comment="Det er jeres net.")
    assert house.waits(case) == "Dispatcher i drift tildeler til agent: Netværk dispatchers"
    assert house.now(case).created_by == house.id("anders")
    newest, first = engine.look_at(house.desk, Kind.CASE, case.id, by=house.id("anders")).instances
    assert first.ended_as == "Sendt videre" and newest.ended_at is None


def test_a_task_to_a_colleague(house: House) -> None:
    case = house.keep("anders")
    task = house.create_task(case, "anders", "Servicedesk")
    house.press(task, "Tildel", "mette", agent="signe")
    house.press(task, "Marker som løst", "signe", solution="Ringet op.")
    house.press(task, "Luk sagen", "anders")
    assert house.now(case).status == Status.CLOSED


def test_a_case_is_closed_only_where_its_own_process_waits_for_that(house: House) -> None:
    case = house.keep("anders")
    task = house.create_task(case, "anders", "Servicedesk")
    house.press(task, "Tildel", "mette", agent="signe")
    house.press(case, "Send retur", "anders", agent="signe", comment="Se lige på den her.")
    house.press(task, "Marker som løst", "signe", solution="Ringet op.")
    with pytest.raises(Refused) as refusal:
        house.press(task, "Luk sagen", "anders")
    assert refusal.value.rule in ("D-06", "D-07")
