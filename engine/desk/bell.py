"""The bell: what a person was told, in the product, whether or not it also went by mail."""

from engine.model.outgoing import Notification
from engine.pages import Page, id_of, limited
from engine.store.work import outbox
from engine.transaction.desk import Desk

COUNTED = 100  # unread messages; one more means that there are more


def notices(desk: Desk, agent_id: int, *, after: str | None = None, limit: int = 50) -> Page[Notification]:
    """Newest first; `count` is how many are unread, COUNTED + 1 for any more.

    `after` is the last message's id of the page before.
    """
    last, limit = id_of(after), limited(limit)
    with desk.reading() as connection:
        found = outbox.bell_of(connection, agent_id, before=last, limit=limit + 1)
        unread = outbox.count_unread(connection, agent_id, most=COUNTED + 1)
    kept = found[:limit]
    return Page(kept, str(kept[-1].message.id) if len(found) > limit else None, unread)


def unread_notices(desk: Desk, agent_id: int) -> int:
    """How many are unread, COUNTED + 1 for any more."""
    with desk.reading() as connection:
        return outbox.count_unread(connection, agent_id, most=COUNTED + 1)


def mark_notices_read(desk: Desk, agent_id: int) -> None:
    with desk.database.write() as connection:
        outbox.mark_read(connection, agent_id, desk.clock())
