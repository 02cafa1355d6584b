"""W1 as a story: a task that support gives to operations, from the diagram."""

from datetime import timedelta

import pytest

import engine
from engine import By, Case, Kind, Status, Task
from engine.errors import Invalid, NeedsReason, Refused
from tests.fixtures.house import House

CLOSE = "Supporten kommunikerer løsning til bruger og lukker sagen"


def given(house: House, **values: object) -> tuple[Case, Task]:
    """A case that Anders keeps, and a task on it for operations."""
    case = house.keep("anders")
    return case, house.create_task(case, "anders", "Netværk", **values)


def solve(house: House, task: Task) -> None:
    house.press(task, "Tildel", "jonas", agent="pia")
    house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")


def test_operations_solves_and_support_closes_the_case(house: House) -> None:
    case, task = given(house)
    assert (task.status, task.approver_id, task.blocking) == (Status.REGISTERED, house.id("anders"), False)
    assert house.waits(task) == "Dispatcher i drift tildeler opgave til agent: Netværk dispatchers"
    house.press(task, "Tildel", "jonas", agent="pia")
    assert house.waits(task) == "Agent løser opgaven: Pia Lund"
    house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")
    assert house.now(task).status == Status.SOLVED
    assert house.now(task).agent_id == house.id("pia")  # R080: solving never moves it
    assert house.waits(task) == f"{CLOSE}: Anders Krogh"
    house.press(task, "Luk sagen", "anders")
    assert house.now(case).status == Status.CLOSED
    assert house.waits(case) == house.waits(task) == ""


def test_the_approver_is_told_when_the_task_is_solved(house: House) -> None:
    _, task = given(house)
    solve(house, task)
    assert any(task.number in subject for subject in house.told("anders"))


def test_an_approver_who_solves_it_gets_no_mail_and_that_is_written_down(house: House) -> None:
    _, task = given(house, approver="pia")
    solve(house, task)
    reasons = [message.reason for message in engine.messages_of(house.desk, Kind.TASK, task.id)]
    assert "ikke sendt: samme person" in reasons


def test_a_blocking_task_keeps_the_case_open(house: House) -> None:
    case, task = given(house, blocking=True)
    with pytest.raises(Refused) as refusal:
        house.press(case, "Løs og luk sagen", "anders", solution="Færdig.")
    assert refusal.value.rule == "R047"
    assert [link.number for link in refusal.value.links] == [task.number]
    assert house.now(case).status == Status.ASSIGNED


def test_a_task_without_the_tick_lives_on_after_the_case_is_closed(house: House) -> None:
    case, task = given(house)
    with pytest.raises(NeedsReason):
        house.press(case, "Løs og luk sagen", "anders", solution="Færdig.")
    house.press(case, "Løs og luk sagen", "anders", solution="Færdig.", overrides={"A-03": "opgaven er en opfølgning"})
    assert house.now(case).status == Status.CLOSED
    solve(house, task)
    assert house.now(task).status == Status.SOLVED and house.waits(task) == ""  # D-05: its process ends by itself
    assert any(task.number in subject for subject in house.told("anders"))


def test_closing_withdraws_the_close_steps_of_other_solved_tasks(house: House) -> None:
    case, first = given(house)
    second = house.create_task(case, "anders", "Netværk")
    solve(house, first)
    solve(house, second)
    house.press(first, "Luk sagen", "anders")
    assert house.waits(second) == ""
    assert "withdrawn" in house.types(second)


def test_accepting_leaves_the_case_open(house: House) -> None:
    case, task = given(house)
    solve(house, task)
    house.press(task, "Accepter løsningen, sagen holdes åben", "anders")
    assert house.waits(task) == "" and house.now(case).status == Status.ASSIGNED


def test_reopened_with_a_reason_it_goes_to_the_solver(house: House) -> None:
    _, task = given(house)
    solve(house, task)
    with pytest.raises((Invalid, Refused)):
        house.press(task, "Genåbn opgaven", "anders")
    house.press(task, "Genåbn opgaven", "anders", comment="Nettet falder stadig ud.")
    assert house.waits(task) == "Agent løser opgaven: Pia Lund"
    assert house.now(task).status == Status.ASSIGNED


