"""Who opened which case, task or file, and when (D-28)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.model.items import Kind

REPEATED = timedelta(minutes=10)  # what somebody opens again so soon counts once


@dataclass(frozen=True)
class Viewable:
    """What was opened: an item, or with `attachment_id` a file of it."""

    item_kind: Kind
    item_id: int
    attachment_id: int | None = None


@dataclass(frozen=True)
class Viewing:
    """An agent opened it; `file` is the name of an attachment, None for the item itself and for a file that is gone."""

    id: int
    agent_id: int
    viewed: Viewable
    at: datetime
    file: str | None
