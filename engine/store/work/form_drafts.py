"""Drafts of forms: one row a person and place."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, bindparam, delete, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.model.form_drafts import LIFE, SENT_LIFE, FormDraft, SentForm
from engine.store.connection.times import UTCDateTime
from engine.store.tables import form_drafts as table
from engine.store.tables import people
from engine.store.writes import Writes

_OF_PERSON = (table.c.agent_id == bindparam("of_agent"), table.c.place == bindparam("of_place"))
_DELETE = delete(table).where(
    *_OF_PERSON, or_(table.c.writer == bindparam("by_writer"), table.c.version <= bindparam("seen_version"))
)
# An insert waits for a save of the same form that has not committed yet; a delete would not see it.
_MARK = text(
    """
    INSERT INTO form_drafts (agent_id, place, page, fields, files, version, writer, saved_at, is_sent, sent_count)
    VALUES (:of_agent, :of_place, '', '[]', '[]', :count, :by_writer, :sent_at, true, :count)
    ON CONFLICT (agent_id, place) DO UPDATE SET page = '', fields = '[]', files = '[]', is_sent = true,
        sent_count = excluded.sent_count,
        version = CASE WHEN form_drafts.version < excluded.version THEN excluded.version ELSE form_drafts.version END,
        writer = excluded.writer, saved_at = excluded.saved_at
    WHERE form_drafts.is_sent OR form_drafts.writer = excluded.writer OR form_drafts.version <= :seen_version
    """
).bindparams(bindparam("sent_at", type_=UTCDateTime()))


def be_alone(connection: Connection, agent_id: int) -> None:
    """Until the transaction ends no other saves a draft of that person, a first one neither."""
    connection.execute(select(people.c.id).where(people.c.id == agent_id).with_for_update(key_share=True))


def find(connection: Connection, agent_id: int, place: str) -> FormDraft | None:
    wanted = select(table).where(table.c.agent_id == agent_id, table.c.place == place, ~table.c.is_sent)
    row = connection.execute(wanted).one_or_none()
    return _draft(row) if row else None


def hold(connection: Connection, agent_id: int, place: str, now: datetime) -> FormDraft:
    """The row, or a new one of version 0 in which nothing stands; until the transaction ends no other changes it."""
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    nothing = {"page": "", "fields": [], "files": [], "version": 0, "writer": "", "saved_at": now, "is_sent": True}
    nothing["sent_count"] = 0
    new = dialect.insert(table).values(agent_id=agent_id, place=place, **nothing)
    held = new.on_conflict_do_update(index_elements=["agent_id", "place"], set_={"place": place}).returning(table)
    return _draft(connection.execute(held).one())


def places(connection: Connection, agent_id: int) -> tuple[str, ...]:
    """Where somebody has drafts, the oldest first."""
    of_agent = select(table.c.place).where(table.c.agent_id == agent_id, ~table.c.is_sent)
    return tuple(connection.scalars(of_agent.order_by(table.c.saved_at)))


def files_of(connection: Connection, agent_id: int) -> frozenset[str]:
    """The sha256 of every file that a draft of that person names."""
    found = connection.scalars(select(table.c.files).where(table.c.agent_id == agent_id))
    return frozenset(sha256 for files in found for sha256 in files)


def everybodys(connection: Connection) -> tuple[FormDraft, ...]:
    return tuple(map(_draft, connection.execute(select(table))))


def save(connection: Connection, draft: FormDraft) -> None:
    """Changes the row that is held."""
    row: dict[str, Any] = {
        "page": draft.page,
        "fields": [list(field) for field in draft.fields],
        "files": list(draft.files),
        "version": draft.version,
        "writer": draft.writer,
        "saved_at": draft.saved_at,
        "is_sent": False,
    }
    here = (table.c.agent_id == draft.agent_id, table.c.place == draft.place)
    connection.execute(update(table).where(*here).values(**row))


def discard_sent(writes: Writes, agent_id: int, sent: SentForm, now: datetime) -> None:
    """With the transaction that does what the form asks. A form that has saved leaves a mark."""
    row = {"of_agent": agent_id, "of_place": sent.place, "by_writer": sent.writer, "seen_version": sent.version}
    if sent.count:
        writes.change(_MARK, row | {"count": sent.count, "sent_at": now})
    else:
        writes.change(_DELETE, row)


def discard(connection: Connection, agent_id: int, places: Sequence[str] | None = None) -> None:
    """Those of one person: in these places, or all."""
    wanted = delete(table).where(table.c.agent_id == agent_id)
    connection.execute(wanted if places is None else wanted.where(table.c.place.in_(places), ~table.c.is_sent))


def delete_old(connection: Connection, now: datetime) -> None:
    connection.execute(delete(table).where(_is_old(now)))


def has_old(connection: Connection, now: datetime) -> bool:
    return connection.execute(select(table.c.id).where(_is_old(now)).limit(1)).first() is not None


def _is_old(now: datetime) -> ColumnElement[bool]:
    return or_(table.c.saved_at < now - LIFE, and_(table.c.is_sent, table.c.saved_at < now - SENT_LIFE))


def draft_from_columns(row: Mapping[Any, Any]) -> FormDraft:
    """The draft in its columns."""
    fields = tuple((name, text) for name, text in row["fields"])
    told = (row["page"], fields, tuple(row["files"]), row["version"], row["writer"], row["saved_at"])
    return FormDraft(row["agent_id"], row["place"], *told, row["is_sent"], row["sent_count"])


def _draft(row: Row[Any]) -> FormDraft:
    return draft_from_columns(row._mapping)
