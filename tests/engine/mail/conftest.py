"""A post office: a database with an outbox, a mail server, and the words for what lies there."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from engine.files import Files
from engine.mail.delivery import Post, deliver_due
from engine.mail.smtp import Server
from engine.model.correspondence import Delivery, Message
from engine.model.items import Kind
from engine.model.outgoing import Draft
from engine.store import Database, Holder, Writes, heartbeats
from engine.store.work import outbox
from tests.fixtures.mail import MailServer
from tests.fixtures.time import SettableClock

SENDER = "sagsgang@kommunen.example"
DESK = "5f3c8d1e-0c8e-4c8f-9c59-0f6f2d9b8a11"


class PostOffice:
    """What Mette writes about case 7, and what becomes of it."""

    def __init__(self, database: Database, clock: SettableClock, files: Files, smtp: MailServer):
        self.database, self.clock, self.files, self.smtp = database, clock, files, smtp
        self.post = Post(database, clock, files, replace(Server.from_url(smtp.url), timeout_seconds=60), SENDER, DESK)

    def write(self, *addresses: str, **changes: object) -> tuple[int, ...]:
        """One mail to all of them: a row each, under one Message-ID."""
        base = Draft(
            message_id="<et-brev@kommunen.example>",
            kind="mail",
            item_kind=Kind.CASE,
            item_id=7,
            recipient="",
            address=None,
            subject="Nøgler til serverrummet [SAG7]",
            body="Hej\n\nNøglerne ligger i receptionen.\n\nMed venlig hilsen\nMette",
            delivery=Delivery.WAITING,
            created_at=self.clock(),
            to=addresses,
        )
        drafts = [replace(base, address=one, recipient=one, key=uuid.uuid4().hex) for one in addresses]
        with self.database.write() as connection:
            writes = Writes(connection)
            outbox.add(writes, [replace(draft, **changes) for draft in drafts])  # type: ignore[arg-type]
            writes.send()
            written = outbox.messages_of(connection, Kind.CASE, 7)
        return tuple(message.id for message in written[-len(drafts) :])

    def deliver(self, stale_after: timedelta = timedelta(hours=1)) -> None:
        """One look of the job, by a living process that takes others for dead after such a silence."""
        with self.database.write() as connection:
            heartbeats.beat(connection, "office", "work", "1", "1")
        deliver_due(replace(self.post, holder=Holder("office", stale_after)))

    def message(self, row: int) -> Message:
        with self.database.read() as connection:
            found = outbox.find(connection, row)
        assert found is not None
        return found

    def states(self) -> dict[str, Delivery]:
        """Recipient → what became of it, of all about case 7."""
        with self.database.read() as connection:
            return {m.recipient: m.delivery for m in outbox.messages_of(connection, Kind.CASE, 7)}


@pytest.fixture
def office(database_url: str, tmp_path: Path, clock: SettableClock, smtp: MailServer) -> Iterator[PostOffice]:
    database = Database(database_url)
    yield PostOffice(database, clock, Files(tmp_path / "attachments"), smtp)
    database.close()
