"""Tries to sign in are counted before it is known whether the password is right, by a hash of what was typed."""

from functools import partial

import pytest
from sqlalchemy import select

import engine
from engine.errors import SignInRefused
from engine.store.tables import tries
from tests.fixtures.house import House
from tests.fixtures.threads import at_once

PASSWORD = "en god lang adgangskode"


def give_password(house: House, name: str) -> None:
    engine.set_password(house.desk, house.id(name), PASSWORD, by=house.id("kaj"))


def test_many_guesses_at_once_are_no_more_than_the_free_tries(house: House) -> None:
    give_password(house, "anders")

    def guess(number: int) -> int:
        with pytest.raises(SignInRefused) as refused:
            engine.sign_in(house.desk, "anders", f"gæt nummer {number}")
        return refused.value.wait_seconds

    def guess_twice(number: int) -> list[int]:
        return [guess(2 * number), guess(2 * number + 1)]

    waits = sum(at_once(*(partial(guess_twice, number) for number in range(8))), [])
    assert waits.count(0) == engine.desk.signing_in.FREE_TRIES


def test_what_was_typed_as_a_name_is_not_kept(house: House) -> None:
    with pytest.raises(SignInRefused):
        engine.sign_in(house.desk, PASSWORD, "")
    with house.desk.reading() as connection:
        (row,) = connection.execute(select(tries)).all()
    assert PASSWORD not in str(row)


def test_tries_are_forgotten_after_a_day_and_with_a_new_password(house: House) -> None:
    give_password(house, "anders")
    for _ in range(6):
        with pytest.raises(SignInRefused):
            engine.sign_in(house.desk, "Anders", "forkert")
    give_password(house, "anders")
    assert engine.sign_in(house.desk, " ANDERS ", PASSWORD).name == "Anders Krogh"
    with pytest.raises(SignInRefused):
        engine.sign_in(house.desk, "anders", "forkert")
    house.clock.advance(engine.desk.signing_in.FORGOTTEN * 2)
    with pytest.raises(SignInRefused):
        engine.sign_in(house.desk, "pia", "forkert")
    with house.desk.reading() as connection:
        assert len(connection.execute(select(tries)).all()) == 1
