"""A fault before and after every SQL statement and every commit of each kind of act: all of it is there, or nothing.

After the commit it is there, once, and whoever repeats it since the answer was lost is told so.
"""

import inspect
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

import engine
from engine.errors import DeskError
from engine.mail.delivery import LEASE, Post, deliver_due
from engine.mail.smtp import Server
from engine.model.correspondence import Delivery
from engine.model.items import Kind
from engine.store.connection.counting import watched
from engine.store.tables import metadata
from tests.engine.faults import acts
from tests.engine.faults.acts import ACTS, SETTINGS
from tests.fixtures import house as houses
from tests.fixtures.house import House
from tests.fixtures.mail import MailServer

# one statement that stands alone: a count of wrong passwords, a password, a language, a bookmark, a new customer
SINGLE = {"sign_in", "set_password", "set_locale", "set_mark", "begin_replay", "end_replay"}  # one row each
SINGLE |= {"begin_session", "end_session", "end_one_session", "end_sessions", "note_session_use"}
SINGLE |= {"save_draft", "discard_draft", "discard_sent_draft", "save_list", "remove_list", "set_category_active"}
SINGLE |= {"change_customer", "set_customer_active", "separate_customer", "note_viewing"}
IN_BULK = {
    "import_customers",
    "import_people",
    "index_waiting",
    "rebuild_index",
    "sweep_drafts",
    "close_viewings",
}  # tests of their own


class Fault(Exception):
    """The database goes away at that very place; nobody catches it."""


class Saboteur:
    """Counts the places where a transaction can be cut, and cuts at one of them."""

    def __init__(self, house: House):
        self.engine = house.desk.database.engine
        self.places = self.commits = 0  # commits of what wrote something
        self.cut_at: int | None = None
        self.writing = self.committed = False

    def reach(self) -> None:
        self.places += 1
        if self.places == self.cut_at:
            raise Fault

    def before(self, statement: str) -> None:
        self.reach()
        self.writing = self.writing or statement.startswith(("INSERT", "UPDATE", "DELETE", "WITH"))

    def after(self, _statement: str) -> None:
        self.reach()

    @contextmanager
    def at_work(self, cut_at: int | None) -> Iterator[None]:
        self.places, self.commits, self.cut_at = 0, 0, cut_at
        self.writing = self.committed = False
        dialect, commit = self.engine.dialect, self.engine.dialect.do_commit

        def commit_between(connection: Any) -> None:
            self.reach()
            commit(connection)
            self.committed, self.writing = self.writing, False
            self.commits += self.committed
            self.reach()
            self.committed = False

        dialect.do_commit = commit_between  # type: ignore[method-assign]
        try:
            with watched(dialect, before=self.before, after=self.after):
                yield
        finally:
            dialect.do_commit = commit  # type: ignore[method-assign]


def everything(house: House) -> dict[str, list[Any]]:
    """Every row of every table."""
    with house.desk.reading() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{table.name}"')).all()))
            for table in metadata.sorted_tables
        }


def cut_everywhere(house: House, act: acts.Act) -> None:
    """Until it is committed; the answer to that is lost."""
    before, saboteur, cut = everything(house), Saboteur(house), 0
    while not saboteur.committed:
        cut += 1
        with saboteur.at_work(cut), pytest.raises(Fault):
            act("første gang")
        if not saboteur.committed:
            assert everything(house) == before, f"half of it is there after a fault at place {cut}"
    assert everything(house) != before
    house.check()


@pytest.mark.parametrize("name", [*ACTS, *SETTINGS])
def test_an_act_is_done_whole_or_not_at_all_and_once(house: House, name: str) -> None:
    prepare = (ACTS | SETTINGS)[name]
    undisturbed, saboteur = prepare(house), Saboteur(house)
    with saboteur.at_work(None):
        undisturbed(None)
    assert saboteur.commits == 1
    act = prepare(house)
    cut_everywhere(house, act)
    after = everything(house)
    try:
        act("første gang")
    except DeskError as told:
        assert str(told)
    else:
        assert name in SETTINGS or everything(house) == after


def test_everything_that_writes_is_among_them() -> None:
    told = inspect.getsource(acts) + inspect.getsource(houses)
    functions = {name: inspect.getsource(one) for name, one in vars(engine).items() if inspect.isfunction(one)}
    marks = ("with transaction(", "database.write()", "directory_change(", "return _do(", "return _write(")
    writing = {name for name, source in functions.items() if any(mark in source for mark in marks)}
    assert {name for name in writing if not re.search(rf"engine\.{name}\b", told)} == SINGLE | IN_BULK


def test_a_message_that_is_being_delivered_is_lost_at_no_place(house: House, smtp: MailServer) -> None:
    """A fault between the server's yes and our commit may repeat it, under the same Message-ID; no other does."""
    desk = house.desk
    post = Post(
        desk.database, desk.clock, desk.files, Server.from_url(smtp.url), "sagsgang@kommunen.example", desk.uuid
    )
    acts.send_again(house)(None)
    saboteur, cut, done = Saboteur(house), 0, False
    while not done:
        cut += 1
        smtp.received.clear()
        with saboteur.at_work(cut):
            try:
                deliver_due(post)
                done = True
            except Fault:
                pass
        house.clock.advance(LEASE + timedelta(hours=3))
        deliver_due(post)
        (message,) = [one for one in engine.messages_of(desk, Kind.CASE, 1) if one.kind == "external"]
        assert message.delivery == Delivery.SENT
        assert {mail.message["Message-ID"] for mail in smtp.received} == {message.message_id}
        assert len(smtp.received) <= 2
        if not done:  # the next place, with the same message
            with desk.database.write() as connection:
                connection.execute(text("UPDATE outbox SET delivery = 'waiting', attempts = 0, due_at = created_at"))
    assert cut > 12
