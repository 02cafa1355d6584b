"""Somebody goes behind the desk's back with a database client, and a case's own record says what they did.

The morning they find is in tests/fixtures/tampering.py: eleven events on SAG1, eight on TSK1.
"""

from dataclasses import fields, replace
from typing import Any

import pytest

import engine
from engine import Case, Task
from engine.errors import NotFound
from engine.history.canonical import plain
from engine.history.chain import digest
from tests.fixtures.tampering import Tampered, of_case

EDITED = 3  # Anders gives the case another subject: no entry, no step
OF_THE_EDIT = f"WHERE subject_kind = 'case' AND sequence = {EDITED}"
MOVED = "er ændret eller flyttet."
OTHER_TIME = "2026-01-05 08:00:00.000000+00:00"
PAST = "2026-01-05T08:00:00Z"


# --- events ---


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("type", "registered"),
        ("at", OTHER_TIME),
        ("actor_id", 3),
        ("actor_id", None),
        ("source", "log:1"),
        ("format", 2),
        ("data", '{"changes":{"agent_id":3}}'),
        ("data", '{ "private":{}}'),  # a space is enough
        ("hash", "1" * 64),
    ],
)
def test_an_edited_event(tampered: Tampered, column: str, value: Any) -> None:
    tampered.sql(f"UPDATE events SET {column} = :value {OF_THE_EDIT}", value=value)
    assert tampered.found()[:1] == of_case(f"Hændelse {EDITED} {MOVED}")


def test_an_edited_event_with_its_hash_counted_anew_is_given_away_by_the_next(tampered: Tampered) -> None:
    before, event = tampered.links()[EDITED - 2 : EDITED]
    data = '{"changes":{"agent_id":3}}'
    tampered.sql(
        f"UPDATE events SET data = :data, private = NULL, hash = :hash {OF_THE_EDIT}",
        data=data,
        hash=digest(replace(event, data=data), before.hash),
    )
    assert tampered.found()[:1] == of_case(f"Hændelse {EDITED + 1} {MOVED}")


def test_a_deleted_event_in_the_middle(tampered: Tampered) -> None:
    tampered.sql(f"DELETE FROM events WHERE subject_kind = 'case' AND sequence = {EDITED}")
    assert tampered.found() == of_case(
        f"Hændelse {EDITED} mangler eller står et andet sted.",
        "subject er 'Printer på 3. sal', men historikken siger 'Printer skriver ikke'.",
    )


def test_a_deleted_event_with_the_gap_closed(tampered: Tampered) -> None:
    tampered.sql(f"DELETE FROM events WHERE subject_kind = 'case' AND sequence = {EDITED}")
    for sequence in range(EDITED + 1, tampered.case.event_count + 1):
        tampered.renumber(sequence, sequence - 1)
    assert tampered.found()[0] == ("SAG1", f"Hændelse {EDITED} {MOVED}")


def test_the_first_event_deleted(tampered: Tampered) -> None:
    tampered.sql("DELETE FROM events WHERE subject_kind = 'task' AND sequence = 1")
    assert tampered.found()[0] == ("TSK1", "Hændelse 1 mangler eller står et andet sted.")


def test_an_inserted_event_well_chained_to_the_one_before(tampered: Tampered) -> None:
    for sequence in range(tampered.case.event_count, EDITED, -1):
        tampered.renumber(sequence, sequence + 1)
    tampered.insert_after(EDITED, '{"message":"x"}', type_="message")
    assert tampered.found() == of_case(f"Hændelse {EDITED + 2} {MOVED}")


def test_an_event_put_at_the_end(tampered: Tampered) -> None:
    tampered.insert_after(tampered.case.event_count, '{"message":"x"}', type_="message")
    assert tampered.found() == of_case("Historikken har 12 hændelser, men der er skrevet 11.")


def test_two_reordered_events(tampered: Tampered) -> None:
    tampered.renumber(EDITED, 1000)
    tampered.renumber(EDITED + 1, EDITED)
    tampered.renumber(1000, EDITED + 1)
    assert tampered.found() == of_case(f"Hændelse {EDITED} {MOVED}")


def test_an_event_moved_to_another_item(tampered: Tampered) -> None:
    tampered.sql("UPDATE events SET subject_kind = 'task', sequence = 9 WHERE subject_kind = 'case' AND sequence = 11")
    found = tampered.found()
    assert ("SAG1", "Historikken har 10 hændelser, men der er skrevet 11.") in found
    assert ("TSK1", f"Hændelse 9 {MOVED}") in found


