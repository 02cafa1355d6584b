"""Reading a log: its rows, its clock, the order in which they are played, and what is wrong with it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.replay import Log, Map, NotReplayable, read_log
from tests.engine.replay.conftest import FOLDER

HEADER = (FOLDER / "every_pair.csv").read_text(encoding="utf-8").splitlines()[0]


def _log(map_: Map, *lines: str) -> Log:
    """A log of lines "incident;state;time;group;agent"."""
    told = (line.split(";") for line in lines)
    whole = [f"{inc};{state};{at};Ulla;Anna;Bodil;{group};{agent};Rikke;Net" for inc, state, at, group, agent in told]
    return read_log("\n".join([HEADER, *whole]).encode(), map_)


def test_an_incidents_clock_never_runs_backwards(map_: Map) -> None:
    log = _log(
        map_,
        "A;Ny;2024-01-08 08:00;Net;-",
        "A;I gang;2024-01-08 10:00;Net;-",
        "A;Løst;2024-01-08 09:00;Net;-",
        "A;Lukket;2024-01-08 11:00;Net;-",
    )
    assert [(row.number, row.at.hour) for row in log.rows] == [(1, 7), (2, 9), (3, 9), (4, 10)]
    assert log.rows[0].at == datetime(2024, 1, 8, 7, 0, tzinfo=UTC)  # Copenhagen in winter


def test_incidents_merge_by_clock_then_row(map_: Map) -> None:
    log = _log(
        map_,
        "A;Ny;2024-01-08 09:00;Net;-",
        "A;Lukket;2024-01-08 12:00;Net;-",
        "B;Ny;2024-01-08 08:00;Net;-",
        "B;I gang;2024-01-08 09:00;Net;-",
    )
    assert [row.number for row in log.rows] == [3, 1, 4, 2]


def test_what_is_unknown_and_what_stands(map_: Map) -> None:
    log = _log(
        map_,
        "A;Ny;2024-01-08 08:00;-;-",
        "A;Ny;2024-01-08 09:00;Net;Palle",
        "A;I gang;2024-01-08 10:00;;-",
        "A;I gang;2024-01-08 11:00;-;Palle",
    )
    assert [(row.group, row.standing_group, row.agent) for row in log.rows] == [
        (None, None, None),
        ("Net", "Net", "Palle"),
        (None, "Net", None),
        (None, "Net", "Palle"),
    ]
    assert [row.since for row in log.rows] == [1, 1, 3, 3]
    assert [row.before.number if row.before else None for row in log.rows] == [None, 1, 2, 3]


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("A;Ukendt;2024-01-08 08:00;Net;-", "Row 1: the map says nothing of the state 'Ukendt'."),
        ("A;Ny;8/1 2024;Net;-", "Row 1: '8/1 2024' is not a time as time.format says."),
        ("-;Ny;2024-01-08 08:00;Net;-", "Row 1 names no incident."),
        (f"A;Ny;2024-01-08 08:00;{'N' * 101};-", "Row 1: group is too long or has signs that cannot be shown."),
        ("A;Ny;2024-01-08 08:00;Net;P\x00", "Row 1: agent is too long or has signs that cannot be shown."),
    ],
)
def test_a_row_that_will_not_do(map_: Map, line: str, sentence: str) -> None:
    with pytest.raises(NotReplayable) as refusal:
        _log(map_, line)
    assert refusal.value.problems == (sentence,)


def test_every_bad_row_is_told_of_at_once(map_: Map) -> None:
    with pytest.raises(NotReplayable) as refusal:
        _log(map_, "A;Ny;i går;Net;-", "-;Nyt;2024-01-08 08:00;Net;-")
    assert len(refusal.value.problems) == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "but the log has no such column"),
        (HEADER.encode(), "The log has no rows."),
        (f"{HEADER}\nA;Ny\n".encode(), "Row 1 has another number of columns than the first line."),
        (HEADER.encode() + "\nA;Ny;2024-01-08 08:00;Sørine;;;;;;".encode("latin-1"), "The log is not utf-8"),
        (f'{HEADER}\nA;"Ny;2024'.encode(), "The log is not CSV"),
        ("\ufeff".encode() + HEADER.encode(), "The log has no rows."),
    ],
)
def test_a_file_that_will_not_do(map_: Map, content: bytes, sentence: str) -> None:
    with pytest.raises(NotReplayable, match=sentence):
        read_log(content, map_)


def test_a_column_that_a_text_asks_for_must_be_there(map_: Map) -> None:
    with pytest.raises(NotReplayable) as refusal:
        read_log(HEADER.replace("emne", "titel").encode(), map_)
    assert refusal.value.problems == ("A text of the map asks for {emne}, but the log has no such column.",)


def test_rows_that_stand_anywhere_in_the_file_belong_together(map_: Map, tmp_path: Path) -> None:
    log = _log(map_, "A;Ny;2024-01-08 08:00;Net;-", "B;Ny;2024-01-08 08:01;Net;-", "A;Lukket;2024-01-08 08:02;Net;-")
    assert {incident: row.number for incident, row in log.last.items()} == {"A": 3, "B": 2}
