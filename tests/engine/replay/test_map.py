"""Reading a map: every mistake is one sentence, all of them at once; and the shipped map has none."""

from pathlib import Path

import pytest

import engine.replay
from engine.replay import Map, NotReplayable, read_map
from engine.replay.map import Means
from tests.engine.replay.conftest import FOLDER

GOOD = (FOLDER / "every_pair.toml").read_text(encoding="utf-8")


BRACE = "texts.put_back has a brace that closes no plain {name}; write {{ for a brace itself."
NO_ZONE = "time.zone is 'Valby'; expected one such as Europe/Copenhagen or UTC."
NO_MEANING = "states.'I gang' is 'lost'; expected open, question, task, solved, closed."
NO_KEY = "map.skip is unknown; there is log, columns, time, people, states, tasks, texts."


def _problems(text: str) -> tuple[str, ...]:
    with pytest.raises(NotReplayable) as refusal:
        read_map(text.encode())
    return refusal.value.problems


def test_the_shipped_map_reads() -> None:
    folder = Path(engine.replay.__file__).parent
    found = read_map((folder / "uci_incident_log.toml").read_bytes())
    assert found.columns.incident == "number"
    assert {name: state.means for name, state in found.states.items()}["Awaiting User Info"] == Means.QUESTION
    assert {name: state.task.to for name, state in found.states.items() if state.task} == {
        "Awaiting Problem": "team",
        "Awaiting Vendor": "team",
        "Awaiting Evidence": "support",
    }


@pytest.mark.parametrize(
    ("good", "bad", "sentence"),
    [
        ('incident = "sag"\n', "", "columns.incident must be a text that is not empty."),
        ('incident = "sag"', "incident = 7", "columns.incident must be a text that is not empty."),
        ('zone = "Europe/Copenhagen"', 'zone = "Valby"', NO_ZONE),
        ("%Y-%m-%d %H:%M", "%H:%M", "time.format is '%H:%M'; expected one that reads a date, hours and minutes."),
        ("%Y-%m-%d %H:%M", "%Q", "time.format is '%Q'; expected one that reads a date, hours and minutes."),
        ('delimiter = ";"', 'delimiter = ";;"', "log.delimiter is ';;'; expected one sign such as a comma."),
        ('delimiter = ";"', "delimiter = '\"'", "log.delimiter is '\"'; expected one sign such as a comma."),
        ('"utf-8"', '"utf-x"', "log.encoding is 'utf-x', which is unknown; expected one such as utf-8."),
        ('"utf-8"', '"undefined"', "log.encoding is 'undefined', which is unknown; expected one such as utf-8."),
        ('"utf-8"', '"utf-8\\u0000"', "log.encoding has signs that cannot be shown."),
        ('"Genafspilning"', '"\\u0007"', "texts.mark has signs that cannot be shown."),
        ('"Servicedesk"', f'"{"S" * 101}"', "people.support is too long; a name has at most 100 letters."),
        ('"I gang" = "open"', '"I gang" = "lost"', NO_MEANING),
        ('"I gang" = "open"', '"I gang" = "task"', "[tasks.'I gang'] is missing: the task that this state asks for."),
        ('"Venter på bevis" = "task"', "", "tasks.'Venter på bevis' belongs to no state that means a task."),
        ('to = "support"', 'to = "naboen"', "tasks.'Venter på bevis'.to is 'naboen'; expected team or support."),
        ("days = 5", "days = 0", "tasks.days must be a whole number of days, 1 to 3650."),
        ("days = 5", 'days = "5"', "tasks.days must be a whole number of days, 1 to 3650."),
        ('"{team}s dispatcher"', '"Dispatcher"', "people.dispatcher must hold {team}, once, and no other name."),
        ('mark = "Genafspilning"', 'mark = "{row}"', "texts.mark must be plain text."),
        ("uden agent.", "uden {agent.", BRACE),
        ("uden agent.", "{agent.name}", BRACE),
        ("uden agent.", "{agent!r}", BRACE),
        ("[log]", 'skip = ["R126"]\n[log]', NO_KEY),
        ("[time]", "[tid]", None),
    ],
)
def test_a_mistake_is_one_sentence(good: str, bad: str, sentence: str | None) -> None:
    assert good in GOOD
    problems = _problems(GOOD.replace(good, bad, 1))
    if sentence is None:
        assert problems[1:] == ("[time] is missing.",)
    else:
        assert problems == (sentence,)


def test_a_tab_may_separate_columns() -> None:
    assert read_map(GOOD.replace('";"', r'"\t"', 1).encode()).shape.delimiter == "\t"


def test_all_mistakes_at_once() -> None:
    assert len(_problems(GOOD.replace('zone = "Europe/Copenhagen"', "").replace("days = 5", ""))) == 2


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[log", b"\x00"])
def test_what_is_no_toml(content: bytes) -> None:
    with pytest.raises(NotReplayable, match="The map is not TOML"):
        read_map(content)


def test_texts_are_marked_and_filled_in(map_: Map) -> None:
    assert map_.written("Række {row} {{!}}", {"row": "7"}) == "Genafspilning: Række 7 {!}"