def test_reopening_past_the_deadline_asks_for_a_new_one(house: House) -> None:
    _, task = given(house)
    solve(house, task)
    house.clock.advance(timedelta(days=3))
    with pytest.raises(Refused) as refusal:
        house.press(task, "Genåbn opgaven", "anders", comment="Nettet falder stadig ud.")
    assert refusal.value.rule == "A-33"
    new = house.clock() + timedelta(days=1)
    house.press(task, "Genåbn opgaven", "anders", comment="Nettet falder stadig ud.", deadline=new)
    assert house.now(task).deadline == new


def test_an_accepted_task_is_reopened_from_the_list_of_closed_ones(house: House) -> None:
    _, task = given(house)
    solve(house, task)
    house.press(task, "Accepter løsningen, sagen holdes åben", "anders")
    engine.reopen_task(house.desk, task.id, why="Nettet falder stadig ud.", by=house.by("anders"))
    assert house.waits(task) == "Agent løser opgaven: Pia Lund"
    assert len(engine.look_at(house.desk, Kind.TASK, task.id, by=house.id("anders")).instances) == 2


def test_the_approver_reopens_what_is_not_solved_and_closes_nothing(house: House) -> None:
    """A-02: the approver need not be who created it."""
    _, task = given(house, approver="signe")
    solve(house, task)
    (offer,) = engine.look_at(house.desk, Kind.TASK, task.id, by=house.id("signe")).waiting
    assert offer.refusal is None
    assert [button.outcome.name for button in offer.buttons if button.refusal is None] == ["Genåbn opgaven"]
    with pytest.raises(Refused) as refusal:
        house.press(task, "Luk sagen", "signe")
    assert refusal.value.rule == "D-08"
    house.press(task, "Genåbn opgaven", "signe", comment="Nettet falder stadig ud.")
    assert house.waits(task) == "Agent løser opgaven: Pia Lund"


def test_the_approver_reopens_from_the_list_of_closed_ones_too(house: House) -> None:
    case = house.keep("anders")
    task = house.create_task(case, "anders", "Servicedesk", approver="pia")
    house.press(task, "Tildel", "mette", agent="signe")
    house.press(task, "Marker som løst", "signe", solution="Ringet op.")
    house.press(task, "Accepter løsningen, sagen holdes åben", "anders")
    engine.reopen_task(house.desk, task.id, why="Han fik ikke svar.", by=house.by("pia"))
    assert house.now(task).status == Status.ASSIGNED


def test_what_is_said_while_reopening_is_of_some_length_and_its_deadline_is_realistic(house: House) -> None:
    _, task = given(house)
    solve(house, task)
    house.press(task, "Accepter løsningen, sagen holdes åben", "anders")
    anders, soon = house.id("anders"), house.clock() + timedelta(minutes=10)
    with pytest.raises(Invalid, match="højst"):
        engine.reopen_task(house.desk, task.id, why="x" * 100_001, by=By(anders))
    with pytest.raises(NeedsReason) as asked:
        engine.reopen_task(house.desk, task.id, why="Igen.", by=By(anders), deadline=soon)
    assert [caution.rule for caution in asked.value.warnings] == ["R053"]
    reasons = {"R053": "Det haster."}
    engine.reopen_task(house.desk, task.id, why="Igen.", by=By(anders, reasons=reasons), deadline=soon)
    assert house.now(task).deadline == soon


def test_only_the_case_agent_creates_tasks(house: House) -> None:
    case = house.keep("anders")
    with pytest.raises(Refused) as refusal:
        house.create_task(case, "signe", "Netværk")
    assert (refusal.value.rule, refusal.value.who) == ("D-04", "Anders Krogh")


def test_the_whole_way_round_with_a_return_and_another_agent(house: House) -> None:
    _, task = given(house)
    house.press(task, "Send til andet hovedteam", "jonas", team="Server og backup", comment="Det er serveren.")
    house.press(task, "Tildel", "omar", agent="kirsten")
    house.press(task, "Send retur", "kirsten", agent="anders", comment="Hvilken mappe?")
    assert house.waits(task) == "Giv oplysninger og returnér: Anders Krogh"
    house.press(task, "Returnér til agenten", "anders", comment="Regnskab 2026.")
    assert house.waits(task) == "Agent løser opgaven: Kirsten Juhl"
    house.press(task, "Tilbage til dispatcher", "kirsten", comment="Jeg har ferie.")
    assert house.waits(task) == "Dispatcher i drift tildeler opgave til agent: Server og backup dispatchers"
