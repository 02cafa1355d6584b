"""Drafts of forms: one row a person and place."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, insert, or_, select, update

from engine.model.form_drafts import FormDraft, SentForm
from engine.store.tables import form_drafts as table
from engine.store.tables import people
from engine.store.writes import Writes

_SENT = delete(table).where(
    table.c.agent_id == bindparam("of_agent"),
    table.c.place == bindparam("of_place"),
    or_(table.c.writer == bindparam("by_writer"), table.c.version <= bindparam("seen_version")),
)


def be_alone(connection: Connection, agent_id: int) -> None:
    """Until the transaction ends no other saves a draft of that person, a first one neither."""
    connection.execute(select(people.c.id).where(people.c.id == agent_id).with_for_update(key_share=True))


def find(connection: Connection, agent_id: int, place: str) -> FormDraft | None:
    wanted = select(table).where(table.c.agent_id == agent_id, table.c.place == place)
    row = connection.execute(wanted).one_or_none()
    return _draft(row) if row else None


def on_page(connection: Connection, agent_id: int, page: str) -> tuple[FormDraft, ...]:
    """All that somebody has begun on that page."""
    rows = connection.execute(select(table).where(table.c.agent_id == agent_id, table.c.page == page))
    return tuple(map(_draft, rows))


def places(connection: Connection, agent_id: int) -> tuple[str, ...]:
    """Where somebody has drafts, the oldest first."""
    of_agent = select(table.c.place).where(table.c.agent_id == agent_id)
    return tuple(connection.scalars(of_agent.order_by(table.c.saved_at)))


def files_of(connection: Connection, agent_id: int) -> frozenset[str]:
    """The sha256 of every file that a draft of that person names."""
    found = connection.scalars(select(table.c.files).where(table.c.agent_id == agent_id))
    return frozenset(sha256 for files in found for sha256 in files)


def save(connection: Connection, draft: FormDraft) -> None:
    """Writes the row or changes it."""
    row: dict[str, Any] = {
        "page": draft.page,
        "fields": [list(field) for field in draft.fields],
        "files": list(draft.files),
        "version": draft.version,
        "writer": draft.writer,
        "saved_at": draft.saved_at,
    }
    here = (table.c.agent_id == draft.agent_id, table.c.place == draft.place)
    if not connection.execute(update(table).where(*here).values(**row)).rowcount:
        connection.execute(insert(table).values(agent_id=draft.agent_id, place=draft.place, **row))


def delete_sent(writes: Writes, agent_id: int, sent: SentForm) -> None:
    """With the transaction that does what the form asks."""
    row = {"of_agent": agent_id, "of_place": sent.place, "by_writer": sent.writer, "seen_version": sent.version}
    writes.change(_SENT, row)


def discard(connection: Connection, agent_id: int, places: Sequence[str] | None = None) -> None:
    """Those of one person: in these places, or all."""
    wanted = delete(table).where(table.c.agent_id == agent_id)
    connection.execute(wanted if places is None else wanted.where(table.c.place.in_(places)))


def delete_older(connection: Connection, than: datetime) -> None:
    connection.execute(delete(table).where(table.c.saved_at < than))


def has_older(connection: Connection, than: datetime) -> bool:
    return connection.execute(select(table.c.id).where(table.c.saved_at < than).limit(1)).first() is not None


def _draft(row: Row[Any]) -> FormDraft:
    fields = tuple((name, text) for name, text in row.fields)
    told = (row.page, fields, tuple(row.files), row.version, row.writer, row.saved_at)
    return FormDraft(row.agent_id, row.place, *told)
