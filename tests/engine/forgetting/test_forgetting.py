"""A customer is forgotten: nothing of them is left anywhere, and the record is whole (D-29)."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, String, select, text, update

import engine
from engine import By, Case, Customer, Ground, Kind, Upload
from engine.audit import forgotten_register as register
from engine.errors import Refused, WrongContent
from engine.store import tables
from engine.store.work import outbox
from tests.fixtures.house import House
from tests.fixtures.raw import bytes_of

NAME, OTHER = "Xenia Quistgaard", "Xenia Qvist"
EMAIL, SHORT, OLD = "xenia.quistgaard@kommunen.example", "x.quistgaard@kommunen.example", "xq@gammel.example"
PHONE = "70 13 37 42"
SHARED = Upload("vejledning.txt", b"Til alle")
TRACES = ("quistgaard", "qvist", "xq@gammel", "70 13 37 42", "70133742", "xenia", "draagtsiuq")


ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # nothing in it is the database's own


@dataclass
class Desk:
    """A desk with a customer who was merged with another, two closed cases of theirs, and one of somebody else."""

    house: House
    customer: Customer
    cases: tuple[Case, ...]
    other: Case

    def forget(self, **given: Any) -> engine.Forgetting:
        return engine.forget(self.house.desk, self.customer.id, Ground.ASKED, by=self.house.id("kaj"), **given)

    def found(self) -> list[tuple[str, str]]:
        return [(finding.place, finding.sentence) for finding in engine.verify(self.house.desk)]

    def sql(self, statement: str) -> None:
        with self.house.desk.database.write() as connection:
            connection.execute(text(statement))


@pytest.fixture
def desk(house: House) -> Desk:
    kaj = house.id("kaj")
    first = engine.add_customer(house.desk, name=OTHER, email=OLD, phone=None, by=house.id("anders"))
    customer = engine.add_customer(
        house.desk, name=NAME, email=OLD.upper(), phone=PHONE, by=house.id("anders"), seen_alike=[first.id]
    )
    found = {"name": NAME, "email": EMAIL, "phone": PHONE, "department": "Hos Quistgaard"}
    customer = engine.change_customer(house.desk, customer.id, **found, by=house.id("anders"), seen=1)
    cases = (closed(house, first), closed(house, customer))
    engine.merge_customers(house.desk, first.id, customer.id, by=kaj, seen=1, seen_into=2)
    other = closed(house, house.customer("Gitte"), "gitte.s@kommunen.example")
    engine.index_waiting(house.desk)
    return Desk(house, customer, cases, other)


def closed(house: House, customer: Customer, short: str = SHORT) -> Case:
    """With entries, files, a mail that failed, a task, and answers; everything names the customer."""
    desk, anders = house.desk, house.by("anders")
    given = {"subject": f"Printer hos {customer.name}", "description": f"{customer.name} ringede. {'Papirstop. ' * 5}"}
    case = house.keep("anders", customer=customer.id, **given)
    files = [Upload(f"{customer.name}.txt", customer.name.encode()), SHARED]
    engine.write_comment(desk, Kind.CASE, case.id, f"{customer.name} er ringet op.", by=anders, attachments=files)
    to = [f"{customer.name} <{short}>", customer.email or ""]
    mail = {"to": to, "cc": [], "subject": f"Til {customer.name}", "text": f"Hej {customer.name}. Med venlig hilsen A"}
    engine.send_mail(desk, case.id, **mail, by=anders)
    task = house.create_task(case, "anders", "Servicedesk", subject=f"Hjælp {customer.name}")
    house.press(task, "Tildel", "mette", agent="signe")
    house.press(task, "Marker som løst", "signe", solution=f"{customer.name} er glad.")
    house.press(case, "Løs og luk sagen", "anders", solution=f"{customer.name} fik hjælp.")
    fail(house, case)
    return case


def fail(house: House, case: Case) -> None:
    """One of the mails was sent in vain, and the server's answer names the address."""
    desk, kaj = house.desk, house.by("kaj")
    message = next(one for one in engine.messages_of(desk, Kind.CASE, case.id) if one.kind == "mail")
    unsent, desk.not_sent = desk.not_sent, None
    engine.send_again(desk, message.id, by=kaj)
    desk.not_sent = unsent
    with desk.database.write() as connection:
        again = outbox.find(connection, message.id)
        assert again is not None
        outbox.record_failed(connection, again, f"550 {message.address} unknown", desk.clock(), desk.uuid)


