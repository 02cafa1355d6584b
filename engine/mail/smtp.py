"""The wire: one connection to the mail server, and what its answers mean. What is sent, and when again, is `delivery`.

`smtp://` encrypts where the server offers it, `smtp+starttls://` insists on it, `smtps://` begins with it. A password
only goes over an encrypted connection, or to this very machine.
"""

import errno
import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from engine.reasons import (
    ANSWERED,
    BROKE_OFF,
    HUNG_UP,
    NO_SUCH_HOST,
    NO_WAY,
    NOBODY_LISTENS,
    NOT_ENCRYPTED,
    NOT_TRUSTED,
    OUT_OF_REACH,
    TOO_SLOW,
    TURNED_AWAY,
)
from engine.sentences import say

TIMEOUT_SECONDS = 30.0
SCHEMES = ("smtp", "smtp+starttls", "smtps")
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_HERE = ("localhost", "127.0.0.1", "::1")


class Unreachable(Exception):
    """The mail server cannot be talked to at all; the text says why."""


class NotTaken(Exception):
    """The server did not take this message; the text is its answer. `for_good`: asking again would not help (5xx)."""

    def __init__(self, reason: str, *, for_good: bool = False):
        super().__init__(reason)
        self.for_good = for_good


@dataclass(frozen=True)
class Server:
    """Where mail goes out: `SAGSGANG_SMTP_URL`, taken apart."""

    scheme: str
    host: str
    port: int
    username: str = ""
    password: str = field(default="", repr=False)
    timeout_seconds: float = TIMEOUT_SECONDS

    @classmethod
    def from_url(cls, url: str) -> "Server":
        parts = urlsplit(url)
        return cls(
            parts.scheme,
            parts.hostname or "",
            parts.port or _PORTS[parts.scheme],
            unquote(parts.username or ""),
            unquote(parts.password or ""),
        )


class Connection:
    """Opened by the first message and kept for the next ones; one that breaks is opened again."""

    def __init__(self, server: Server):
        self._server = server
        self._client: smtplib.SMTP | None = None

    def __enter__(self) -> "Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self._close()

    def send(self, letter: EmailMessage, sender: str, recipient: str) -> None:
        """Returns when the server has taken it. Raises Unreachable, NotTaken."""
        client = self._open()
        try:
            client.send_message(letter, sender, [recipient])
        except smtplib.SMTPRecipientsRefused as refused:
            raise self._not_taken(*refused.recipients[recipient]) from None
        except smtplib.SMTPResponseException as answer:  # the sender, or the message itself
            raise self._not_taken(answer.smtp_code, answer.smtp_error) from None
        except (OSError, smtplib.SMTPException) as trouble:
            self._close()
            raise NotTaken(say(BROKE_OFF, why=_said(trouble))) from None

    def _not_taken(self, code: int, text: bytes | str) -> NotTaken:
        if code == 421:  # it has hung up besides
            self._close()
        return NotTaken(say(ANSWERED, answer=_answer(code, text)), for_good=500 <= code < 600)

    def _open(self) -> smtplib.SMTP:
        if self._client is not None and not _is_there(self._client):
            self._close()
        if self._client is None:
            try:
                self._client = _connect(self._server)
            except smtplib.SMTPResponseException as answer:
                raise Unreachable(say(TURNED_AWAY, answer=_answer(answer.smtp_code, answer.smtp_error))) from None
            except (OSError, smtplib.SMTPException, ValueError) as trouble:
                raise Unreachable(say(OUT_OF_REACH, why=_said(trouble))) from None
        return self._client

    def _close(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            try:
                client.quit()
            except (OSError, smtplib.SMTPException):
                client.close()


def _connect(server: Server) -> smtplib.SMTP:
    context = _context(server)
    client: smtplib.SMTP
    if server.scheme == "smtps":
        client = smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout_seconds, context=context)
    else:
        client = smtplib.SMTP(server.host, server.port, timeout=server.timeout_seconds)
    try:
        _greet(client, server, context)
    except BaseException:
        client.close()
        raise
    return client


def _greet(client: smtplib.SMTP, server: Server, context: ssl.SSLContext) -> None:
    client.ehlo_or_helo_if_needed()
    encrypted = server.scheme == "smtps"
    if not encrypted and (server.scheme == "smtp+starttls" or client.has_extn("starttls")):
        client.starttls(context=context)
        encrypted = True
    if server.username:
        if not encrypted and server.host not in _HERE:
            raise smtplib.SMTPException(NOT_ENCRYPTED)
        client.login(server.username, server.password)


def _context(server: Server) -> ssl.SSLContext:
    """Encryption that was not asked for is better than none, whoever signed it; any other is checked."""
    context = ssl.create_default_context()
    if server.scheme == "smtp" and not server.username:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def _is_there(client: smtplib.SMTP) -> bool:
    """Some servers hang up after so many messages."""
    try:
        return client.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False


def _answer(code: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return " ".join(f"{code} {words}".split())[:300]


# what is tried first is the more special
_TROUBLES: tuple[tuple[type[Exception], str], ...] = (
    (TimeoutError, TOO_SLOW),
    (ConnectionRefusedError, NOBODY_LISTENS),
    (socket.gaierror, NO_SUCH_HOST),
    (ssl.SSLCertVerificationError, NOT_TRUSTED),
    (ConnectionError, HUNG_UP),
    (smtplib.SMTPServerDisconnected, HUNG_UP),
)
_UNREACHABLE = (errno.ENETUNREACH, errno.EHOSTUNREACH)


def _said(trouble: Exception) -> str:
    """What went wrong on the way, in words; what else a machine says, without its number."""
    for kind, words in _TROUBLES:
        if isinstance(trouble, kind) or isinstance(trouble.__context__, kind):
            return words
    if isinstance(trouble, OSError) and trouble.errno in _UNREACHABLE:
        return NO_WAY
    text = trouble.strerror if isinstance(trouble, OSError) and trouble.strerror else str(trouble)
    return " ".join(str(text).split())[:300] or type(trouble).__name__
