"""The check against kept files: one a rule, one with ten problems at once, and what is no diagram at all."""

import re
import tomllib
from pathlib import Path

import pytest

from engine.diagrams import check
from engine.diagrams.checks import course
from engine.diagrams.xml import MAX_BYTES

HERE = Path(__file__).parent
EXPECTED = tomllib.loads((HERE / "broken" / "expected.toml").read_text(encoding="utf-8"))
SOUND = (HERE / "lille_proces.bpmn").read_bytes()
PROCESSES = sorted((HERE.parents[2] / "processes").glob("*.bpmn"))
MADE = {  # files that are too large or too odd to keep
    "too-large": SOUND.replace(b"Her arbejdes der.", b"x" * (MAX_BYTES + 1)),
    "too-deep": b"<a>" * 200 + b"</a>" * 200,
    "empty": b" \n",
    "too-long": SOUND.replace(b"Her arbejdes der.", b"x" * 20_001),
    "wrong-encoding": SOUND.replace("Færdig".encode(), "Færdig".encode("latin-1")),
}


def said_of(content: bytes) -> list[list[str]]:
    return sorted([problem.element, problem.rule] for problem in check(content))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_kept_file_has_exactly_these_problems(name: str) -> None:
    assert said_of((HERE / "broken" / f"{name}.bpmn").read_bytes()) == EXPECTED[name]


@pytest.mark.parametrize("name", EXPECTED)
def test_each_problem_says_what_is_wrong_and_what_to_do(name: str) -> None:
    for problem in check((HERE / "broken" / f"{name}.bpmn").read_bytes()):
        assert problem.sentence.endswith((".", "”", "?")) and problem.remedy.endswith(".")
        assert problem.severity in ("error", "warning")


def test_ten_problems_are_told_at_once() -> None:
    assert len(EXPECTED["ti-paa-en-gang"]) >= 10


@pytest.mark.parametrize("rule", MADE)
def test_what_is_too_large_too_deep_or_not_utf_8(rule: str) -> None:
    assert said_of(MADE[rule]) == [["", rule]]


def test_a_file_too_deep_for_the_reader_is_told_so_too() -> None:
    assert said_of(b"<a>" * 5_000) == [["", "too-deep"]]


def test_a_problem_is_readable_however_long_a_name_is() -> None:
    """And the answer to a file of a few megabytes is not one of a few megabytes."""
    for problem in check(SOUND.replace(b'name="Arbejd"', b'name="' + b"y" * 20_000 + b'"')):
        assert len(problem.name) <= 80 and len(problem.sentence) < 500


def test_every_rule_has_a_kept_file() -> None:
    kept = {rule for found in EXPECTED.values() for _, rule in found} | set(MADE)
    assert _rules_in_the_code() - kept == set() and len(kept) > 100


@pytest.mark.parametrize("path", PROCESSES, ids=lambda path: path.stem)
def test_the_shipped_processes_have_no_problem(path: Path) -> None:
    assert check(path.read_bytes()) == ()


@pytest.mark.parametrize(
    "bomb",
    [
        b'<!DOCTYPE a [<!ENTITY b "xxxxxxxxxx"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>',
        b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd"><a/>',
    ],
)
def test_entities_are_refused_unread(bomb: bytes) -> None:
    assert said_of(bomb) == [["", "no-doctype"]]


def _rules_in_the_code() -> set[str]:
    """Every rule's name, as the code of the check writes it."""
    folder = HERE.parents[2] / "engine" / "diagrams"
    texts = [path.read_text(encoding="utf-8") for path in (*folder.glob("*.py"), *(folder / "checks").glob("*.py"))]
    call = re.compile(r"\b(?:error|warning|of_the_file)\(\s*(?:[\w.]+(?:\([^()]*\))?,\s*)?\"([a-z-]+)\"")
    told = re.compile(r"\byield \"([a-z-]+)\",")  # of the ways through it, which are told with the words for when
    return {rule for text in texts for rule in (*call.findall(text), *told.findall(text))} | set(course._FAULTS)