def lie_about(desk: Desk) -> str:
    """Drafts with a file, a saved list and a failed job that name the customer; the file's sha256."""
    house, anders = desk.house, desk.house.id("anders")
    _, sha256, _ = engine.keep_draft_file(house.desk, Upload("quistgaard.txt", b"Xenia i kladde"), by=anders)
    keeps: dict[str, Any] = {"by": anders, "writer": "w", "seen_version": None}
    new, there = "/sager/ny", f"/sager/{desk.cases[0].id}/kommentar"
    engine.save_draft(house.desk, new, new, [("subject", f"Ny til {NAME}")], files=(sha256,), **keeps)
    engine.save_draft(house.desk, there, there, [("text", "Hun sagde, at")], **keeps)
    engine.save_draft(house.desk, f"{there[:-10]}7/kommentar", "", [("text", "En anden sag")], **keeps)
    engine.save_list(house.desk, "Hendes", "work", "bruger=Xenia+Quistgaard", by=anders)
    desk.sql(f"INSERT INTO jobs (name, due_at, attempts, error) VALUES ('x', '2026-01-01', 1, 'No {EMAIL}')")
    return sha256


def traces(desk: Desk) -> set[tuple[str, str]]:
    """(file, trace) of whatever is left of the customer."""
    return {
        (name, trace) for name, kept in bytes_of(desk.house.desk) for trace in TRACES if trace.encode() in kept.lower()
    }


def test_nothing_is_left_in_any_file_and_the_record_is_whole(desk: Desk, postgresql_client: None) -> None:
    draft_file = lie_about(desk)
    before = {trace for _, trace in traces(desk)}
    assert before == set(TRACES)
    done = desk.forget()
    assert (traces(desk), desk.found()) == (set(), [])
    assert {name: done.rows[name] for name in ("cases", "tasks", "customers", "attachments", "form_drafts")} == {
        "cases": 2, "tasks": 2, "customers": 2, "attachments": 4, "form_drafts": 2,
    }  # fmt: skip
    assert done.rows["saved_lists"] == done.rows["jobs"] == 1 and done.files == 2
    anders = desk.house.id("anders")
    assert not engine.has_draft_file(desk.house.desk, draft_file, by=anders)
    assert engine.entries_of(desk.house.desk, Kind.CASE, desk.other.id)[0].attachments[1].name == SHARED.name
    assert engine.search_written(desk.house.desk, "quistgaard", by=anders).hits == ()


# the texts that stay with a forgotten case: words and numbers of the desk's own, and who works here
STAYS = {
    **dict.fromkeys(("cases", "tasks"), {"status", "origin", "head_hash"}),
    "entries": {"kind", "item_kind", "author_kind"},
    "outbox": {"key", "message_id", "kind", "item_kind", "sender", "delivery", "reason", "reason_parts", "holder"},
}


def test_every_text_of_a_forgotten_case_is_blank_or_stays_for_a_reason(desk: Desk) -> None:
    author = {"author_kind": "address", "author_address": EMAIL}
    with desk.house.desk.database.write() as connection:
        connection.execute(update(tables.entries).values(**author).where(tables.entries.c.item_id == 1))
    desk.forget()
    for name, stays in STAYS.items():
        table = tables.metadata.tables[name]
        of = table.c.id < 3 if name in ("cases", "tasks") else table.c.item_id < 3
        texts = [c for c in table.c if isinstance(c.type, String | JSON) and c.name not in stays]
        with desk.house.desk.reading() as connection:
            rows = connection.execute(select(*texts).where(of)).mappings().all()
        assert rows and all(value in (None, "", "(glemt)", [], {}) for row in rows for value in row.values())
    with desk.house.desk.database.write() as connection:
        connection.execute(update(tables.entries).values(author_kind="agent"))
        left = "SELECT count(*) FROM events WHERE private IS NOT NULL AND subject_kind IN ('case', 'task')"
        assert connection.execute(text(f"{left} AND subject_id < 3")).scalar_one() == 0


