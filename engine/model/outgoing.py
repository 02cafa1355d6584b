"""What is about to leave the house, and what lies in a person's bell. What has its row already is `Message`."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from engine.model.correspondence import Delivery, Message
from engine.model.items import Kind

MAX_SHOWN = 400  # characters of whom a message is for; the address itself stands beside it


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A message to one recipient before it has its row in the outbox."""

    message_id: str  # fixed here, so that a repeat is recognised
    key: str = field(default_factory=lambda: uuid.uuid4().hex)  # of this one recipient's: what the history calls it
    kind: str  # "notice" | "external" | "mail"
    item_kind: Kind
    item_id: int
    recipient: str  # as shown: "Navn <adresse>"
    address: str | None
    subject: str
    body: str
    delivery: Delivery  # WAITING, or NOT_SENT with the reason
    created_at: datetime
    reason: str | None = None
    entry_id: int | None = None
    agent_id: int | None = None  # in whose bell it lies
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    why: str | None = None
    sender: str | None = None  # the team that it comes from


@dataclass(frozen=True)
class Due:
    """A message whose turn it is, taken for this try. `message.attempts` counts this one."""

    message: Message
    case_id: int  # the case at hand, which keeps the thread together


@dataclass(frozen=True)
class Notification:
    """One line of a person's bell."""

    message: Message
    read_at: datetime | None
