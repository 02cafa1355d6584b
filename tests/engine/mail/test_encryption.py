"""Mail over encrypted connections, and passwords only over those."""

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from engine.mail.delivery import deliver_due
from engine.mail.smtp import Server
from engine.model.correspondence import Delivery
from tests.engine.mail.conftest import PostOffice
from tests.fixtures.mail import READY_SECONDS
from tests.fixtures.ports import own_port
from tests.fixtures.room import missing

HENRIK = "henrik@firma.example"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """(certificate, key) for 127.0.0.1, signed by nobody."""
    if shutil.which("openssl") is None:
        missing("No certificate for the tests of encrypted mail: there is no openssl here.")
    folder = tmp_path_factory.mktemp("certificate")
    made, key = folder / "cert.pem", folder / "key.pem"
    kind = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(["openssl", *kind, *names, "-keyout", key, "-out", made], check=True, capture_output=True)
    return made, key


class Takes:
    """Takes everything, and remembers whether it came encrypted and who signed in."""

    def __init__(self) -> None:
        self.encrypted: list[bool] = []
        self.signed_in: list[bytes] = []

    async def handle_DATA(self, _server: SMTP, session: Session, _envelope: Envelope) -> str:
        self.encrypted.append(session.ssl is not None)
        return "250 OK"

    def sign_in(self, _server: SMTP, _session: Session, _envelope: Envelope, _how: str, data: object) -> AuthResult:
        assert isinstance(data, LoginPassword)
        self.signed_in.append(data.login)
        return AuthResult(success=data.password == b"kodeord/1", handled=False)


@pytest.fixture
def starttls(certificate: tuple[Path, Path]) -> Iterator[tuple[Takes, int]]:
    """A server that offers encryption, and asks for a name once it is there."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    takes = Takes()
    with own_port() as port:
        server = Controller(
            takes,
            hostname="127.0.0.1",
            port=port,
            ready_timeout=READY_SECONDS,
            tls_context=context,
            authenticator=takes.sign_in,
        )
        server.start()
        yield takes, server.port
        server.stop()


@pytest.fixture
def trusted(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))


def send(office: PostOffice, url: str) -> Delivery:
    (row,) = office.write(HENRIK)
    deliver_due(replace(office.post, server=Server.from_url(url)))
    return office.message(row).delivery


def test_encryption_is_used_where_it_is_offered_whoever_signed_it(
    office: PostOffice, starttls: tuple[Takes, int]
) -> None:
    takes, port = starttls
    assert send(office, f"smtp://127.0.0.1:{port}") == Delivery.SENT
    assert takes.encrypted == [True]


@pytest.mark.usefixtures("trusted")
def test_name_and_password_sign_in(office: PostOffice, starttls: tuple[Takes, int]) -> None:
    takes, port = starttls
    assert send(office, f"smtp+starttls://desk:kodeord%2F1@127.0.0.1:{port}") == Delivery.SENT
    assert (takes.encrypted, takes.signed_in) == ([True], [b"desk"])


@pytest.mark.usefixtures("trusted")
def test_a_wrong_password_leaves_the_message_waiting_with_the_servers_words(
    office: PostOffice, starttls: tuple[Takes, int]
) -> None:
    (row,) = office.write(HENRIK)
    url = f"smtp+starttls://desk:forkert@127.0.0.1:{starttls[1]}"
    deliver_due(replace(office.post, server=Server.from_url(url)))
    assert office.message(row).delivery == Delivery.WAITING
    reason = office.message(row).reason or ""
    assert reason.startswith("Mailserveren afviser os: 535")
    assert "forkert" not in reason


def test_a_server_that_nobody_vouches_for_gets_nothing_where_encryption_is_required(
    office: PostOffice, starttls: tuple[Takes, int]
) -> None:
    assert send(office, f"smtp+starttls://127.0.0.1:{starttls[1]}") == Delivery.WAITING
    assert starttls[0].encrypted == []


def test_required_encryption_that_is_not_offered_leaves_the_message_waiting(office: PostOffice) -> None:
    assert send(office, office.smtp.url.replace("smtp:", "smtp+starttls:")) == Delivery.WAITING
    assert office.smtp.received == []
