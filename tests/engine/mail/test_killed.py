"""A worker is killed between the server's 250 and its own commit."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from engine.model.correspondence import Delivery
from tests.engine.mail.conftest import PostOffice
from tests.fixtures.mail import MailServer


class DeadlyServer(MailServer):
    """Kills whoever sends, once it has the message."""

    victim: int | None = None

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if self.victim is not None:
            os.kill(self.victim, signal.SIGKILL)
            self.victim = None
        return answer


@pytest.fixture
def smtp() -> Iterator[DeadlyServer]:
    server = DeadlyServer()
    server.start()
    yield server
    server.close()


def test_the_message_goes_out_again_as_soon_as_its_worker_is_found_dead_under_the_same_id(
    office: PostOffice, smtp: DeadlyServer, tmp_path: Path
) -> None:
    (row,) = office.write("henrik@firma.example")
    _send_and_die(office, smtp, tmp_path)
    assert office.message(row).delivery == Delivery.WAITING
    office.deliver(stale_after=timedelta(hours=1))
    assert len(smtp.received) == 1  # whoever died is not missed yet
    office.deliver(stale_after=timedelta(milliseconds=1))
    assert office.message(row).delivery == Delivery.SENT
    assert [mail.message["Message-ID"] for mail in smtp.received] == ["<et-brev@kommunen.example>"] * 2


def _send_and_die(office: PostOffice, smtp: DeadlyServer, folder: Path) -> None:
    url = office.database.url
    command = [sys.executable, "-m", "tests.engine.mail.dying", url, smtp.url, str(folder), office.clock().isoformat()]
    # stopped until the server knows whom to kill
    worker = subprocess.Popen(["sh", "-c", 'kill -STOP $$; exec "$@"', "sh", *command], cwd=Path(__file__).parents[3])
    smtp.victim = worker.pid
    os.waitid(os.P_PID, worker.pid, os.WSTOPPED | os.WNOWAIT)
    os.kill(worker.pid, signal.SIGCONT)
    assert worker.wait(120) == -signal.SIGKILL
