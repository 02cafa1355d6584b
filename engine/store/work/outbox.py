"""The outbox: one row a message a recipient. Those to an agent are also the bell in the product."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, false, func, insert, literal_column, or_, select, update

from engine.history.canonical import plain
from engine.history.events.message_events import Again, Delivered, Failed
from engine.history.shape import Recorded, Subject
from engine.model.correspondence import Delivery, Message
from engine.model.items import Kind
from engine.model.outgoing import Draft, Due, Notification
from engine.reasons import NO_SERVER
from engine.sentences import parts_of, with_parts
from engine.store.heartbeats import Holder, is_alive
from engine.store.history import chains
from engine.store.tables import outbox, tasks
from engine.store.writes import Writes

LONGEST_DELAY = timedelta(hours=3)  # between two tries of one message

_INSERT = insert(outbox)


def add(writes: Writes, drafts: Sequence[Draft]) -> None:
    """Writes the messages. Those that wait are due at once."""
    writes.insert(_INSERT, [_row_of(draft) for draft in drafts])


def _row_of(draft: Draft) -> dict[str, Any]:
    row = {name: value for name, value in vars(draft).items() if name not in ("delivery", "item_kind", "to", "cc")}
    row |= {"item_kind": draft.item_kind.value, "delivery": draft.delivery.value, "attempts": 0}
    row |= {"to": list(draft.to), "cc": list(draft.cc)}
    row |= _reason(draft.reason)
    row["due_at"] = draft.created_at if draft.delivery == Delivery.WAITING else None
    return row


def _reason(reason: str | None) -> dict[str, Any]:
    """A reason with the parts from which it is told in other languages."""
    return {"reason": reason and str(reason), "reason_parts": reason and parts_of(reason)}


def take_due(connection: Connection, now: datetime, lease: timedelta, holder: Holder | None = None) -> Due | None:
    """The message that is due longest, taken: nobody else gets it before the lease is over or `holder` is dead.

    One that is planned later than any message is was planned by a clock that has been put right since.
    """
    left_behind: ColumnElement[bool] = false()
    if holder is not None:
        alive = is_alive(connection, outbox.c.holder, holder.stale_after)
        left_behind = and_(outbox.c.holder.is_not(None), ~alive)
    time = or_(outbox.c.due_at <= now, outbox.c.due_at > now + LONGEST_DELAY, left_behind)
    waiting = and_(outbox.c.delivery == Delivery.WAITING.value, time)
    first = select(outbox).where(waiting).order_by(outbox.c.due_at, outbox.c.id).limit(1)
    row = connection.execute(first.with_for_update(skip_locked=True)).one_or_none()
    if row is None:
        return None
    taken = {"due_at": now + lease, "attempts": row.attempts + 1}
    held = {"holder": holder.id if holder else None}
    connection.execute(update(outbox).where(outbox.c.id == row.id).values(**taken, **held))
    return Due(_message(row, **taken), _case_of(connection, row))


def next_due(connection: Connection) -> datetime | None:
    """When the next message is to be tried."""
    waiting = outbox.c.delivery == Delivery.WAITING.value
    first = select(outbox.c.due_at).where(waiting).order_by(outbox.c.due_at, outbox.c.id).limit(1)
    due: datetime | None = connection.execute(first).scalar_one_or_none()
    return due


def record_sent(connection: Connection, message: Message, at: datetime, desk: str) -> None:
    """It went out, whoever has taken it since. `desk` is the desk's uuid."""
    sent = {"delivery": Delivery.SENT.value, "sent_at": at, "due_at": None, "holder": None, **_reason(None)}
    unsent = and_(outbox.c.id == message.id, outbox.c.delivery != Delivery.SENT.value)
    if connection.execute(update(outbox).where(unsent).values(**sent)).rowcount:
        changes = {"delivery": Delivery.SENT.value, "sent_at": plain(at)}
        _tell(connection, message, Delivered(message=message.key, attempts=message.attempts, changes=changes), desk, at)


def record_later(connection: Connection, message: Message, due_at: datetime, reason: str) -> None:
    """To be tried again."""
    _record_try(connection, message, {"due_at": due_at, **_reason(reason)})


def record_failed(connection: Connection, message: Message, reason: str, at: datetime, desk: str) -> None:
    """Given up. `desk` is the desk's uuid."""
    changes = {"delivery": Delivery.FAILED.value}
    if _record_try(connection, message, changes | {"due_at": None, **_reason(reason)}):
        failed = Failed(message=message.key, attempts=message.attempts, why=str(reason), changes=changes)
        _tell(connection, message, failed, desk, at)


def _record_try(connection: Connection, message: Message, values: dict[str, Any]) -> bool:
    """What became of a try, unless another worker has taken the message after the lease of this one."""
    mine = and_(outbox.c.delivery == Delivery.WAITING.value, outbox.c.attempts == message.attempts)
    tried = connection.execute(update(outbox).where(outbox.c.id == message.id, mine).values(holder=None, **values))
    return bool(tried.rowcount)


def _tell(
    connection: Connection, message: Message, event: Recorded, desk: str, at: datetime, by: int | None = None
) -> None:
    chains.record(connection, Subject.MESSAGE, message.id, event, desk=desk, now=at, by=by)


