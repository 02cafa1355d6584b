"""The whole record looked through: nothing where nobody touched it, what lies between items, diagrams, and rubbish."""

from typing import Any

import pytest

import engine
from engine import Kind
from engine.errors import NotFound
from tests.fixtures.tampering import Tampered, of_case

# --- untouched ---


def test_an_untouched_desk_has_no_findings(tampered: Tampered) -> None:
    steps: list[int] = []
    assert list(engine.verify(tampered.desk, steps.append)) == []
    assert steps == [1, 1] and engine.count_items(tampered.desk) == 2


def test_each_item_alone_has_none_and_one_that_is_not_there_is_not_found(tampered: Tampered) -> None:
    assert engine.verify_item(tampered.desk, Kind.CASE, 1) == ()
    assert engine.verify_item(tampered.desk, Kind.TASK, 1) == ()
    with pytest.raises(NotFound):
        engine.verify_item(tampered.desk, Kind.TASK, 2)


def test_an_empty_desk_has_none_either(database_url: str, tampered: Tampered) -> None:
    desk = engine.open_desk(engine.Settings(database_url, tampered.desk.settings.data_dir, secret_key="k" * 48))
    assert list(engine.verify(desk)) == []
    desk.close()


# --- between items ---


def test_an_instance_that_somebody_ended(tampered: Tampered) -> None:
    tampered.sql("UPDATE instances SET status = 'ended' WHERE item_kind = 'case'")
    assert tampered.found() == [
        ("SAG1", "Åben, men ingen proces kører (D-01)."),
        ("forløb 1", "Forløbet er slut, men et trin venter stadig."),
    ]


def test_a_case_that_somebody_closed(tampered: Tampered) -> None:
    tampered.sql("UPDATE cases SET status = 'closed'")
    assert tampered.found() == of_case(
        "status er 'closed', men historikken siger 'assigned'.", "Lukket, men en proces kører stadig (D-01)."
    )


@pytest.mark.parametrize("change", ["content = :content", "sha256 = :other"])
def test_a_changed_diagram(tampered: Tampered, change: str) -> None:
    one = engine.processes(tampered.desk)[0].newest
    content = engine.content_of(tampered.desk, one.id).replace(b"Luk sagen", b"Luk sagen!")
    given = {"content": content} if ":content" in change else {"other": "1" * 64}
    tampered.sql(f"UPDATE definitions SET {change} WHERE id = :id", id=one.id, **given)
    assert tampered.found() == [(f"{one.key} 1", "Diagrammet er ændret, efter at det blev sat i drift.")]


def test_a_history_and_an_entry_of_nothing(tampered: Tampered) -> None:
    tampered.sql("UPDATE events SET item_id = 7 WHERE item_kind = 'task'")
    tampered.sql("UPDATE entries SET item_id = 7 WHERE item_kind = 'task'")
    found = tampered.found()
    assert ("TSK7", "Der er en historik uden sag eller opgave.") in found
    assert ("TSK7", "Der er indlæg uden sag eller opgave.") in found
    assert ("TSK1", "Historikken har 0 hændelser, men der er skrevet 5.") in found


def test_a_history_of_a_kind_that_is_none(tampered: Tampered) -> None:
    tampered.sql("UPDATE events SET item_kind = 'noget' WHERE item_kind = 'task' AND sequence = 5")
    assert ("noget1", "Der er en historik uden sag eller opgave.") in tampered.found()


