"""What every page asks first, in one statement: the version of who there is, the reader's bell and their drafts."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Integer, Select, String, and_, bindparam, func, select, true

from engine.model.form_drafts import FormDraft
from engine.model.items import Kind
from engine.store.connection.prepared import every, first
from engine.store.people.people import DIRECTORY
from engine.store.tables import form_drafts, marks, outbox, seen
from engine.store.work.form_drafts import draft_from_columns

_ME = bindparam("me", type_=Integer)
_VERSION = select(marks.c.value).where(marks.c.name == DIRECTORY).scalar_subquery().label("directory_version")
_UNREAD = and_(outbox.c.agent_id == _ME, outbox.c.read_at.is_(None))
_COUNTED = select(outbox.c.id).where(_UNREAD).limit(bindparam("most", type_=Integer)).subquery()
_BELL = select(func.count()).select_from(_COUNTED).scalar_subquery().label("unread")


@dataclass(frozen=True)
class ReadSoFar:
    """How far somebody has read an item: the last event that they saw, and the last unread message about it."""

    sequence: int
    unread_message: int | None


@dataclass(frozen=True)
class Frame:
    """`unread` messages are counted up to a limit; `drafts` and `read` are of the item whose page it is."""

    directory_version: int
    unread: int
    drafts: tuple[FormDraft, ...] = ()
    read: ReadSoFar | None = None


def frame(connection: Connection, agent_id: int, *, most: int) -> Frame:
    """Of a page that shows no item; at most so many unread messages are counted."""
    row = first(connection, _FRAME, {"me": agent_id, "most": most})
    assert row is not None
    return Frame(int(row["directory_version"] or 0), row["unread"])


def frame_of_item(connection: Connection, agent_id: int, kind: Kind, item_id: int, page: str, *, most: int) -> Frame:
    """Of the page of an item; `page` is its address, at which drafts are kept."""
    asked = {"me": agent_id, "most": most, "kind": kind.value, "id": item_id, "page": page}
    rows = every(connection, _FRAME_OF_ITEM, asked)
    numbers = rows[0]
    drafts = tuple(draft_from_columns(row) for row in rows if row["place"] is not None)
    read = ReadSoFar(numbers["seen_sequence"] or 0, numbers["unread_message"])
    return Frame(int(numbers["directory_version"] or 0), numbers["unread"], drafts, read)


def _of_item() -> Select[Any]:
    kind, item_id = bindparam("kind", type_=String), bindparam("id", type_=Integer)
    read = and_(seen.c.agent_id == _ME, seen.c.item_kind == kind, seen.c.item_id == item_id)
    about = and_(_UNREAD, outbox.c.item_kind == kind, outbox.c.item_id == item_id)
    numbers = select(
        _VERSION,
        _BELL,
        select(seen.c.sequence).where(read).scalar_subquery().label("seen_sequence"),
        select(func.max(outbox.c.id)).where(about).scalar_subquery().label("unread_message"),
    ).subquery()
    mine = and_(form_drafts.c.agent_id == _ME, form_drafts.c.page == bindparam("page"), ~form_drafts.c.is_sent)
    begun = select(form_drafts).where(mine).subquery()
    return select(numbers, *(c for c in begun.c if c.name != "id")).select_from(numbers.outerjoin(begun, true()))


_FRAME = select(_VERSION, _BELL)
_FRAME_OF_ITEM = _of_item()
