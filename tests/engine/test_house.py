"""Who there is, as everybody sees it at once: the directory that is read often and changes seldom."""

import threading

import pytest
from sqlalchemy import Connection, event

import engine
from engine import By, Delivery, Kind, NewAgent
from engine.errors import Invalid, NotFound
from engine.store import Database
from engine.store.connection.counting import watched
from engine.store.people import people
from engine.store.reading import entry_pages
from engine.store.work import outbox, seen
from engine.store.work.correspondence import Wanted
from tests.fixtures.house import House


def newcomer(house: House, number: int) -> NewAgent:
    team = house.desk.directory().teams[house.id("Servicedesk")]
    return NewAgent(f"Ny {number}", f"ny{number}", team.department, team.name, frozenset({team.name}))


def test_whoever_was_just_made_is_known_while_others_look(house: House) -> None:
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.0005):
            house.desk.directory()

    lookers = [threading.Thread(target=look) for _ in range(2)]
    for looker in lookers:
        looker.start()
    try:
        made = [engine.add_agent(house.desk, newcomer(house, n), by=house.id("kaj")) for n in range(20)]
    finally:
        over.set()
        for looker in lookers:
            looker.join(60)
    assert {agent.id for agent in made} <= house.desk.directory().agents.keys()


def test_what_changes_while_it_is_read_is_read_again(house: House) -> None:
    """PostgreSQL alone: on SQLite nobody writes between two statements of a writer."""
    if house.desk.database.is_sqlite:
        return
    desk, pia = house.desk, house.id("pia")
    locked_out: list[int] = []

    def lock_out(_connection: Connection, _cursor: object, statement: str, *_more: object) -> None:
        if statement.startswith("SELECT people.id, people.name") and not locked_out:
            locked_out.append(pia)
            with house.by_hand() as other:
                people.set_agent(other, pia, active=False)
                people.changed(other)

    with desk.database.write() as connection:
        people.changed(connection)
    event.listen(desk.database.engine, "after_cursor_execute", lock_out)
    try:
        with desk.database.write() as connection:
            desk.directory(connection)
    finally:
        event.remove(desk.database.engine, "after_cursor_execute", lock_out)
    assert locked_out == [pia]
    with desk.reading() as connection:
        assert not desk.directory(connection).agents[pia].active


def test_two_pages_of_one_item_at_once_and_the_one_that_shows_more_counts(house: House) -> None:
    """On PostgreSQL the second would find the row that was not there when it began."""
    case, signe = house.keep("anders"), house.id("signe")

    def see(sequence: int) -> None:
        with house.desk.database.write() as connection:
            seen.mark_seen(connection, signe, Kind.CASE, case.id, sequence)

    pages = [threading.Thread(target=see, args=(sequence,)) for sequence in (3, 1, 2, 3, 1)]
    for page in pages:
        page.start()
    for page in pages:
        page.join(60)
    with house.desk.reading() as connection:
        assert seen.seen_by(connection, signe, Kind.CASE, [case.id]) == {case.id: 3}


def test_what_happens_while_a_page_is_made_is_still_to_be_seen(house: House) -> None:
    case, signe = house.keep("anders"), house.id("signe")
    shown = engine.look_at(house.desk, Kind.CASE, case.id, by=signe).item
    engine.write_comment(house.desk, Kind.CASE, case.id, "Vigtigt!", by=house.by("anders"))
    engine.mark_seen(house.desk, shown, by=signe)
    with house.desk.reading() as connection:
        noted = seen.seen_by(connection, signe, Kind.CASE, [case.id])[case.id]
    assert noted == shown.event_count < house.now(case).event_count


def test_a_team_that_is_none_has_no_notices_to_switch_off(house: House) -> None:
    for team_id in (0, 999):
        with pytest.raises(NotFound):
            engine.set_muted(house.desk, ["assigned"], by=house.id("kaj"), team_id=team_id)


def test_what_belongs_on_one_line_stands_on_one(house: House) -> None:
    anders = house.id("anders")
    case = house.keep("anders", subject="Printer\nBcc: alle@kommunen.example")
    assert house.now(case).subject == "Printer Bcc: alle@kommunen.example"
    engine.edit_case(house.desk, case.id, {"subject": "Printer\r\n på 3. sal"}, by=By(anders))
    assert house.now(case).subject == "Printer på 3. sal"
    customer = engine.add_customer(house.desk, name="Lone\nBæk", email=None, phone=None, by=anders)
    assert customer.name == "Lone Bæk"


@pytest.mark.parametrize("typed", ["åse", "ØSTER", "aase.o", "kommunen åse"])
def test_a_customer_is_found_by_any_word_however_it_is_written(house: House, typed: str) -> None:
    mail, anders = "aase.oestergaard@kommunen.example", house.id("anders")
    made = engine.add_customer(house.desk, name="Åse Østergaard", email=mail, phone=None, by=anders)
    assert engine.find_customers(house.desk, typed) == (made,)


@pytest.mark.parametrize("address", ["søren@firma.dk", "a..b@firma.dk", "a@b@firma.dk", "x@-firma.dk"])
def test_an_address_that_no_server_takes_is_refused_when_it_is_written(house: House, address: str) -> None:
    with pytest.raises(Invalid, match="mailadresse"):
        engine.add_customer(house.desk, name="Lone", email=address, phone=None, by=house.id("anders"))


def test_a_customer_of_a_long_name_and_a_long_address_is_written_to(house: House) -> None:
    address = f"{'a' * 60}@{'.'.join(['b' * 60] * 3)}.dk"
    customer = engine.add_customer(house.desk, name="L" * 200, email=address, phone=None, by=house.id("anders"))
    case = house.keep("anders", customer=customer.id)
    engine.send_external(house.desk, case.id, "Printeren virker igen.", by=house.by("anders"))
    (message,) = [m for m in engine.messages_of(house.desk, Kind.CASE, case.id) if m.kind == "external"]
    assert message.address == address and message.recipient.startswith("L" * 200)


def test_what_was_written_is_found_by_its_index(sqlite_url: str) -> None:
    """What has not left the house, and what the entries of an item were sent as."""
    asked: list[str] = []
    database = Database(sqlite_url)
    with database.read() as connection, watched(connection.dialect, before=asked.append):
        entry_pages.newest(connection, Kind.CASE, 1, Wanted(), before=None, limit=31)
    with database.read() as connection:
        statement = asked.pop()
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", (0,) * statement.count("?")).all()
        for index in ("ix_entries_item", "ix_attachments_entry_id", "ix_outbox_item"):
            assert any(index in row[-1] for row in plan), plan
    asked.clear()
    with database.read() as connection, watched(connection.dialect, before=asked.append):
        outbox.of_delivery(connection, Delivery.FAILED)
        outbox.count(connection, Delivery.NOT_SENT)
    with database.read() as connection:
        for statement in asked:
            values = [0 if "LIMIT" in part or "OFFSET" in part else "failed" for part in statement.split("?")[:-1]]
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(values)).all()
            assert any("ix_outbox_stopped" in row[-1] for row in plan), plan
    database.close()
