"""Tries to sign in are counted before it is known whether the password is right, by a hash of what was typed."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import event, select

import engine
from engine.errors import SignInRefused
from engine.history.reading import opened
from engine.history.shape import Subject
from engine.store.history import events
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
    assert waits.count(0) == engine.people.signing_in.FREE_TRIES


def test_who_signs_in_locks_the_address_before_the_name_as_a_try_does(house: House) -> None:
    """In two orders one of two at once would be thrown out by PostgreSQL."""
    give_password(house, "anders")
    name = engine.people.signing_in._key("anders")
    address = engine.people.signing_in._address_key("192.0.2.1", house.clock())
    locked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, given: Any, *_: object) -> None:
        told = list(given.values()) if isinstance(given, dict) else given
        locked.extend(key for key in (name, address) if " tries" in statement and key in told)

    event.listen(house.desk.database.engine, "before_cursor_execute", note)
    event.listen(house.desk.database.engine, "commit", lambda _: locked.append("commit"))
    engine.sign_in(house.desk, "anders", PASSWORD, address="192.0.2.1")
    transactions = [list(dict.fromkeys(part.split())) for part in " ".join(locked).split("commit") if part.strip()]
    assert transactions == [[address, name], [address, name]]


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
    house.clock.advance(engine.people.signing_in.FORGOTTEN * 2)
    with pytest.raises(SignInRefused):
        engine.sign_in(house.desk, "pia", "forkert")
    with house.desk.reading() as connection:
        assert len(connection.execute(select(tries)).all()) == 1


def test_the_history_of_an_account_tells_who_came_in_and_how_many_wrong_passwords_came_before(house: House) -> None:
    give_password(house, "anders")
    for password in ("forkert", "også forkert", PASSWORD, PASSWORD):
        try:
            engine.sign_in(house.desk, "anders", password)
        except SignInRefused:
            house.clock.advance(timedelta(minutes=1))
    with house.desk.reading() as connection:
        told = [opened(link) for link in events.links_of(connection, Subject.AGENT, [house.id("anders")])]
    came = [(one.link.type, getattr(one.event, "count", None), one.link.by) for one in told[-3:]]
    assert came == [
        ("sign-in-failed", 2, house.id("anders")),
        ("signed-in", None, house.id("anders")),
        ("signed-in", None, house.id("anders")),
    ]
    assert not any(PASSWORD in one.link.data + (one.link.private or "") for one in told)
