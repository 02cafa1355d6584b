"""The catalogue is complete and true: every number stands there, what it names exists, and no rule can go unmissed."""

import subprocess
import sys
from pathlib import Path

import pytest

from engine import catalogue
from engine.catalogue import Holds
from engine.errors import Caution, Refused
from engine.rules.registry import RULES, Rule
from tests.engine.rules.switching import ROOT, fails, functions_in, heard, marked, without

WORKFLOWS = (
    *("W1.1", "W1.2", "W1.3", "W1.4", "W1.5", "W1.a", "W1.b"),
    *("W2.1", "W2.2", "W2.3", "W2.4", "W2.5", "W2.a", "W2.b"),
    *("W3.1", "W3.2", "W3.3", "W3.4", "W3.5"),
    *("W4.1", "W4.2", "W4.3"),
)
EXPECTED = (
    *(f"R{number:03}" for number in range(1, 134)),
    *WORKFLOWS,
    *(f"A-{number:02}" for number in range(1, 38)),
    *(f"D-{number:02}" for number in (*range(1, 23), 24, 25, 28, 29)),
)
COMES_LATER = {"A-13", "A-15", "A-23", "A-24", "A-27"}  # in whole or in part

ENTRIES = list(catalogue.load())
SPOKEN = sorted({rule.number for rule in RULES})


def test_every_number_is_there_in_order() -> None:
    assert [entry.id for entry in ENTRIES] == list(EXPECTED)


def test_every_entry_is_filled_in() -> None:
    for entry in ENTRIES:
        assert entry.kind in catalogue.KINDS, entry.id
        assert entry.title and entry.text and entry.where, entry.id
        assert not entry.title.endswith("."), entry.id


def test_what_comes_later_says_what() -> None:
    for entry in ENTRIES:
        if entry.holds is Holds.LATER or entry.id in COMES_LATER:
            assert entry.note.startswith("Senere: "), entry.id
    assert [entry.id for entry in ENTRIES if entry.holds is Holds.LATER] == ["A-13", "A-24"]


def test_a_number_is_found_as_it_is_written_and_as_an_anchor() -> None:
    found = catalogue.find("R126")
    assert found is not None
    assert found.text == "Sager som er sendt fra support til drift må ALDRIG LUKKES af driften."
    assert catalogue.find(found.anchor) is catalogue.find("r126") is found
    assert catalogue.find("R134") is None


def test_an_entry_with_an_unknown_key_is_no_entry() -> None:
    with pytest.raises(ValueError, match="R001 has unknown keys: qoute"):
        list(catalogue.parse('[R001]\ntitle="a"\nquote="b"\nholds="screen"\nwhere=["c"]\nqoute="d"\n'))


def test_what_the_rules_say_and_what_the_catalogue_says_of_them_is_the_same() -> None:
    says = {entry.id for entry in ENTRIES if entry.holds in (Holds.REFUSED, Holds.WARNED)}
    assert says == set(SPOKEN)


def test_what_is_said_to_be_refused_refuses_and_what_is_said_to_be_warned_warns() -> None:
    with heard() as said:
        failing = [test for tests in marked().values() for test in tests if fails(test)]
    assert failing == []
    words = {Holds.REFUSED: Refused, Holds.WARNED: Caution}
    assert said == {(entry.id, words[entry.holds]) for entry in ENTRIES if entry.holds in words}


def test_the_places_in_the_code_exist() -> None:
    places = {place for entry in ENTRIES for place in entry.where if place.startswith("engine/")}
    assert {place for place in places if not _stands(place)} == set()


def _stands(place: str) -> bool:
    path, _, name = place.partition(": ")
    file = ROOT / path
    return file.is_file() and name in file.read_text("utf-8")


def test_the_files_of_diagrams_exist() -> None:
    places = {place.partition(": ")[0] for entry in ENTRIES for place in entry.where if place.startswith("processes/")}
    assert {place for place in places if not (ROOT / place).is_file()} == set()


def test_every_rule_names_the_functions_that_speak_for_it() -> None:
    for rule in RULES:
        entry = catalogue.load().entries[rule.number]
        path = Path(sys.modules[rule.speak.__module__].__file__ or "").relative_to(ROOT)
        assert f"{path}: {rule.speak.__name__}" in entry.where


def test_the_tests_exist() -> None:
    named = [test for entry in ENTRIES for test in entry.tests]
    missing = [test for test in named if test.split("::")[1] not in functions_in(test.split("::")[0])]
    assert missing == []


def test_what_is_refused_warned_built_so_or_to_be_seen_is_proven() -> None:
    proven = (Holds.REFUSED, Holds.WARNED, Holds.CONSTRUCTION, Holds.SCREEN)
    assert [entry.id for entry in ENTRIES if entry.holds in proven and not entry.tests] == []


@pytest.mark.parametrize("number", SPOKEN)
def test_the_catalogue_names_every_test_that_is_marked_with_the_number(number: str) -> None:
    here = {test for test in catalogue.load().entries[number].tests if test.startswith("tests/engine/rules/")}
    assert here == marked()[number]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.number}-{rule.moment.__name__}-{rule.speak.__name__}")
def test_a_rule_switched_off_fails_its_test(rule: Rule) -> None:
    tests = sorted(marked()[rule.number])
    assert not any(fails(test) for test in tests)
    with without(rule):
        assert any(fails(test) for test in tests), f"nobody misses {rule.number} at {rule.moment.__name__}"


@pytest.mark.parametrize("number", SPOKEN)
def test_a_number_switched_off_fails_every_test_marked_with_it_and_no_other(number: str) -> None:
    everything = marked()
    with without(*(rule for rule in RULES if rule.number == number)):
        failing = {test for tests in everything.values() for test in tests if fails(test)}
    assert failing == everything[number]


def test_the_whole_run_can_be_told_to_do_without_a_rule() -> None:
    test = "tests/engine/rules/test_closing.py"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--without-rule", "R126", test]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    failed = {line.split()[1] for line in run.stdout.splitlines() if line.startswith("FAILED ")}
    assert failed == marked()["R126"], run.stdout + run.stderr
