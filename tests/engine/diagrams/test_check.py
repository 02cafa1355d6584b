"""The check against the examples of its rules, kept files with several problems, and what is no diagram at all."""

import sys
import tomllib
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

import pytest

from engine.diagrams import check, check_rules
from engine.diagrams.check_rules import CHECK_RULES, CheckRule, read_rules
from engine.diagrams.problems import Problem
from tests.engine.diagrams.examples import RIGHT, wrong

HERE = Path(__file__).parent
EXPECTED = tomllib.loads((HERE / "broken" / "expected.toml").read_text(encoding="utf-8"))
PROCESSES = sorted((HERE.parents[2] / "processes").glob("*.bpmn"))
EXAMPLES = [rule for rule in CHECK_RULES.values() if rule.has_example]


def said_of(content: bytes) -> list[list[str]]:
    return sorted([problem.element, problem.rule] for problem in check(content))


@pytest.mark.parametrize("name", EXPECTED)
def test_a_kept_file_has_exactly_these_problems(name: str) -> None:
    assert said_of((HERE / "broken" / f"{name}.bpmn").read_bytes()) == EXPECTED[name]


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.id)
def test_the_wrong_example_of_a_rule_breaks_that_rule_alone(rule: CheckRule) -> None:
    problems = check(wrong(rule))
    assert {(problem.rule, problem.severity, problem.element) for problem in problems} == {
        (rule.id, rule.severity, rule.at)
    }
    assert all(map(_says_what_is_wrong_and_what_to_do, problems))


def test_the_right_example_breaks_none() -> None:
    assert check(RIGHT.encode()) == ()


def _says_what_is_wrong_and_what_to_do(problem: Problem) -> bool:
    return problem.sentence.endswith((".", "”", "?")) and problem.remedy.endswith(".")


@pytest.mark.parametrize("name", EXPECTED)
def test_each_of_several_problems_says_what_is_wrong_and_what_to_do(name: str) -> None:
    assert all(map(_says_what_is_wrong_and_what_to_do, check((HERE / "broken" / f"{name}.bpmn").read_bytes())))


def test_ten_problems_are_told_at_once() -> None:
    assert len(EXPECTED["ti-paa-en-gang"]) >= 10


def test_a_file_whose_bytes_are_not_utf_8_is_told_so() -> None:
    assert said_of(RIGHT.replace("Færdig", "Fardig ø").encode("latin-1")) == [["", "wrong-encoding"]]


def test_a_file_too_deep_for_the_reader_is_told_so_too() -> None:
    assert said_of(b"<a>" * 5_000) == [["", "too-deep"]]


def test_a_problem_is_readable_however_long_a_name_is() -> None:
    """And the answer to a file of a few megabytes is not one of a few megabytes."""
    for problem in check(RIGHT.replace('name="Arbejd"', 'name="' + "y" * 20_000 + '"').encode()):
        assert len(problem.name) <= 80 and len(problem.sentence) < 500


def test_only_what_deploying_tells_has_no_example() -> None:
    assert CHECK_RULES.keys() - {rule.id for rule in EXAMPLES} == {"unchanged", "other-kind", "not-runnable"}


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("[empty]\nseverity = 'error'\n", "empty"),
        ("[empty]\nseverity = 'fatal'\nsentence = 'Filen er tom.'", "'fatal' is not a valid Severity"),
        ("[empty]\nseverity = 'error'\nsentence = 'Filen er tom'", "without a full stop"),
        ("[empty]\nseverity = 'error'\nsentence = 'Filen er tom.'\nright = 'a'", "a right piece without a wrong one"),
        ("[empty]\nseverity = 'error'\nsentence = 'Filen er tom.'\nwrogn = 'a'", "wrogn"),
        ("[empty]\nseverity = 'error'\n[empty]\nseverity = 'error'", "twice"),
    ],
)
def test_a_row_that_is_incomplete_is_refused(row: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        read_rules(row)


def test_a_row_without_a_rule_a_rule_without_a_row_and_one_reported_twice_fail_at_import() -> None:
    registry = _read_anew()
    with pytest.raises(ValueError, match="nothing reports these check rules: assignee-not-expression, bad-constraint"):
        registry.all_claimed()
    with pytest.raises(KeyError, match="no-such-rule"):
        registry.check_rule("no-such-rule")
    assert registry.check_rule("empty").sentence == "Filen er tom."
    with pytest.raises(ValueError, match="let one import it from the other: empty"):
        registry.check_rule("empty")


def _read_anew() -> Any:
    """The registry as a module of its own, of which nothing has been asked for."""
    spec = spec_from_file_location("registry", check_rules.__file__)
    assert spec and spec.loader
    registry = module_from_spec(spec)
    sys.modules["registry"] = registry
    try:
        spec.loader.exec_module(registry)
    finally:
        del sys.modules["registry"]
    return registry


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