# --- the tail ---


def cut_tail(tampered: Tampered) -> None:
    """Anders' last edit, of the category, never happened."""
    tampered.sql("DELETE FROM events WHERE subject_kind = 'case' AND sequence = 11")


def test_a_cut_tail(tampered: Tampered) -> None:
    cut_tail(tampered)
    assert tampered.found() == of_case(
        "Historikken har 10 hændelser, men der er skrevet 11.",
        "category er 'Hardware', men historikken siger ''.",
        "updated_at er '2026-03-02T08:20:00Z', men historikken siger '2026-03-02T08:15:00Z'.",
    )


def test_a_cut_tail_with_the_count_put_right(tampered: Tampered) -> None:
    cut_tail(tampered)
    tampered.sql("UPDATE cases SET event_count = 10")
    assert tampered.found()[0] == ("SAG1", "Historikkens sidste hændelse er en anden end den, der blev skrevet.")


def test_a_cut_tail_with_count_and_head_put_right_is_seen_in_the_columns(tampered: Tampered) -> None:
    cut_tail(tampered)
    tampered.sql("UPDATE cases SET event_count = 10, head_hash = :head", head=tampered.events()[-1].hash)
    assert tampered.found() == of_case(
        "category er 'Hardware', men historikken siger ''.",
        "updated_at er '2026-03-02T08:20:00Z', men historikken siger '2026-03-02T08:15:00Z'.",
    )


def test_a_cut_step_with_every_column_put_right_is_seen_in_the_worklist_and_the_correspondence(
    tampered: Tampered,
) -> None:
    """Pia never solved the task, says the task."""
    solved = [event for event in tampered.events(tampered.task) if event.type == "completed"][-1]
    comment = next(e for e in tampered.events(tampered.task) if e.type == "entry")
    tampered.sql("DELETE FROM events WHERE subject_kind = 'task' AND sequence > 5")
    before = tampered.events(tampered.task)[-1]
    tampered.sql(
        "UPDATE tasks SET event_count = 5, head_hash = :head, status = 'assigned', solver_id = NULL, updated_by = :by,"
        " solver_team_id = NULL, solved_at = NULL, solution_entry_id = NULL, updated_at = '2026-03-02 08:10:00+00:00'",
        head=before.hash,
        by=before.actor_id,
    )
    done, opened = solved.details["user_task"], solved.details["offered"][0]
    found = [sentence for place, sentence in tampered.found() if place == "TSK1"]
    assert f"Indlæg {comment.details['entry']} står ikke i historikken." in found
    assert f"Trinnet “Agent løser opgaven” ({done}): state er 'completed', men historikken siger 'waiting'." in found
    assert f"Trinnet “{opened['name']}” ({opened['user_task']}) står ikke i historikken." in found


def test_who_rewrites_the_whole_record_is_not_found_by_the_record_alone(tampered: Tampered) -> None:
    """What `verify` cannot see: a tail cut with count, head and every row that it touched put back as they were.

    Nothing in the database remembers it then. The head's hash kept elsewhere would (a backup, yesterday's printout).
    """
    cut_tail(tampered)
    tampered.sql(
        "UPDATE cases SET event_count = 10, head_hash = :head, category = '', updated_at = '2026-03-02 08:15:00+00:00'",
        head=tampered.events()[-1].hash,
    )
    assert tampered.found() == []
    assert tampered.events()[-1].hash != tampered.case.head_hash


# --- columns ---

OTHER: dict[str, tuple[Any, Any]] = {  # column: (what somebody writes, how the finding shows it)
    "subject": ("Skærm", "Skærm"),
    "description": ("", ""),
    "status": ("registered", "registered"),
    "origin": ("operations", "operations"),
    "team_id": (2, 2),
    "agent_id": (5, 5),
    "created_by": (5, 5),
    "created_at": (OTHER_TIME, PAST),
    "updated_by": (5, 5),
    "updated_at": (OTHER_TIME, PAST),
    "deadline": (OTHER_TIME, PAST),
    "agreed_agent_id": (5, 5),
    "created_team_id": (2, 2),
    "sent_on_by": (5, 5),
    "sender_id": (5, 5),
    "receiver_id": (5, 5),
    "solver_id": (5, 5),
    "solver_team_id": (2, 2),
    "solved_at": (OTHER_TIME, PAST),
    "opened_at": (OTHER_TIME, PAST),
    "overdue_for": (OTHER_TIME, PAST),
    "solution_entry_id": (1, 1),
    "extra": ('{"lokale": "3.14"}', {"lokale": "3.14"}),
}
OF_CASES = OTHER | {"customer_id": (2, 2), "category": ("Software", "Software"), "closed_at": (OTHER_TIME, PAST)}
OF_TASKS = OTHER | {"blocking": (True, True), "approver_id": (5, 5), "original_approver_id": (5, 5)}
CHAIN = {"event_count", "head_hash"}  # tested by name below
APART = {
    "kind",  # no column
    "id",  # an item of another number: below
    "case_id",  # below
    "version",  # guards against two writers at once; says nothing of the item
}


