"""What the history tells of a message: what it is, and a commitment to what it says."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.history.events.erased_event import FORGOTTEN
from engine.model.outgoing import Draft

CONTENT = ("recipient", "address", "subject", "body", "to", "cc", "why")
FORGOTTEN_CONTENT: list[Any] = [FORGOTTEN, None, FORGOTTEN, "", [], [], None]  # what stands in the row of an erased one


def content_of(message: Mapping[str, Any]) -> list[Any]:
    """What is committed to, from the columns of a message: whoever got it, what they got, and why."""
    return [message[name] for name in CONTENT]


def written(drafts: Sequence[Draft]) -> dict[str, Any]:
    """The details of a `written` event."""
    contents = [content_of(vars(draft)) for draft in drafts]
    return {"messages": [_message(draft) for draft in drafts], "content": contents}


def _message(draft: Draft) -> dict[str, Any]:
    told: dict[str, Any] = {"id": draft.key, "kind": draft.kind, "state": draft.delivery.value}
    told |= {"message_id": draft.message_id}
    reason = str(draft.reason) if draft.reason else None
    more = {"agent": draft.agent_id, "entry": draft.entry_id, "reason": reason, "sender": draft.sender}
    return told | {name: value for name, value in more.items() if value is not None}
