"""The correspondence of a case or task (R023 to R027) and what leaves the house (R114 to R125)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.model.items import Kind


class EntryKind(StrEnum):
    INTERNAL = "internal"
    EXTERNAL = "external"
    MAIL = "mail"


class AuthorKind(StrEnum):
    """Who wrote an entry: somebody who works here, a customer, or whoever writes from an address."""

    AGENT = "agent"
    CUSTOMER = "customer"
    ADDRESS = "address"


class Delivery(StrEnum):
    """What became of one message to one recipient."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"  # given up; can be sent again
    NOT_SENT = "not_sent"  # never to be sent, with the reason
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Upload:
    """A file as it came in: its name and bytes."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Attachment:
    """A kept file; `sha256` names its content in the attachment folder."""

    id: int
    entry_id: int
    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True)
class Entry:
    """One piece of correspondence. `text` is plain text.

    `written_by` is None where the author is no agent: a customer, or whoever writes from an address.
    """

    id: int
    kind: EntryKind
    item_kind: Kind
    item_id: int
    text: str
    written_by: int | None
    written_at: datetime
    on_behalf_of: str | None = None
    is_solution: bool = False
    subject: str | None = None
    recipients: tuple[str, ...] = ()  # as shown: "Navn <adresse>"
    cc: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    author_kind: AuthorKind = AuthorKind.AGENT
    author_customer_id: int | None = None
    author_address: str | None = None


@dataclass(frozen=True)
class Message:
    """One outbox row: one message to one recipient. `message_id` is fixed when it is written."""

    id: int
    key: str  # what the history calls it
    message_id: str
    kind: str  # "notice" | "external" | "mail"
    item_kind: Kind
    item_id: int
    entry_id: int | None
    recipient: str  # as shown
    address: str | None
    subject: str
    body: str
    delivery: Delivery
    attempts: int
    due_at: datetime | None
    reason: str | None
    created_at: datetime
    sent_at: datetime | None = None
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    why: str | None = None  # "why did I get this" (C10)
    sender: str | None = None  # the team that it comes from
