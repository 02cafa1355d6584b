"""Who reads, and from what: one snapshot of the database, opened once for each page."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from engine.desk.bell import COUNTED
from engine.errors import NotFound
from engine.model.form_drafts import FormDraft
from engine.model.items import Kind
from engine.model.people import Agent, Directory
from engine.runner import Program
from engine.store import Connection
from engine.store.reading import page_frames
from engine.store.reading.page_frames import Frame, ReadSoFar
from engine.transaction.desk import Desk


@dataclass(frozen=True)
class Reader:
    """An agent who reads. `connection` is in one read transaction, of which `directory` is as it is there."""

    desk: Desk
    connection: Connection
    agent: Agent
    directory: Directory
    now: datetime
    unread: int  # messages of the bell; COUNTED + 1 for any more
    drafts: tuple[FormDraft, ...] = ()  # what they have begun on the page that they asked for
    read: ReadSoFar | None = None  # of the item that they asked for

    def program(self, definition_id: int) -> Program:
        return self.desk.program(self.connection, definition_id)


@contextmanager
def reader_of(desk: Desk, by: int) -> Iterator[Reader]:
    """That agent on a snapshot of their own."""
    with desk.reading() as connection:
        yield _reader(desk, connection, by, page_frames.frame(connection, by, most=COUNTED + 1))


@contextmanager
def reader_of_item(desk: Desk, by: int, kind: Kind, item_id: int, page: str) -> Iterator[Reader]:
    """The same for the page of an item; `page` is its address, at which drafts are kept."""
    with desk.reading() as connection:
        frame = page_frames.frame_of_item(connection, by, kind, item_id, page, most=COUNTED + 1)
        yield _reader(desk, connection, by, frame)


def _reader(desk: Desk, connection: Connection, by: int, frame: Frame) -> Reader:
    directory = desk.directory(connection, frame.directory_version)
    agent = directory.agents.get(by)
    if agent is None:
        raise NotFound("Personen findes ikke.")
    now = desk.clock()
    drafts = tuple(draft for draft in frame.drafts if not draft.is_old(now))
    return Reader(desk, connection, agent, directory, now, frame.unread, drafts, frame.read)