@pytest.mark.parametrize(
    ("table", "column"),
    [*(("cases", column) for column in OF_CASES), *(("tasks", column) for column in OF_TASKS)],
)
def test_a_column_that_its_history_does_not_tell(tampered: Tampered, table: str, column: str) -> None:
    item = tampered.case if table == "cases" else tampered.task
    value, shown = (OF_CASES if table == "cases" else OF_TASKS)[column]
    was = plain(getattr(item, column))
    tampered.sql(f"UPDATE {table} SET {column} = :value", value=value)
    assert (item.number, f"{column} er {shown!r}, men historikken siger {was!r}.") in tampered.found()
    assert {sentence.split()[0] for place, sentence in tampered.found() if place == item.number} <= {column, "Åben,"}


def test_no_column_is_left_out() -> None:
    assert OF_CASES.keys() | CHAIN | APART == {field.name for field in fields(Case)} | {"case_id"}
    assert OF_TASKS.keys() | CHAIN | APART == {field.name for field in fields(Task)}


@pytest.mark.parametrize("empty", ["deadline", "agent_id", "opened_at", "sender_id", "agreed_agent_id"])
def test_a_column_that_somebody_emptied(tampered: Tampered, empty: str) -> None:
    tampered.sql(f"UPDATE cases SET {empty} = NULL")
    was = plain(getattr(tampered.case, empty))
    assert tampered.found() == of_case(f"{empty} er None, men historikken siger {was!r}.")


def test_the_count_and_the_head(tampered: Tampered) -> None:
    tampered.sql("UPDATE cases SET event_count = 12")
    tampered.sql("UPDATE tasks SET head_hash = :other", other="1" * 64)
    assert tampered.found() == [
        ("SAG1", "Historikken har 11 hændelser, men der er skrevet 12."),
        ("TSK1", "Historikkens sidste hændelse er en anden end den, der blev skrevet."),
    ]


def test_a_task_hung_on_another_case(tampered: Tampered) -> None:
    other = tampered.house.keep("signe")
    tampered.sql("UPDATE tasks SET case_id = :other", other=other.id)
    assert tampered.found() == [
        ("SAG1", "Opgaven TSK1 er slettet eller flyttet."),
        (other.number, "Opgaven TSK1 står ikke i sagens historik."),
        ("TSK1", f"case_id er {other.id}, men historikken siger 1."),
    ]


def test_a_task_with_another_number_leaves_its_history_behind(tampered: Tampered) -> None:
    tampered.sql("UPDATE tasks SET id = 99")
    found = {(f.place, f.sentence) for f in engine.verify(tampered.desk)}
    assert ("TSK1", "Der er en historik uden sag eller opgave.") in found
    assert ("TSK1", "Der er indlæg uden sag eller opgave.") in found
    assert ("TSK99", "Historikken har 0 hændelser, men der er skrevet 8.") in found


# --- the correspondence ---


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("kind", "internal", "kind er 'internal', men historikken siger 'mail'."),
        ("subject", "Skærm", "subject er 'Skærm', men historikken siger 'Printer'."),
        ("recipients", "[]", "recipients er [], men historikken siger ['lone@kommunen.example']."),
        ("cc", '["x@y.dk"]', "cc er ['x@y.dk'], men historikken siger ['per@kommunen.example']."),
        ("written_by", 5, "written_by er 5, men historikken siger 2."),
        ("written_at", OTHER_TIME, f"written_at er '{PAST}', men historikken siger '2026-03-02T08:10:00Z'."),
        ("on_behalf_of", "Mette", "on_behalf_of er 'Mette', men historikken siger None."),
    ],
)
def test_a_changed_entry(tampered: Tampered, column: str, value: Any, sentence: str) -> None:
    tampered.sql(f"UPDATE entries SET {column} = :value WHERE id = 2", value=value)
    assert tampered.found() == of_case(f"Indlæg 2: {sentence}")


