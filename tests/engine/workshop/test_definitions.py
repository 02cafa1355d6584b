"""Deploying: numbered, never changed, by whom, why; and two people at once."""

import hashlib
import re
from functools import partial
from pathlib import Path

import pytest

import engine
from engine.errors import ChangedMeanwhile, Invalid, NotDeployable, Refused
from tests.fixtures.house import House
from tests.fixtures.threads import at_once

FOLDER = Path(__file__).parents[3] / "processes"
KEY = "case_support_to_operations"
SHIPPED = (FOLDER / f"{KEY}.bpmn").read_bytes()


def changed(word: str, content: bytes = SHIPPED) -> bytes:
    return content.replace(b"Sag tildeles til hovedteam i drift", f"Sag gives til hovedteamet ({word})".encode())


def test_a_version_keeps_its_content_its_sum_who_when_and_why(house: House) -> None:
    found = engine.deploy(house.desk, changed("a"), by=house.id("birgit"), note="  Et ord.  ")
    assert (found.version, found.deployed_by, found.note) == (2, house.id("birgit"), "Et ord.")
    assert found.deployed_at == house.clock() and found.sha256 == hashlib.sha256(changed("a")).hexdigest()
    engine.deploy(house.desk, changed("b"), by=house.id("birgit"), note="Et andet.")
    assert engine.content_of(house.desk, found.id) == changed("a")
    assert engine.get_definition(house.desk, found.id) == found


def test_a_case_under_way_keeps_its_version_and_a_new_one_takes_the_newest(house: House) -> None:
    old = house.register("anders", "Netværk")
    engine.deploy(house.desk, changed("a"), by=None, note="Et ord.")
    new = house.register("anders", "Netværk")
    assert [house.step(item).definition_id for item in (old, new)] == [
        version.id for version in reversed(engine.versions(house.desk, KEY))
    ]
    house.press(old, "Send til andet hovedteam", "jonas", team="Server og backup", comment="Det er backup.")
    assert engine.versions(house.desk, KEY)[-1].id == house.step(old).definition_id


def test_going_back_to_an_older_version_is_a_new_version(house: House) -> None:
    engine.deploy(house.desk, changed("a"), by=None, note="Et ord.")
    assert engine.deploy(house.desk, SHIPPED, by=None, note="Tilbage igen.").version == 3


def test_a_file_is_compared_with_the_newest_version_and_a_version_with_the_one_before(house: House) -> None:
    first = engine.preview(house.desk, SHIPPED)
    assert first.is_newest and first.differences == ()
    engine.deploy(house.desk, changed("a"), by=None, note="Et ord.")
    second, again = engine.versions(house.desk, KEY)[0], engine.preview(house.desk, SHIPPED)
    assert not again.is_newest and again.same and (again.same.version, again.version) == (1, 3)
    (found,) = again.differences or ()
    assert engine.worded(found)[1:3] == ("Navn", "Sag gives til hovedteamet (a)")
    (found,) = engine.changes_in(house.desk, second) or ()
    assert engine.worded(found)[1::2] == ("Navn", "Sag gives til hovedteamet (a)")
    assert engine.changes_in(house.desk, engine.versions(house.desk, KEY)[1]) is None
    new = engine.preview(house.desk, SHIPPED.replace(KEY.encode(), b"case_of_my_own"))
    assert (new.differences, new.same, new.version) == (None, None, 1)


@pytest.mark.parametrize("name", ["pia", "anders"])
def test_only_an_owner_deploys(house: House, name: str) -> None:
    with pytest.raises(Refused, match="Kun procesejere"):
        engine.deploy(house.desk, changed("a"), by=house.id(name), note="Et ord.")


@pytest.mark.parametrize("note", ["", "  \n", "x" * 2_001])
def test_a_version_says_what_is_new_in_it(house: House, note: str) -> None:
    with pytest.raises(Invalid) as refused:
        engine.deploy(house.desk, changed("a"), by=house.id("birgit"), note=note)
    assert refused.value.problems.keys() == {"note"}


def test_whoever_saw_an_older_version_is_told_who_was_first(house: House) -> None:
    """The file was made from version 1: what Kaj changed in 2 would be lost without a word."""
    engine.deploy(house.desk, changed("kaj"), by=house.id("kaj"), note="Kajs.", seen_version=1)
    with pytest.raises(ChangedMeanwhile) as refused:
        engine.deploy(house.desk, changed("birgit"), by=house.id("birgit"), note="Birgits.", seen_version=1)
    assert "Version 2" in refused.value.what and refused.value.who == "Kaj Munk"
    assert refused.value.when == house.clock()
    found = engine.deploy(house.desk, changed("birgit"), by=house.id("birgit"), note="Begges.", seen_version=2)
    assert found.version == 3


@pytest.mark.parametrize("key", [KEY, "case_of_my_own"])
def test_two_people_at_the_same_moment_get_a_number_each(house: House, key: str) -> None:
    content = SHIPPED.replace(KEY.encode(), key.encode())

    def put(word: str) -> int | str:
        try:
            return engine.deploy(house.desk, changed(word, content), by=None, note=word).version
        except ChangedMeanwhile as error:  # of a process that nobody had
            return str(error)

    said = at_once(*(partial(put, word) for word in ("a", "b", "c", "d")))
    numbers = sorted(one for one in said if isinstance(one, int))
    assert (
        len(said) == 4
        and numbers == [version.version for version in reversed(engine.versions(house.desk, key))][-len(numbers) :]
    )
    assert len(numbers) == 4 or key != KEY
    assert all(re.match("En anden har netop sat", one) for one in said if isinstance(one, str))


@pytest.mark.parametrize(
    ("key", "other", "said"),
    [
        (KEY, "task_support_to_operations", "laver en opgave, men der kommer sager"),
        ("task_support_to_operations", KEY, "laver en sag, men der kommer opgaver"),
    ],
)
def test_a_process_that_gets_cases_is_not_replaced_by_one_of_tasks(
    house: House, key: str, other: str, said: str
) -> None:
    content = (FOLDER / f"{other}.bpmn").read_bytes().replace(other.encode(), key.encode())
    assert engine.check(content) == ()
    (problem,) = engine.preview(house.desk, content).problems
    assert problem.rule == "other-kind" and said in problem.sentence
    with pytest.raises(NotDeployable):
        engine.deploy(house.desk, content, by=None, note="Forkert fil.")
    assert len(engine.versions(house.desk, key)) == 1
