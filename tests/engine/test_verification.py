"""The whole record looked through: nothing where nobody touched it, what lies between items, diagrams, and rubbish."""

import sqlite3
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
    assert sum(steps) == 2 and engine.count_items(tampered.desk) == 2


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
        ("SAG1", "Forløb 1: status er 'ended', men historikken siger 'running'."),
        ("forløb 1", "Tilstanden er en anden end den, der står ved forløbet."),
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
    assert (f"{one.key} 1", "Diagrammet er ændret, efter at det blev sat i drift.") in tampered.found()


def test_a_version_that_somebody_destroyed_is_nothing_to_compare_with(tampered: Tampered) -> None:
    one = engine.processes(tampered.desk)[0].newest
    content = engine.content_of(tampered.desk, one.id).replace(b"Luk sagen", b"Luk sagen!")
    newest = engine.deploy(tampered.desk, content, by=None, note="Et tegn.")
    assert engine.changes_in(tampered.desk, newest)
    tampered.sql("UPDATE definitions SET content = :content WHERE id = :id", id=one.id, content=b"rubbish")
    assert engine.changes_in(tampered.desk, newest) is None


def test_a_history_and_an_entry_of_nothing(tampered: Tampered) -> None:
    tampered.sql("UPDATE events SET subject_id = 7 WHERE subject_kind = 'task'")
    tampered.sql("UPDATE entries SET item_id = 7 WHERE item_kind = 'task'")
    found = tampered.found()
    assert ("TSK7", "Der er en historik uden sag eller opgave.") in found
    assert ("TSK7", "Der er indlæg uden sag eller opgave.") in found
    assert ("TSK1", "Historikken har 0 hændelser, men der er skrevet 8.") in found


def test_a_history_of_a_kind_that_is_none(tampered: Tampered) -> None:
    tampered.sql("UPDATE events SET subject_kind = 'noget' WHERE subject_kind = 'task' AND sequence = 8")
    assert ("noget1", "Der er en historik uden sag eller opgave.") in tampered.found()


@pytest.mark.parametrize(
    "state", [b"", b"{}", b"rubbish", b'{"format": 1, "rows": [[7]]}', b'{"format": 9, "rows": []}']
)
def test_a_state_that_cannot_be_read(tampered: Tampered, state: bytes) -> None:
    tampered.sql("UPDATE instances SET state = :state WHERE item_kind = 'case'", state=state)
    ((place, sentence),) = tampered.found()
    assert place == "forløb 1" and sentence.startswith("Tilstanden kan ikke læses: ")


def test_a_state_of_another_case(tampered: Tampered) -> None:
    other = tampered.house.keep("signe")
    tampered.sql(
        "UPDATE instances SET state = (SELECT state FROM instances WHERE item_kind = 'case' AND item_id = :id)"
        " WHERE item_kind = 'case' AND item_id = 1",
        id=other.id,
    )
    assert tampered.found() == [("forløb 1", "Tilstanden venter på andre trin end arbejdslisten.")]


def test_a_case_moved_to_another_process(tampered: Tampered) -> None:
    tampered.sql("UPDATE instances SET definition_id = definition_id + 1 WHERE item_kind = 'case'")
    assert ("SAG1", "Forløb 1: definition_id er 2, men historikken siger 1.") in tampered.found()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [("b'andet'", "a.txt: Filen er ændret, efter at den blev gemt."), ("gone", "a.txt: Filen findes ikke længere.")],
)
def test_a_file_that_somebody_touched_on_the_disk(tampered: Tampered, change: str, sentence: str) -> None:
    (file,) = (path for path in tampered.desk.files.folder.rglob("*") if path.is_file())
    if change == "gone":
        file.unlink()
    else:
        file.write_bytes(b"andet")
    assert tampered.found() == of_case(sentence)
    with pytest.raises(NotFound, match="Filen"):
        engine.read_attachment(tampered.desk, 1, by=tampered.house.id("anders"))


@pytest.mark.parametrize("tampered", ["sqlite"], indirect=True)
def test_a_case_that_somebody_deleted(tampered: Tampered) -> None:
    with sqlite3.connect(tampered.desk.database.url.removeprefix("sqlite:///")) as connection:  # no foreign keys asked
        connection.execute("DELETE FROM cases")
    things = {"en historik", "indlæg", "et forløb", "en besked"}
    found = {(finding.place, finding.sentence) for finding in engine.verify(tampered.desk)}
    assert {("SAG1", f"Der er {thing} uden sag eller opgave.") for thing in things} <= found


def test_part_by_part_it_finds_the_same(tampered: Tampered) -> None:
    tampered.sql("UPDATE cases SET subject = 'Noget andet'")
    tampered.sql("UPDATE instances SET state = :state", state=b"rubbish")
    parts, place = [], ""
    while place is not None:
        parts.append(engine.verify_part(tampered.desk, place))
        place = parts[-1].next
    assert [f for part in parts for f in part.findings] == list(engine.verify(tampered.desk))
    assert sum(part.items for part in parts) == 2
    for wrong in ("case", "case-x", "kantine-0", "case-99999999999", "-1"):
        with pytest.raises(NotFound):
            engine.verify_part(tampered.desk, wrong)


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
        ("events", "data", ""),
        ("events", "data", "no json"),
        ("events", "data", "[1]"),
        ("events", "data", "null"),
        ("events", "data", "[" * 999),
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
    tampered.sql("UPDATE cases SET deadline = :rubbish", rubbish="i går" if tampered.sqlite else "infinity")
    (_, why), *_ = tampered.found()
    assert why.startswith("Kan ikke læses: ")
    other = tampered.house.keep("signe")
    tampered.sql("UPDATE cases SET subject = 'Skærm' WHERE id = :id", id=other.id)
    steps: list[int] = []
    found = [(f.place, f.sentence) for f in engine.verify(tampered.desk, steps.append)]
    assert found == [
        ("SAG1", why),
        (other.number, "subject er 'Skærm', men historikken siger 'Printer skriver ikke'."),
    ]
    assert sum(steps) == 3


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
        ("events", "subject_kind"),
        ("events", "subject_id"),
        ("events", "sequence"),
        ("events", "at"),
        ("events", "actor_id"),
        ("events", "data"),
        ("events", "private"),
        ("events", "format"),
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
    where = "WHERE subject_kind = 'case' AND sequence = 10" if table == "events" else ""
    for value in ("rubbish", b"\xff\x00", 2**62, -0.5):
        tampered.sql(f"UPDATE {table} SET {column} = :value {where}", value=value)
        assert list(engine.verify(tampered.desk)) != []
        where = "WHERE rowid = (SELECT max(rowid) FROM events)" if table == "events" else ""


@pytest.mark.parametrize("tampered", ["sqlite"], indirect=True)
@pytest.mark.parametrize("sequence", [1, 9])
@pytest.mark.parametrize(
    "data",
    [
        "",
        "null",
        "[]",
        '{"changes":5}',
        '{"changes":[5]}',
        '{"private":5}',
        '{"private":{"/x":5}}',
        '{"offered":7}',
        '{"entry":"x","kind":5,"text":"x"}',
    ],
)
@pytest.mark.parametrize("type_", ["edited", "overdue", "entry"])
def test_a_chain_hashed_anew_around_rubbish(tampered: Tampered, sequence: int, data: str, type_: str) -> None:
    tampered.forge(sequence, data=data, type=type_)
    assert {place for place, _ in tampered.found()} == {"SAG1"}
