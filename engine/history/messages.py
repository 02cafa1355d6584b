"""What the history tells of a message: what it is, and a commitment to what it says."""

from collections.abc import Sequence
from typing import Any

from engine.history.erased_event import FORGOTTEN
from engine.model.outgoing import Draft

FORGOTTEN_CONTENT: list[str | None] = [FORGOTTEN, None, FORGOTTEN, ""]  # what stands in the row of an erased one


def content_of(recipient: str, address: str | None, subject: str, body: str) -> list[str | None]:
    """What is committed to: whoever got it, and what they got."""
    return [recipient, address, subject, body]


def written(drafts: Sequence[Draft]) -> dict[str, Any]:
    """The details of a `written` event."""
    contents = [content_of(d.recipient, d.address, d.subject, d.body) for d in drafts]
    return {"messages": [_message(draft) for draft in drafts], "content": contents}


def _message(draft: Draft) -> dict[str, Any]:
    told: dict[str, Any] = {"id": draft.key, "kind": draft.kind, "state": draft.delivery.value}
    more = {"agent": draft.agent_id, "entry": draft.entry_id, "reason": draft.reason}
    return told | {name: value for name, value in more.items() if value is not None}