def test_looking_says_what_would_go_and_writes_nothing(desk: Desk, postgresql_client: None) -> None:
    lie_about(desk)
    before = {name: kept for name, kept in bytes_of(desk.house.desk) if not name.endswith(("-wal", "-shm", "dump"))}
    looked = engine.look_at_forgetting(desk.house.desk, desk.customer.id)
    assert {
        name: kept for name, kept in bytes_of(desk.house.desk) if not name.endswith(("-wal", "-shm", "dump"))
    } == before
    done = desk.forget()
    assert (looked.rows, looked.files, looked.case_ids) == (done.rows, done.files, done.case_ids)


def test_where_the_name_stands_on_what_is_not_theirs_is_listed(desk: Desk) -> None:
    anders, other = desk.house.id("anders"), desk.house.keep("anders", subject=f"Nabo til {EMAIL.upper()}")
    desk.house.keep("anders", subject="Xenia Quistgaardsen er en anden")
    task = desk.house.create_task(other, "anders", "Servicedesk", subject="Intet her")
    engine.write_comment(desk.house.desk, Kind.TASK, task.id, f"Spørg {NAME}.", by=By(anders))
    looked = engine.look_at_forgetting(desk.house.desk, desk.customer.id)
    assert looked.elsewhere == (other.number, task.number)


def test_work_that_is_not_finished_is_refused_and_named(desk: Desk) -> None:
    case = desk.house.keep("anders", customer=desk.customer.id)
    task = desk.house.create_task(case, "anders", "Servicedesk")
    told = f"Ikke færdige: {case.number}, {task.number}. Luk sagerne og løs opgaverne først."
    assert engine.look_at_forgetting(desk.house.desk, desk.customer.id).hindrances == (told,)
    with pytest.raises(Refused, match=told):
        desk.forget()
    assert engine.get_customer(desk.house.desk, desk.customer.id).name == NAME


@ON_SQLITE
def test_a_history_that_somebody_touched_is_not_made_to_forget(desk: Desk) -> None:
    first = f"subject_kind = 'customer' AND subject_id = {desk.customer.id} AND sequence = 1"
    change = f"UPDATE events SET private = :private WHERE {first}"
    with desk.house.desk.database.write() as connection:
        private = connection.execute(text(f"SELECT private FROM events WHERE {first}")).scalar_one()
        trigger = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = 'events_kept'")).scalar_one()
        connection.execute(text("DROP TRIGGER events_kept"))
    for rubbish in ("{", "7", '{"/changes/name":"x"}'):
        with desk.house.desk.database.write() as connection:
            connection.execute(text(change), {"private": rubbish})
        with pytest.raises(WrongContent, match="Kør sagsgang verify"):
            desk.forget()
    with desk.house.desk.database.write() as connection:
        connection.execute(text(change), {"private": private})
        connection.exec_driver_sql(trigger)


@ON_SQLITE
def test_a_message_that_waits_to_be_sent_is_waited_for(desk: Desk) -> None:
    desk.sql("UPDATE outbox SET delivery = 'waiting' WHERE item_kind = 'task' AND item_id = 1")
    (told,) = engine.look_at_forgetting(desk.house.desk, desk.customer.id).hindrances
    assert told.startswith("Der venter beskeder på at blive sendt fra SAG1.")
    desk.sql("UPDATE outbox SET delivery = 'not_sent' WHERE delivery = 'waiting'")


class Killed(Exception):
    """The process ends here."""


