"""The database is away between the server's 250 and the commit, in a process that lives on."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from engine.errors import Unavailable
from engine.mail.delivery import LEASE
from engine.model.correspondence import Delivery
from tests.engine.mail.conftest import PostOffice
from tests.fixtures.mail import MailServer
from tests.fixtures.outage import away


class LastToAnswer(MailServer):
    """Takes the database away once it has the message, until `outage` is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.outage, self.database = ExitStack(), ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        self.outage.enter_context(away(self.database))
        return answer


@pytest.fixture
def smtp() -> Iterator[LastToAnswer]:
    server = LastToAnswer()
    server.start()
    yield server
    server.outage.close()
    server.close()


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    return postgresql_url


def test_what_the_server_took_is_not_sent_again_by_the_process_that_sent_it(
    office: PostOffice, smtp: LastToAnswer
) -> None:
    smtp.database = office.database.url
    (row,) = office.write("henrik@firma.example")
    sent_at = office.clock()
    with pytest.raises(Unavailable):
        office.deliver()
    smtp.outage.close()
    office.clock.advance(2 * LEASE)
    office.deliver()
    assert len(smtp.received) == 1
    assert (office.message(row).delivery, office.message(row).sent_at) == (Delivery.SENT, sent_at)
