"""What happened: one event of the history, as pages show it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.model.items import Kind


@dataclass(frozen=True)
class Event:
    """`sequence` counts from 1 per work item; `hash` covers everything here and the events before it.

    `details` is JSON: what the classes of engine.history say of the type, private parts in their places, but `changes`
    is {column: [before, after]}. `actor_id` None is the system; `source` is unique: the name that an import or a sent
    form has for the action.
    """

    item_kind: Kind
    item_id: int
    sequence: int
    type: str
    at: datetime
    actor_id: int | None
    on_behalf_of: str | None
    details: Mapping[str, Any]
    hash: str
    source: str | None = None
