"""What happened: one fact of the history."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.model.items import Kind


@dataclass(frozen=True)
class Event:
    """One fact. `sequence` counts from 1 per work item; `hash` covers everything here and `previous_hash`.

    `details` is JSON: `changes` {column: [before, after]}, and per type what engine.history documents.
    `actor_id` None is the system; `source` is unique: the name that an import or a sent form has for the action.
    """

    item_kind: Kind
    item_id: int
    sequence: int
    type: str
    at: datetime
    actor_id: int | None
    on_behalf_of: str | None
    details: Mapping[str, Any]
    previous_hash: str
    hash: str
    source: str | None = None
