"""Reading a log: its rows, its clock, the order in which they are played, and what is wrong with it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine.replay import Log, Map, NotReplayable, read_log
from engine.replay.map import Time
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


def test_summer_and_winter_time(map_: Map) -> None:
    """In Copenhagen 2024 the night to 31 March has no 02:30, the one to 27 October has two; the clock goes on."""
    log = _log(
        map_,
        "A;Ny;2024-03-31 01:59;Net;-",
        "A;I gang;2024-03-31 02:30;Net;-",
        "A;I gang;2024-03-31 03:30;Net;-",
        "A;I gang;2024-10-27 01:59;Net;-",
        "A;I gang;2024-10-27 02:50;Net;-",
        "A;I gang;2024-10-27 02:10;Net;-",
        "A;Lukket;2024-10-27 03:00;Net;-",
    )
    assert [f"{row.at:%H:%M}" for row in log.rows] == ["00:59", "01:30", "01:30", "23:59", "00:50", "00:50", "02:00"]
    assert [row.number for row in log.rows] == [1, 2, 3, 4, 5, 6, 7]


def test_a_time_with_an_offset_needs_no_zone(map_: Map) -> None:
    told = replace(map_, time=Time("%Y-%m-%d %H:%M%z", "Europe/Copenhagen"))
    assert _log(told, "A;Ny;2024-01-08 08:00+0500;Net;-").rows[0].at == datetime(2024, 1, 8, 3, 0, tzinfo=UTC)


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
        ("-;Ny;2024-01-08 08:00;Net;-", "Row 1: it names no incident."),
        (f"A;Ny;2024-01-08 08:00;{'N' * 101};-", "Row 1: group is too long or has signs that cannot be shown."),
        ("A;Ny;2024-01-08 08:00;Net;P\x00", "Row 1: agent is too long or has signs that cannot be shown."),
        ("A;Ny;9999-12-30 08:00;Net;-", "Row 1: '9999-12-30 08:00' is not a time as time.format says."),
        ("A;Ny;0001-01-01 00:00;Net;-", "Row 1: '0001-01-01 00:00' is not a time as time.format says."),
    ],
)
def test_a_row_that_will_not_do(map_: Map, line: str, sentence: str) -> None:
    with pytest.raises(NotReplayable) as refusal:
        _log(map_, line)
    assert refusal.value.problems == (sentence,)


def test_a_text_that_cannot_be_stored(map_: Map) -> None:
    line = "A;Ny;2024-01-08 08:00;Ulla;Anna;Bodil;Net;-;Rikke;{}"
    for sign in ("\x00", "\x1b"):
        with pytest.raises(NotReplayable) as refusal:
            read_log("\n".join([HEADER, line.format(f"Net{sign}")]).encode(), map_)
        assert refusal.value.problems == ("Row 1: emne has signs that cannot be shown.",)
    soft = read_log("\n".join([HEADER, line.format("Net\u00advejr")]).encode(), map_)
    assert soft.rows[0].incident == "A"


def test_every_bad_row_is_told_of_at_once(map_: Map) -> None:
    with pytest.raises(NotReplayable) as refusal:
        _log(map_, "A;Ny;i går;Net;-", "-;Nyt;2024-01-08 08:00;Net;-")
    assert len(refusal.value.problems) == 3


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The log is empty."),
        (b"a,b,c\n1,2,3\n", "The log's first line has none of the map's columns; it begins 'a,b,c'."),
        (HEADER.replace("status", "tilstand").encode(), "columns.state is 'status', but the log has no such column."),
        (HEADER.replace("emne", "status").encode(), "columns.state is 'status', but the log has two of them."),
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
