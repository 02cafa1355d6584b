"""`sagsgang replay` as it is typed: what it prints, how it ends, and that it goes on when it is typed again."""

import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from web.commands.replay import replay

FOLDER = Path(__file__).parents[2] / "engine" / "replay"
MAP = FOLDER / "every_pair.toml"
# what is begun in the background of a script would be deaf to Ctrl+C
AT_A_KEYBOARD = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
from web.cli import main
main()
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """Four incidents of the small log."""
    lines = (FOLDER / "every_pair.csv").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if line.startswith(("sag;", "K003", "H00"))]
    file = tmp_path / "log.csv"
    file.write_text("\n".join(kept), encoding="utf-8")
    return file


@pytest.fixture(autouse=True)
def _environment(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(tmp_path / "var"))


def _run(*arguments: object) -> Result:
    return CliRunner().invoke(replay, [str(argument) for argument in arguments])


def test_one_object_on_stdout_and_the_bar_on_stderr(log: Path) -> None:
    result = _run(log, "--map", MAP, "--json")
    told = json.loads(result.stdout)
    assert result.exit_code == 0
    assert set(told) == {
        *("incidents", "events", "applied", "noted", "refused", "implied", "handovers", "reopened"),
        *("user_tasks_completed", "final", "this_run", "seconds"),
    }
    refused = sum(one["count"] for one in told["refused"].values())
    assert told["applied"] + refused == told["events"] == told["this_run"]
    assert refused == 3
    assert "rows/s" in result.stderr or "row" in result.stderr


def test_typed_again_it_has_nothing_left_to_do(log: Path) -> None:
    first = json.loads(_run(log, "--map", MAP, "--json").stdout)
    again = json.loads(_run(log, "--map", MAP, "--json").stdout)
    assert again["this_run"] == 0
    assert again | {"this_run": 0, "seconds": 0} == first | {"this_run": 0, "seconds": 0}


def test_in_words(log: Path) -> None:
    told = _run(log, "--map", MAP).stdout
    assert "refused 3\n  R130: 3, such as K003, row " in told
    assert "closed at the end: " in told


def test_another_map_is_refused_in_a_sentence(log: Path, tmp_path: Path) -> None:
    _run(log, "--map", MAP)
    other = tmp_path / "other.toml"
    other.write_text(MAP.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    result = _run(log, "--map", other)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "This database holds the replay of another map. Take an empty one." in result.stderr


def test_a_log_that_is_none_ends_with_a_sentence(tmp_path: Path) -> None:
    nonsense = tmp_path / "log.csv"
    nonsense.write_bytes(b"\x89PNG\r\n")
    result = _run(nonsense, "--map", MAP)
    assert result.exit_code == 1
    assert "The log is not utf-8" in result.stderr


@pytest.mark.parametrize("arguments", [[], ["nowhere.csv", "--map", MAP], [MAP], [MAP, "--map", "nowhere.toml"]])
def test_wrong_usage_is_exit_2(arguments: list[object]) -> None:
    assert _run(*arguments).exit_code == 2


def test_a_wrong_setting_is_exit_1(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", "mysql://nowhere")
    result = _run(log, "--map", MAP)
    assert result.exit_code == 1
    assert "SAGSGANG_DATABASE_URL" in result.stderr


@pytest.mark.parametrize("url", ["sqlite:////nowhere/at/all.db", "postgresql://anna:hemmelig@127.0.0.1:1/desk"])
def test_a_database_that_does_not_answer(log: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", url)
    result = _run(log, "--map", MAP)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "expected a database that answers" in result.stderr
    assert "hemmelig" not in result.stderr


def test_stopped_at_the_keyboard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl+C when some rows are over: a sentence, and no summary.

    It draws a wide bar at every row, into a pipe that holds few of them: so it waits for us, however late we read.
    """
    for setting, value in (("MININTERVAL", "0"), ("MINITERS", "1"), ("NCOLS", "400")):
        monkeypatch.setenv(f"TQDM_{setting}", value)
    typed = [sys.executable, "-c", AT_A_KEYBOARD, "replay", FOLDER / "every_pair.csv", "--map", MAP, "--json"]
    pipe = subprocess.PIPE
    with subprocess.Popen(typed, stdout=pipe, stderr=pipe, text=True, pipesize=4096) as stopped:
        assert stopped.stderr is not None
        next(bar for bar in stopped.stderr if re.search(r" [1-9]\d*/197 ", bar))
        stopped.send_signal(signal.SIGINT)
        out, err = stopped.communicate()
    assert (stopped.returncode, out) == (1, "")
    assert err.endswith("Error: Stopped. Run it again, and it goes on where it stopped.\n")


def test_a_map_that_comes_with_the_product_is_named_alone(log: Path) -> None:
    """It reads another log than this one, and says so: it was found."""
    result = _run(log, "--map", "uci_incident_log.toml")
    assert result.exit_code == 1
    assert "The log's first line has none of the map's columns; it begins 'sag;status;ændret;" in result.stderr
    assert _run(log, "--map", "no_such_map.toml").exit_code == 2
