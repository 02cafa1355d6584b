"""W2 as a story: a task that operations gives to support. Operations closes its own case."""

import pytest

from engine import Status
from engine.errors import Refused
from tests.fixtures.house import House


def test_support_solves_and_operations_closes_its_case(house: House) -> None:
    case = house.keep("pia")
    task = house.create_task(case, "pia", "Servicedesk")
    assert house.waits(task) == "Dispatcher i support tildeler opgave til agent: Servicedesk dispatchers"
    house.press(task, "Tildel", "mette", agent="signe")
    house.press(task, "Marker som løst", "signe", solution="Brugeren er ringet op.")
    assert house.waits(task) == "Driften lukker sagen: Pia Lund"
    house.press(task, "Luk sagen", "pia")
    assert house.now(case).status == Status.CLOSED


def test_operations_does_not_close_a_case_that_support_created_from_its_own_task(house: House) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    task = house.create_task(case, "pia", "Servicedesk")
    house.press(task, "Tildel", "mette", agent="signe")
    house.press(task, "Marker som løst", "signe", solution="Brugeren er ringet op.")
    with pytest.raises(Refused) as refusal:
        house.press(task, "Luk sagen", "pia")
    assert refusal.value.rule == "R126"
    house.press(task, "Accepter løsningen, sagen holdes åben", "pia")
    assert house.now(case).status == Status.ASSIGNED