# --- rubbish: a finding, never a traceback ---


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("cases", "status", "rubbish"),
        ("tasks", "origin", ""),
        ("cases", "extra", "7"),
        ("cases", "extra", "[[]]"),
        ("tasks", "extra", "null"),
        ("entries", "kind", "rubbish"),
        ("entries", "recipients", "7"),
        ("entries", "cc", '{"a": 1}'),
        ("user_tasks", "state", "rubbish"),
        ("user_tasks", "item_kind", "rubbish"),
        ("events", "details", ""),
        ("events", "details", "no json"),
        ("events", "details", "[1]"),
        ("events", "details", "null"),
        ("events", "details", "[" * 999),
        ("events", "hash", ""),
        ("events", "type", ""),
        ("definitions", "sha256", ""),
        ("instances", "status", "rubbish"),
        ("events", "actor_id", -(2**31)),
        ("cases", "event_count", -1),
    ],
)
def test_rubbish_in_a_column(tampered: Tampered, table: str, column: str, value: Any) -> None:
    tampered.sql(f"UPDATE {table} SET {column} = :value", value=value)
    found = tampered.found()
    assert found and all(place and sentence.endswith(tuple(".?!)”'\"")) or ":" in sentence for place, sentence in found)


@pytest.mark.parametrize("value", ["infinity", "-infinity", "10000-01-01 00:00:00+00", "0044-03-15 00:00:00 BC"])
def test_a_time_beyond_time(tampered: Tampered, value: str) -> None:
    """PostgreSQL knows times that Python does not; SQLite takes any text for one."""
    tampered.sql("UPDATE cases SET deadline = :value", value=value)
    ((place, sentence), *others) = tampered.found()
    assert place == "SAG1" and sentence.startswith("Kan ikke læses: ") and others == []


def test_what_cannot_be_read_hides_nothing_beside_it(tampered: Tampered) -> None:
    tampered.sql("UPDATE cases SET status = 'rubbish'")
    other = tampered.house.keep("signe")
    tampered.sql("UPDATE cases SET subject = 'Skærm' WHERE id = :id", id=other.id)
    steps: list[int] = []
    found = [(f.place, f.sentence) for f in engine.verify(tampered.desk, steps.append)]
    assert found == [
        ("SAG1", "Kan ikke læses: 'rubbish' is not a valid Status"),
        (other.number, "subject er 'Skærm', men historikken siger 'Printer skriver ikke'."),
    ]
    assert len(steps) == 3


@pytest.mark.parametrize("tampered", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("cases", "subject"),
        ("cases", "updated_at"),
        ("cases", "closed_at"),
        ("cases", "sender_id"),
        ("cases", "extra"),
        ("cases", "event_count"),
        ("events", "type"),
        ("events", "item_kind"),
        ("events", "item_id"),
        ("events", "sequence"),
        ("events", "at"),
        ("events", "actor_id"),
        ("events", "details"),
        ("events", "previous_hash"),
        ("events", "hash"),
        ("entries", "text"),
        ("entries", "written_at"),
        ("entries", "recipients"),
        ("user_tasks", "assignee_id"),
        ("user_tasks", "completed_at"),
        ("definitions", "content"),
        ("instances", "status"),
    ],
)
def test_sqlite_takes_anything_in_any_column(tampered: Tampered, table: str, column: str) -> None:
    where = "WHERE item_kind = 'case' AND sequence = 8" if table == "events" else ""
    for value in ("rubbish", b"\xff\x00", 2**62, -0.5):
        tampered.sql(f"UPDATE {table} SET {column} = :value {where}", value=value)
        assert list(engine.verify(tampered.desk)) != []
        where = "WHERE rowid = (SELECT max(rowid) FROM events)" if table == "events" else ""


@pytest.mark.parametrize("tampered", ["sqlite"], indirect=True)
@pytest.mark.parametrize("sequence", [1, 7])
@pytest.mark.parametrize(
    "details",
    [
        "",
        "null",
        "[]",
        '{"changes": 5}',
        '{"changes": {"subject": 5}}',
        '{"changes": {"subject": [1]}}',
        '{"changes": {"subject": [[], {}]}}',
        '{"offered": 7}',
        '{"offered": [{}]}',
        '{"offered": [{"user_task": []}]}',
        '{"user_task": {}, "entry": []}',
        '{"entry": "x", "sha256": 5}',
    ],
)
def test_a_chain_hashed_anew_around_rubbish(tampered: Tampered, sequence: int, details: str) -> None:
    tampered.forge(sequence, details)
    assert {place for place, _ in tampered.found()} == {"SAG1"}
