"""Several administrators who change who works here at the same moment."""

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest

import engine
from engine import NewAgent
from engine.errors import Invalid
from tests.fixtures.house import House
from tests.fixtures.threads import at_once


def adding(house: House, username: str, email: str) -> Callable[[], str]:
    """Making an account; it gives the field that was refused, or an empty text."""
    kaj = house.agent("kaj")
    new = NewAgent("Ny", username, kaj.department, house.desk.directory().teams[kaj.team_id].name, email=email)

    def add() -> str:
        try:
            engine.add_agent(house.desk, new, by=kaj.id)
        except Invalid as error:
            return " ".join(error.problems)
        return ""

    return add


def test_of_two_administrators_at_once_one_gives_the_address_and_one_the_username(house: House) -> None:
    add = partial(adding, house)
    for number in range(20):
        address = f"ny{number}@sagsgang.example"
        assert Counter(at_once(add(f"a{number}", address), add(f"b{number}", address))) == {"": 1, "email": 1}
        name = f"samme{number}"
        assert Counter(at_once(add(name, f"{name}@a.example"), add(name, f"{name}@b.example"))) == {
            "": 1,
            "username": 1,
        }


def test_what_is_wrong_is_said_in_the_order_of_the_form(house: House) -> None:
    kaj = house.agent("kaj")
    with pytest.raises(Invalid) as refused:
        engine.add_agent(house.desk, NewAgent("", "En Ny", kaj.department, "Ukendt", email="her"), by=kaj.id)
    assert list(refused.value.problems) == ["name", "username", "email", "home"]