def send_again(connection: Connection, message: Message, now: datetime, *, by: int | None, desk: str) -> bool:
    """Puts a message that failed, or had no server to go to, in line again; False when it is not to be sent."""
    unsent = and_(outbox.c.delivery == Delivery.NOT_SENT.value, outbox.c.reason == str(NO_SERVER))
    stopped = or_(outbox.c.delivery == Delivery.FAILED.value, unsent)
    again = {"delivery": Delivery.WAITING.value, "due_at": now, "attempts": 0, **_reason(None)}
    chosen = and_(outbox.c.id == message.id, stopped, outbox.c.address.is_not(None))
    if not connection.execute(update(outbox).where(chosen).values(**again)).rowcount:
        return False
    changes = {"delivery": Delivery.WAITING.value}
    _tell(connection, message, Again(message=message.key, changes=changes), desk, now, by)
    return True


def find(connection: Connection, message_id: int) -> Message | None:
    row = connection.execute(select(outbox).where(outbox.c.id == message_id)).one_or_none()
    return _message(row) if row else None


def _of_delivery(delivery: Delivery) -> ColumnElement[bool]:
    """In the words of the index of what has not left the house, where it is one of those."""
    wanted = outbox.c.delivery == delivery.value
    return wanted if delivery == Delivery.SENT else and_(wanted, outbox.c.delivery != literal_column("'sent'"))


def of_delivery(
    connection: Connection, delivery: Delivery, *, before: int | None = None, limit: int = 50
) -> tuple[Message, ...]:
    """Messages of that fate, newest first, from the one before which to go on."""
    wanted = _of_delivery(delivery)
    if before is not None:
        wanted = and_(wanted, outbox.c.id < before)
    rows = connection.execute(select(outbox).where(wanted).order_by(outbox.c.id.desc()).limit(limit))
    return tuple(_message(row) for row in rows)


def oldest_waiting(connection: Connection) -> datetime | None:
    """When the message was written that has waited longest."""
    waiting = select(outbox.c.created_at).where(_of_delivery(Delivery.WAITING)).order_by(outbox.c.id).limit(1)
    written: datetime | None = connection.execute(waiting).scalar_one_or_none()
    return written


def count(connection: Connection, delivery: Delivery) -> int:
    found = select(func.count()).select_from(outbox).where(_of_delivery(delivery))
    return connection.execute(found).scalar_one()


def messages_of(connection: Connection, kind: Kind, item_id: int, entry_id: int | None = None) -> tuple[Message, ...]:
    """All that was written about a case or task, oldest first; or what one entry of it was sent as."""
    about = _about(kind, item_id)
    if entry_id is not None:
        about = and_(about, outbox.c.entry_id == entry_id)
    return tuple(_message(row) for row in connection.execute(select(outbox).where(about).order_by(outbox.c.id)))


def bell_of(
    connection: Connection, agent_id: int, *, before: int | None = None, limit: int = 30
) -> tuple[Notification, ...]:
    """What that agent was told, newest first; `before` is the last message's id of the page above."""
    mine = outbox.c.agent_id == agent_id
    if before is not None:
        mine = and_(mine, outbox.c.id < before)
    rows = connection.execute(select(outbox).where(mine).order_by(outbox.c.id.desc()).limit(limit))
    return tuple(Notification(_message(row), row.read_at) for row in rows)


def count_unread(connection: Connection, agent_id: int, *, most: int) -> int:
    """How many are unread; no more than `most` are counted, so that it costs the same for everyone."""
    unread = select(outbox.c.id).where(_unread(agent_id)).limit(most).subquery()
    return connection.execute(select(func.count()).select_from(unread)).scalar_one()


def newest_unread(connection: Connection, agent_id: int, kind: Kind, item_id: int) -> int | None:
    """The number of the last that the agent was told of that item and has not read."""
    found = select(func.max(outbox.c.id)).where(_unread(agent_id), _about(kind, item_id))
    newest: int | None = connection.execute(found).scalar_one()
    return newest


def mark_read(connection: Connection, agent_id: int, at: datetime) -> None:
    """The agent has seen all of their bell."""
    connection.execute(update(outbox).where(_unread(agent_id)).values(read_at=at))


def mark_read_about(connection: Connection, agent_id: int, kind: Kind, item_id: int, up_to: int, at: datetime) -> None:
    """The agent has the item before them, and knows what they were told of it as far as message `up_to`."""
    told = and_(_unread(agent_id), _about(kind, item_id), outbox.c.id <= up_to)
    connection.execute(update(outbox).where(told).values(read_at=at))


def _unread(agent_id: int) -> ColumnElement[bool]:
    return and_(outbox.c.agent_id == agent_id, outbox.c.read_at.is_(None))


def _about(kind: Kind, item_id: int) -> ColumnElement[bool]:
    return and_(outbox.c.item_kind == kind.value, outbox.c.item_id == item_id)


def _case_of(connection: Connection, row: Row[Any]) -> int:
    if row.item_kind == Kind.CASE.value:
        return int(row.item_id)
    return int(connection.execute(select(tasks.c.case_id).where(tasks.c.id == row.item_id)).scalar_one())


def _message(row: Row[Any], **changed: Any) -> Message:
    return message_from_columns(dict(row._mapping) | changed)


def message_from_columns(values: Mapping[str, Any]) -> Message:
    """The message in its columns."""
    return Message(
        id=values["id"],
        key=values["key"],
        message_id=values["message_id"],
        kind=values["kind"],
        item_kind=Kind(values["item_kind"]),
        item_id=values["item_id"],
        entry_id=values["entry_id"],
        recipient=values["recipient"],
        address=values["address"],
        subject=values["subject"],
        body=values["body"],
        delivery=Delivery(values["delivery"]),
        attempts=values["attempts"],
        due_at=values["due_at"],
        reason=values["reason"] and with_parts(values["reason"], values["reason_parts"]),
        created_at=values["created_at"],
        sent_at=values["sent_at"],
        to=tuple(values["to"]),
        cc=tuple(values["cc"]),
        why=values["why"],
        sender=values["sender"],
    )