def test_an_entry_with_other_words(tampered: Tampered) -> None:
    (number,) = [event.details["entry"] for event in tampered.events(tampered.task) if event.type == "entry"]
    tampered.sql("UPDATE entries SET text = 'Det har jeg aldrig skrevet.' WHERE id = :id", id=number)
    assert tampered.found() == [("TSK1", f"Indlæg {number}: Teksten er ændret, siden det blev skrevet.")]


def test_a_deleted_entry(tampered: Tampered) -> None:
    tampered.sql("DELETE FROM entries WHERE id = 2")
    assert tampered.found() == of_case("Indlæg 2 er slettet.")


def test_an_entry_moved_to_the_task(tampered: Tampered) -> None:
    tampered.sql("UPDATE entries SET item_kind = 'task' WHERE id = 2")
    assert tampered.found() == [("SAG1", "Indlæg 2 er slettet."), ("TSK1", "Indlæg 2 står ikke i historikken.")]


def test_an_entry_that_nobody_wrote(tampered: Tampered) -> None:
    tampered.sql(
        "INSERT INTO entries (id, kind, item_kind, item_id, text, written_by, written_at, recipients, cc)"
        " SELECT 50, kind, item_kind, item_id, text, written_by, written_at, recipients, cc FROM entries WHERE id = 2"
    )
    assert tampered.found() == of_case("Indlæg 50 står ikke i historikken.")


@pytest.mark.parametrize("change", ["name = 'b.txt'", f"sha256 = '{'1' * 64}'", "size_bytes = 8"])
def test_an_attachment_that_was_exchanged(tampered: Tampered, change: str) -> None:
    tampered.sql(f"UPDATE attachments SET {change}")
    (place, sentence), *others = tampered.found()
    assert place == "SAG1" and sentence.startswith("Indlæg 1: attachments er [[")
    assert others == (of_case("a.txt: Filen findes ikke længere.") if "sha256" in change else [])


def test_an_attachment_that_was_taken_away(tampered: Tampered) -> None:
    tampered.sql("DELETE FROM attachments")
    ((place, sentence),) = tampered.found()
    assert place == "SAG1" and sentence.startswith("Indlæg 1: attachments er [], men historikken siger [['a.txt', ")


# --- the worklist ---


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("assignee_id", 5, "assignee_id er 5, men historikken siger 3."),
        ("assignee_id", None, "assignee_id er None, men historikken siger 3."),
        ("team_id", 2, "team_id er 2, men historikken siger None."),
        ("role", "agents", "role er 'agents', men historikken siger None."),
        ("name", "Andet", "name er 'Andet', men historikken siger 'Giv oplysninger og returnér'."),
        ("completed_by", 5, "completed_by er 5, men historikken siger None."),
        ("completed_at", OTHER_TIME, f"completed_at er '{PAST}', men historikken siger None."),
        ("outcome", "x", "outcome er 'x', men historikken siger None."),
    ],
)
def test_a_changed_step_of_the_worklist(tampered: Tampered, column: str, value: Any, shown: str) -> None:
    step = tampered.house.step(tampered.case)
    tampered.sql(f"UPDATE user_tasks SET {column} = :value WHERE id = :id", value=value, id=step.id)
    name = "Andet" if column == "name" else step.name
    assert tampered.found() == of_case(f"Trinnet “{name}” ({step.id}): {shown}")


def test_a_step_that_somebody_took_away(tampered: Tampered) -> None:
    step = tampered.house.step(tampered.case)
    tampered.sql("DELETE FROM user_tasks WHERE id = :id", id=step.id)
    assert tampered.found() == [
        ("SAG1", f"Trinnet “{step.name}” ({step.id}) er slettet."),
        (f"forløb {step.instance_id}", "Tilstanden venter på andre trin end arbejdslisten."),
        (f"forløb {step.instance_id}", "Forløbet kører, men intet trin venter."),
    ]


def test_a_step_whose_task_was_removed_is_not_taken_for_its_case_s(tampered: Tampered) -> None:
    step, *_ = engine.waiting(tampered.desk, tampered.task.kind, tampered.task.id)
    before = tampered.events()
    tampered.sql("UPDATE user_tasks SET item_id = 99 WHERE id = :id", id=step.id)
    for outcome in engine.diagram_of(tampered.desk, step.definition_id).steps[step.element].form.outcomes:
        with pytest.raises(NotFound):
            engine.complete(tampered.desk, step.id, outcome.id, {}, by=tampered.house.by("anders"))
    assert tampered.events() == before
