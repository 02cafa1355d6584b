"""Messages that leave the house, before they have their row in the outbox."""

import uuid
from typing import Any

from engine.flow.standing import Standing
from engine.model.correspondence import Delivery
from engine.model.items import WorkItem
from engine.model.outgoing import MAX_SHOWN, Draft
from engine.reasons import NO_ADDRESS, REPLAYED


def draft(standing: Standing, item: WorkItem, *, address: str | None, reason: str | None, **columns: Any) -> Draft:
    """One message; without an address or a mail server it says why it is not sent, and first of all in a replay."""
    outward = standing.outward
    replayed = REPLAYED if outward.not_sent == REPLAYED else None
    reason = replayed or reason or outward.not_sent or (None if address else NO_ADDRESS)
    columns["recipient"] = columns["recipient"][:MAX_SHOWN]
    return Draft(
        item_kind=item.kind,
        item_id=item.id,
        address=address,
        delivery=Delivery.NOT_SENT if reason else Delivery.WAITING,
        reason=reason,
        created_at=standing.now,
        **columns,
    )


def new_message_id(standing: Standing) -> str:
    return f"<{uuid.uuid4()}@{standing.outward.host}>"
