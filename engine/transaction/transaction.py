"""One transaction: an act is decided on what stands under the lock, and written with it."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, TypeVar

from engine import flow
from engine.errors import AlreadyDone, DeskError, NeedsReason
from engine.flow import Decision, Missing, Need, Outward, Standing
from engine.flow.deciding import Deciding
from engine.flow.decision import Key
from engine.model.by import By
from engine.model.form_drafts import SentForm, key_of
from engine.model.items import WorkItem
from engine.model.people import Directory
from engine.store import Connection, Writes
from engine.store.history import events
from engine.store.work import form_drafts
from engine.transaction.desk import Desk
from engine.transaction.keeping import keep
from engine.transaction.loading import Loader
from engine.transaction.notifying import notified, told_of_messages

T = TypeVar("T", bound=WorkItem)


class Transaction:
    """What `by` does at one moment. Use `transaction(desk, by)`.

    `known` is what was loaded, `saved` what was written of cases and tasks, by their number.
    """

    def __init__(self, desk: Desk, connection: Connection, by: By, *, locks: bool = True):
        self.desk, self.by, self.now = desk, by, desk.clock()
        self.writes = Writes(connection)
        self.known: dict[Need[Any], Any] = {}
        self.saved: dict[Key, WorkItem] = {}
        self.directory_version: int | None = None
        self._loader = Loader(desk, connection, locks=locks)

    @property
    def connection(self) -> Connection:
        return self.writes.connection

    @cached_property
    def directory(self) -> Directory:
        return self.desk.directory(self.connection, self.directory_version)

    def decide(self, act: flow.Act) -> Decision:
        """What the act leads to. What it asks for and was not loaded is loaded, and it is decided again."""
        while True:
            try:
                return flow.decide(self.standing(), act)
            except Missing as missing:
                self.load(missing.need)

    def do(self, act: flow.Act) -> Decision:
        """Decides the act, and gathers what it leads to for the end of the transaction.

        Raises what `flow.decide` does, and NeedsReason for the cautions that have none.
        """
        decision = self.decide(act)
        if decision.cautions:
            raise NeedsReason(decision.cautions)
        standing = self.standing(loads=True)
        decision = told_of_messages(standing, notified(self.desk.hooks, standing, decision))
        for saved in keep(self.desk, self.writes, decision, self.by):
            self.saved[saved.kind, saved.id] = saved
        self.known = {}  # it stands otherwise now
        return decision

    def item(self, decision: Decision) -> WorkItem:
        """The item that the act was about, as it was written, or as it is where nothing about it changed."""
        subject = decision.subject
        return self.saved.get((subject.kind, subject.id), subject)

    def standing(self, *, loads: bool = False) -> Standing:
        """What decisions are made from; with `loads` it reads what is asked for.

        A clock that was put back does not turn the time of what is known (D-30).
        """
        held = (item.updated_at for item in self.known.values() if isinstance(item, WorkItem))
        now = max((self.now, *held))
        host = self.desk.settings.base_url.split("://")[-1].split("/")[0].split(":")[0]
        outward = Outward(host, self.desk.not_sent)
        return Standing(self.by, now, self.directory, outward, self.known, self.load if loads else None)

    def load(self, need: Need[Any]) -> None:
        self.writes.send()
        self.known.update(self._loader.load(need))


@contextmanager
def transaction(desk: Desk, by: By) -> Iterator[Transaction]:
    """Committed at the end of the block; nothing is written when it raises."""
    try:
        with desk.database.write() as connection:
            opened = Transaction(desk, connection, by)
            yield opened
            if isinstance(by.source, SentForm) and by.agent is not None:
                form_drafts.discard_sent(opened.writes, by.agent, by.source, opened.now)
            opened.writes.send()
    except DeskError as error:
        _check_not_done(desk, by, error)
        raise


def do(desk: Desk, act: flow.Act, by: By, about: type[T]) -> T:
    """The act in a transaction of its own; the case or task that it was about, as it is after it."""
    with transaction(desk, by) as opened:
        item = opened.item(opened.do(act))
    assert isinstance(item, about)
    return item


def look(desk: Desk, connection: Connection, by: int) -> Deciding:
    """The same eyes for a page that only reads: nothing is locked, nothing is written."""
    return Deciding(Transaction(desk, connection, By(by), locks=False).standing(loads=True))


def _check_not_done(desk: Desk, by: By, error: DeskError) -> None:
    """What was done the first time may not be possible again: AlreadyDone says more than that error."""
    key = key_of(by.source)
    if key is None or isinstance(error, AlreadyDone):
        return
    with desk.reading() as connection:
        done = events.has_source(connection, key)
    if done:
        raise AlreadyDone(key) from error