def test_killed_between_two_cases_it_goes_on_where_it_stopped(desk: Desk, postgresql_client: None) -> None:
    def end(_done: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        desk.forget(progress=end)
    first, second = (engine.get_case(desk.house.desk, case.id) for case in desk.cases)
    assert (first.subject, second.subject) == ("(glemt)", desk.cases[1].subject)
    assert desk.found() == []
    done = desk.forget()
    assert (traces(desk), desk.found(), done.rows["cases"]) == (set(), [], 1)
    assert desk.forget().rows == {}


@ON_SQLITE
def test_a_case_that_comes_meanwhile_is_not_left_without_its_customer(desk: Desk) -> None:
    def register(_done: int) -> None:
        desk.house.keep("anders", customer=desk.customer.id)

    with pytest.raises(Refused, match="Ikke færdige"):
        desk.forget(progress=register)
    assert engine.get_customer(desk.house.desk, desk.customer.id).name == NAME


@ON_SQLITE
def test_killed_before_the_commit_what_the_register_says_too_much_is_found_and_done(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = register.add

    def end(*given: Any) -> None:
        written(*given)
        raise Killed

    monkeypatch.setattr(register, "add", end)
    with pytest.raises(Killed):
        desk.forget()
    monkeypatch.undo()
    assert engine.get_case(desk.house.desk, desk.cases[0].id).subject == desk.cases[0].subject
    assert ("SAG1", "Glemt den 2026-03-02, men står her igen: kør sagsgang forget.") in desk.found()
    desk.forget()
    assert desk.found() == []


@ON_SQLITE
def test_the_record_says_who_forgot_whom_when_and_why(desk: Desk, tmp_path: Path) -> None:
    engine.write_heads(desk.house.desk, tmp_path / "heads.txt")
    desk.forget()
    heads = engine.read_heads(desk.house.desk, tmp_path / "heads.txt")
    assert list(engine.verify_since(desk.house.desk, heads, lambda _read: None)) == []
    said = [one.sentence for one in engine.forgotten(desk.house.desk)]
    assert said == [f"Glemt den 02.03.2026 af Kaj Munk (efter anmodning), med {case.number}." for case in desk.cases]
    told = engine.history_of(desk.house.desk, Kind.CASE, desk.cases[0].id)[-1]
    assert (told.type, told.actor_id, told.details["ground"]) == ("erased", desk.house.id("kaj"), "anmodning")


BACK = [  # rows, column, what must stand there, what is found
    ("entries WHERE item_kind = 'case' AND item_id = 1", "text", "(glemt)", "Teksten blev slettet, men står der igen."),
    ("outbox WHERE item_kind = 'case' AND item_id = 1", "body", "", "Indholdet blev slettet, men står der igen."),
    ("cases WHERE id = 1", "subject", "(glemt)", "subject er 'Xenia', men historikken siger '(glemt)'."),
    ("customers WHERE NOT active", "name", "(glemt)", "name er 'Xenia', men historikken siger '(glemt)'."),
]


def test_what_was_forgotten_and_stands_there_again_is_found(desk: Desk) -> None:
    desk.forget()
    for where, column, blank, sentence in BACK:
        table, _, rows = where.partition(" ")
        desk.sql(f"UPDATE {table} SET {column} = 'Xenia' {rows}")
        assert any(told.endswith(sentence) for _, told in desk.found())
        desk.sql(f"UPDATE {table} SET {column} = '{blank}' {rows}")
    assert desk.found() == []


@ON_SQLITE
def test_an_agent_who_is_forgotten_as_a_customer_keeps_the_account(house: House) -> None:
    pia = house.agent("pia")
    customer = engine.add_customer(house.desk, name=pia.name, email=pia.email, phone=None, by=house.id("anders"))
    with house.by_hand() as connection:
        connection.execute(text(f"UPDATE customers SET agent_id = {pia.id} WHERE id = {customer.id}"))
    engine.forget(house.desk, customer.id, Ground.MISTAKE)
    forgotten = engine.get_customer(house.desk, customer.id)
    assert (forgotten.name, forgotten.email, forgotten.agent_id, forgotten.active) == ("(glemt)", None, None, False)
    assert house.agent("pia").name == pia.name


@ON_SQLITE
def test_the_register_is_its_owners_alone_and_a_line_that_was_cut_short_is_none(desk: Desk) -> None:
    desk.forget()
    file = desk.house.desk.settings.data_dir / register.NAME
    lines = register.read_register(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert {line.subject for line in lines} >= {("case", 1), ("task", 1), ("customer", desk.customer.id)}
    with file.open("a") as log:
        log.write('{"desk": "half of a')
    register.add(file.parent, lines[:1])
    assert register.read_register(file) == (*lines, lines[0])
