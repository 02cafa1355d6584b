"""Whoever writes need not work here: their address can be forgotten, that somebody wrote stays."""

import orjson
from sqlalchemy import delete, insert

from engine import Kind
from engine.history.events.item_events import EntryWritten, Registered
from engine.history.fold import state_at
from engine.history.reading import opened
from engine.history.shape import Mixed, Subject
from engine.model.correspondence import AuthorKind
from engine.store.tables import entries
from engine.store.work import correspondence
from tests.engine.history.test_canonical import NOON
from tests.engine.history.test_chain import chained
from tests.fixtures.house import House

ADDRESS = "lone@kommunen.example"
BY_MAIL = Mixed({"kind": "address", "address": ADDRESS}, frozenset({"address"}))
BY_CUSTOMER = Mixed({"kind": "customer", "customer": 4, "address": ADDRESS}, frozenset({"address"}))


def test_an_event_of_somebody_who_is_no_agent_says_who_it_was_and_keeps_the_address_private() -> None:
    registered, written = chained(
        [Registered(author=BY_CUSTOMER), EntryWritten(entry=9, kind="mail", text="Hej", author=BY_MAIL)], by=None
    )
    assert ADDRESS not in registered.data + written.data
    assert orjson.loads(registered.data)["author"] == {"kind": "customer", "customer": 4}
    state = state_at(Subject.CASE, 7, map(opened, (registered, written)))
    entry = state.entries[9]
    assert (entry["written_by"], entry["author_kind"]) == (None, "address")
    assert (entry["author_customer_id"], entry["author_address"]) == (None, ADDRESS)
    assert state.row["updated_by"] is None


def test_an_entry_that_no_agent_wrote_is_kept_and_read(house: House) -> None:
    case = house.keep("anders")
    row = {"kind": "mail", "item_kind": "case", "item_id": case.id, "text": "Hej", "recipients": [], "cc": []}
    row |= {"author_kind": "address", "author_address": ADDRESS, "written_at": NOON}
    with house.desk.database.write() as connection:
        connection.execute(insert(entries), [row])
        (entry,) = correspondence.of_item(connection, Kind.CASE, case.id)
        connection.execute(delete(entries))
    assert (entry.written_by, entry.author_kind, entry.author_address) == (None, AuthorKind.ADDRESS, ADDRESS)
