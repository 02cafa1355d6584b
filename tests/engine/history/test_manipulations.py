"""Whatever somebody does to the database behind the desk's back is found, and named: one row a manipulation.

The morning they find is in tests/fixtures/tampering.py. What a whole rewritten database could forge is at the end: it
is not found by the record alone, and the page says so.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from sqlalchemy import make_url, text

import engine
from engine import Kind
from engine.history.columns import columns_of
from engine.history.shape import Subject
from engine.record.coverage import COVERAGE, not_covered
from engine.store.history import subjects
from engine.store.tables import metadata
from engine.store.work import numbers
from tests.fixtures.tampering import Tampered

DEFINITION = "UPDATE definitions SET {} WHERE id = 1"
WAITING = "UPDATE user_tasks SET {} WHERE state = 'waiting' AND item_kind = 'case'"
LATER = "2026-01-05 08:00:00+00:00"

# (statement, how a finding begins, what is in it)
MANIPULATIONS = [
    # steps
    (WAITING.format("queue = 'a:99'"), "SAG1", "queue er 'a:99', men"),
    (WAITING.format(f"due = '{LATER}'"), "SAG1", "due er "),
    (WAITING.format(f"opened_at = '{LATER}'"), "SAG1", "opened_at er "),
    (WAITING.format("lane = 'Andre'"), "SAG1", "lane er 'Andre', men"),
    (WAITING.format("case_id = 7"), "SAG1", "case_id er 7, men"),
    (WAITING.format("definition_id = 7"), "SAG1", "definition_id er 7, men"),
    (WAITING.format("version = 7"), "SAG1", "version er 7, men"),
    # diagrams
    ("UPDATE definitions SET content = :content, sha256 = :sum WHERE id = 1", "proces nr. 1", "sha256 er "),
    ("UPDATE definitions SET content = :content, sha256 = :sum WHERE id = 1", "SAG1", "diagram er "),
    (DEFINITION.format("version = 9"), "proces nr. 1", "version er 9, men historikken siger 1."),
    (DEFINITION.format("note = 'Andet'"), "proces nr. 1", "note er 'Andet', men"),
    (DEFINITION.format("deployed_by = 2"), "proces nr. 1", "deployed_by er 2, men"),
    (DEFINITION.format(f"deployed_at = '{LATER}'"), "proces nr. 1", "deployed_at er "),
    (DEFINITION.format("name = 'Andet'"), "proces nr. 1", "name er 'Andet', men"),
    (
        "INSERT INTO definitions (id, key, version, name, content, sha256, deployed_at, note)"
        " SELECT 99, key, 99, name, content, sha256, deployed_at, note FROM definitions WHERE id = 1",
        "proces nr. 99",
        "Står ikke i historikken.",
    ),
    # messages
    ("UPDATE outbox SET delivery = 'sent', sent_at = created_at", "SAG1", "delivery er 'sent', men"),
    ("UPDATE outbox SET body = 'Andet'", "SAG1", "Indholdet er ændret, siden den blev skrevet."),
    ("UPDATE outbox SET address = 'x@y.dk'", "SAG1", "Indholdet er ændret, siden den blev skrevet."),
    ("UPDATE outbox SET recipient = 'X'", "SAG1", "Indholdet er ændret, siden den blev skrevet."),
    ('UPDATE outbox SET "to" = \'["x@y.dk"]\'', "SAG1", "Indholdet er ændret, siden den blev skrevet."),
    ("UPDATE outbox SET cc = '[\"x@y.dk\"]'", "SAG1", "Indholdet er ændret, siden den blev skrevet."),
    ("UPDATE outbox SET why = 'Andet'", "SAG1", "Indholdet er ændret, siden den blev skrevet."),
    ("UPDATE outbox SET sender = 'Andre'", "SAG1", "sender er 'Andre', men"),
    ("UPDATE outbox SET message_id = 'x'", "SAG1", "message_id er 'x', men"),
    ("UPDATE outbox SET reason = 'Andet' WHERE delivery <> 'waiting'", "SAG1", "reason er 'Andet', men"),
    ("UPDATE outbox SET attempts = 7 WHERE delivery <> 'waiting'", "SAG1", "attempts er 7, men"),
    ("DELETE FROM outbox WHERE kind = 'mail'", "SAG1", "En besked fra 2026-03-02T08:10:00Z er slettet."),
    ("UPDATE outbox SET entry_id = 1 WHERE kind = 'mail'", "SAG1", "entry_id er 1, men historikken siger 2."),
    ("UPDATE outbox SET agent_id = 2", "SAG1", "agent_id er 2, men"),
    (
        'INSERT INTO outbox (id, key, message_id, kind, item_kind, item_id, recipient, "to", cc, subject, body,'
        " delivery, attempts, created_at) SELECT 999, 'x', 'x', 'notice', 'case', 1, 'x', '[]', '[]', 'x', 'x', 'sent',"
        " 1, created_at FROM outbox LIMIT 1",
        "SAG1",
        "Besked 999 står ikke i historikken.",
    ),
    # people
    ("UPDATE people SET name = 'Andet' WHERE id = 2", "person 2", "name er 'Andet', men"),
    ("UPDATE people SET roles = '[\"administrator\"]' WHERE id = 2", "person 2", "roles er ['administrator'], men"),
    ("UPDATE people SET name = 'Byt' WHERE id IN (2, 3)", "person 3", "name er 'Byt', men"),
    ("DELETE FROM memberships WHERE agent_id = 2", "person 2", "memberships er None, men"),
    ("UPDATE memberships SET is_dispatcher = NOT is_dispatcher WHERE agent_id = 2", "person 2", "memberships er "),
    ("UPDATE memberships SET is_lead = NOT is_lead WHERE agent_id = 2", "person 2", "memberships er "),
    ("UPDATE people SET password_hash = 'x' WHERE id = 2", "person 2", "Adgangskoden er en anden"),
    ("UPDATE people SET active = NOT active WHERE id = 2", "person 2", "active er "),
    ("INSERT INTO muted (agent_id, kind) VALUES (2, 'assigned')", "person 2", "muted er ['assigned'], men"),
    # others
    ("UPDATE teams SET name = 'Andet' WHERE id = 1", "team 1", "name er 'Andet', men"),
    ("UPDATE teams SET department = 'operations' WHERE id = 1", "team 1", "department er 'operations', men"),
    ("UPDATE teams SET is_main = NOT is_main WHERE id = 1", "team 1", "is_main er "),
    ("UPDATE customers SET name = 'Andet' WHERE id = 1", "bruger 1", "name er 'Andet', men"),
    ("UPDATE customers SET email = 'x@y.dk' WHERE id = 1", "bruger 1", "email er 'x@y.dk', men"),
    ("UPDATE routes SET definition_key = 'andet'", "servicedesken", "routes er "),
    ("DELETE FROM routes", "servicedesken", "routes er None, men"),
    ("DELETE FROM timers", "SAG1", "Det, der holder øje med deadline, er et andet"),
    ("UPDATE timers SET due_at = '2099-01-01 00:00:00+00:00'", "SAG1", "Det, der holder øje med deadline, er et andet"),
    # instances
    (f"UPDATE instances SET started_at = '{LATER}'", "SAG1", "started_at er "),
    # entries
    ("UPDATE entries SET author_kind = 'customer' WHERE id = 1", "SAG1", "author_kind er 'customer', men"),
    ("UPDATE entries SET author_customer_id = 1 WHERE id = 1", "SAG1", "author_customer_id er 1, men"),
    ("UPDATE entries SET author_address = 'x@y.dk' WHERE id = 1", "SAG1", "author_address er 'x@y.dk', men"),
    ("UPDATE entries SET kind = 'external' WHERE id = 1", "SAG1", "kind er 'external', men"),
]


@pytest.mark.parametrize(("statement", "place", "said"), MANIPULATIONS, ids=[one[0][:60] for one in MANIPULATIONS])
def test_a_manipulation_is_found(tampered: Tampered, statement: str, place: str, said: str) -> None:
    values = {"content": b"<x/>", "sum": "7" * 64} if ":content" in statement else {}
    tampered.sql(statement, **values)
    assert any(where == place and said in sentence for where, sentence in tampered.found()), tampered.found()


def test_a_row_that_names_another_which_is_gone_is_found(tampered: Tampered) -> None:
    delete = f"DELETE FROM customers WHERE id = {tampered.case.customer_id}"
    if tampered.sqlite:
        with closing(sqlite3.connect(make_url(tampered.desk.database.url).database or "")) as client:
            client.execute(delete)  # which holds nobody to a foreign key
            client.commit()
    else:
        with tampered.desk.database.write() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            connection.execute(text(delete))
    number = tampered.case.customer_id
    told = f"1 række i cases nævner i customer_id noget, der ikke findes, først nr. {number}."
    assert ("databasen", told) in tampered.found()


def test_a_task_that_was_taken_out_whole_is_found_by_its_case(tampered: Tampered) -> None:
    for table in ("user_tasks", "instances", "outbox", "timers", "entries"):
        tampered.sql(f"DELETE FROM {table} WHERE item_kind = 'task'")
    tampered.sql("DELETE FROM events WHERE subject_kind = 'task'")
    tampered.sql("DELETE FROM tasks")
    found = [(f.place, f.sentence) for f in engine.verify(tampered.desk) if f.item or f.place == "TSK1"]
    assert found == [
        ("SAG1", "Opgaven TSK1 er slettet eller flyttet."),
        ("TSK1", "Nummeret er givet, men opgaven findes ikke."),
    ]


def test_cases_that_were_taken_out_whole_are_found_by_their_numbers(tampered: Tampered) -> None:
    kept = [tampered.house.keep("signe") for _ in range(5)]
    for case in (kept[0], kept[2], kept[3], kept[4]):
        tampered.take_out(case)
    gone = "Nummeret er givet, men sagen findes ikke."
    assert tampered.found() == [("SAG2", gone), ("SAG4 til SAG6", gone)]
    tampered.sql("UPDATE item_numbers SET last = 1 WHERE kind = 'case'")
    put_back = ("SAG", "Tælleren er sat tilbage: der er numre, som ikke er givet endnu.")
    assert tampered.found() == [("SAG2", gone), put_back]


def test_a_registration_that_is_rolled_back_leaves_no_gap(tampered: Tampered) -> None:
    with pytest.raises(ZeroDivisionError), tampered.desk.database.write() as connection:
        numbers.count_item(connection, Kind.CASE)
        raise ZeroDivisionError
    assert tampered.house.keep("signe").id == 2
    assert tampered.found() == []


def test_an_instance_put_on_another_case_is_found(tampered: Tampered) -> None:
    other = tampered.house.keep("signe")
    tampered.sql("UPDATE instances SET case_id = :other WHERE id = 1", other=other.id)
    assert ("SAG1", f"Forløb 1: case_id er {other.id}, men historikken siger 1.") in tampered.found()


# --- events ---


def last(tampered: Tampered) -> int:
    return tampered.case.event_count


@pytest.mark.parametrize(
    ("forged", "said"),
    [
        ({"at": datetime(2099, 1, 1, tzinfo=UTC)}, "har et tidspunkt, som ikke kan passe."),
        ({"at": datetime(2001, 1, 1, tzinfo=UTC)}, "har et tidspunkt, som ikke kan passe."),
        ({"type": "rubbish"}, "Typen “rubbish” findes ikke."),
        ({"format": 9}, "Formatet 9 findes ikke."),
    ],
    ids=str,
)
def test_a_well_chained_event_that_cannot_be_is_found(tampered: Tampered, forged: dict[str, object], said: str) -> None:
    tampered.forge(last(tampered), **forged)
    assert any(place == "SAG1" and sentence.endswith(said) for place, sentence in tampered.found())


def test_two_histories_swapped_are_found(tampered: Tampered) -> None:
    other = tampered.house.keep("signe")
    for number, becomes in ((1, 999), (other.id, 1), (999, other.id)):
        tampered.sql(
            "UPDATE events SET subject_id = :becomes WHERE subject_kind = 'case' AND subject_id = :number",
            becomes=becomes,
            number=number,
        )
    assert {"SAG1", other.number} <= {place for place, _ in tampered.found()}


# --- private parts ---

Parts = dict[str, list[str]]


def _swap(parts: Parts) -> Parts:
    (one, first), (two, second), *rest = parts.items()
    return {one: second, two: first, **dict(rest)}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_swap, "er ændret."),
        (lambda parts: {at: ["AAAAAAAAAAAAAAAAAAAAAA==", *kept[1:]] for at, kept in parts.items()}, "er ændret."),
        (lambda parts: {at: ["AAAA", *kept[1:]] for at, kept in parts.items()}, "er ændret."),
        (lambda _parts: {}, "mangler."),
    ],
    ids=["swapped", "another salt", "a shorter salt", "deleted"],
)
def test_a_private_part_that_was_touched_is_found(
    tampered: Tampered, change: Callable[[Parts], Parts], said: str
) -> None:
    (registered, *_) = tampered.links()
    parts = change(orjson.loads(registered.private or ""))
    text = orjson.dumps(parts, option=orjson.OPT_SORT_KEYS).decode()
    _set_private(tampered, text if parts else None)
    assert any(place == "SAG1" and sentence.endswith(said) for place, sentence in tampered.found())


def test_a_name_that_stands_twice_among_the_private_parts_is_found(tampered: Tampered) -> None:
    (registered, *_) = tampered.links()
    (at, kept), *_ = orjson.loads(registered.private or "").items()
    one = orjson.dumps({at: kept}).decode()[1:-1]
    _set_private(tampered, "{" + one + "," + (registered.private or "")[1:])
    assert any("Den er ikke skrevet, som historikken skrives." in sentence for _, sentence in tampered.found())


def _set_private(tampered: Tampered, text: str | None) -> None:
    tampered.sql(
        "UPDATE events SET private = :text WHERE subject_kind = 'case' AND subject_id = 1 AND sequence = 1", text=text
    )


# --- the search ---


def test_an_index_that_was_emptied_is_found(tampered: Tampered) -> None:
    engine.index_waiting(tampered.desk)
    assert tampered.found() == []
    tampered.sql("DELETE FROM search_documents")
    assert tampered.found() == [("søgning", "1 sag kan ikke findes i søgningen.")]


# --- what is covered ---


def test_every_column_is_compared_derived_or_named_as_not_covered() -> None:
    assert COVERAGE.keys() == metadata.tables.keys()
    for name, covered in COVERAGE.items():
        columns = [*covered.compared.split(), *covered.derived.split(), *covered.uncovered]
        if covered.all_uncovered:
            assert columns == []
        else:
            assert sorted(columns) == sorted(metadata.tables[name].c.keys()), name


def test_what_is_said_to_be_compared_of_items_and_of_others_is(tampered: Tampered) -> None:
    for table, item in (("cases", tampered.case), ("tasks", tampered.task)):
        assert {*COVERAGE[table].compared.split()} == {*columns_of(item), "updated_by", "updated_at", "due"}
    with tampered.desk.reading() as connection:
        rows = subjects.everybody(connection) | subjects.deployed(connection)
    tables = {
        Subject.AGENT: "people",
        Subject.TEAM: "teams",
        Subject.CUSTOMER: "customers",
        Subject.DEFINITION: "definitions",
    }
    for (subject, _), row in rows.items():
        if subject in tables:
            beside = {"content"} if subject == Subject.DEFINITION else set()
            assert {*COVERAGE[tables[subject]].compared.split()} - beside == {*row} - {"memberships", "muted"}


def test_what_is_not_covered_is_said() -> None:
    told = not_covered()
    assert "kladder" in told and len(set(told)) == len(told)


# --- what nothing in the database tells of ---


def test_a_case_that_was_taken_out_whole_with_its_number_is_not_found(tampered: Tampered) -> None:
    """Only heads that are kept elsewhere tell of it (test_heads_kept_elsewhere.py)."""
    other = tampered.house.keep("signe")
    tampered.take_out(other)
    tampered.sql("UPDATE item_numbers SET last = last - 1 WHERE kind = 'case'")
    assert tampered.found() == []


def test_a_tail_that_was_hashed_anew_with_the_product_s_own_code_is_not_found(tampered: Tampered) -> None:
    link = tampered.links()[-1]
    tampered.forge(link.sequence, at=link.at - timedelta(seconds=1))
    at = tampered.time(link.at - timedelta(seconds=1))
    tampered.sql("UPDATE cases SET updated_at = :at", at=at)
    assert tampered.found() == []
    assert tampered.links()[-1].at == link.at - timedelta(seconds=1)
