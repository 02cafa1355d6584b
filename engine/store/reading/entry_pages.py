"""A page of the correspondence in one statement: the newest entries, their files, and what was sent of them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    bindparam,
    cast,
    exists,
    false,
    literal_column,
    null,
    select,
    union_all,
)

from engine.model.correspondence import Attachment, Entry, Message
from engine.model.items import Kind
from engine.store.connection.prepared import every
from engine.store.tables import attachments, entries
from engine.store.tables import outbox as messages
from engine.store.work.correspondence import Wanted, attachment_from_columns, entry_from_columns
from engine.store.work.outbox import message_from_columns

_PARTS: dict[str, Table] = {"e": entries, "f": attachments, "m": messages}
NO_LIMIT = 2**31 - 1


@dataclass(frozen=True)
class EntryPage:
    """Entries, newest first, each with its files; `messages` {entry: what it was sent as, oldest first}."""

    entries: tuple[Entry, ...]
    messages: dict[int, tuple[Message, ...]]


def newest(
    connection: Connection, kind: Kind, item_id: int, wanted: Wanted, *, before: int | None, limit: int | None
) -> EntryPage:
    """The entries that are wanted, from the number before which to go on."""
    searched = (
        wanted.words.strip()
    )  # what has the words is told in Python, as a person reads them: NFKC and case folded
    most = NO_LIMIT if limit is None or searched else limit
    asked = {"kind": kind.value, "id": item_id, "before": before or NO_LIMIT, "most": most}
    rows = every(connection, _newest(tuple(sorted(wanted.kinds)), wanted.with_files), asked)
    files: dict[int, tuple[Attachment, ...]] = defaultdict(tuple)
    for row in rows:
        if row["part"] == "f":
            files[row["f_entry_id"]] += (attachment_from_columns(row, "f_"),)
    found = (entry_from_columns(row, files[row["e_id"]], prefix="e_") for row in rows if row["part"] == "e")
    having = (entry for entry in found if not searched or wanted.has_words(entry))
    sent = (_without_prefix(row) for row in rows if row["part"] == "m")
    return EntryPage(tuple(islice(having, limit)), _by_entry(message_from_columns(row) for row in sent))


def _by_entry(sent: Iterable[Message]) -> dict[int, tuple[Message, ...]]:
    found: dict[int, tuple[Message, ...]] = defaultdict(tuple)
    for message in sent:
        found[message.entry_id or 0] += (message,)
    return found


def _without_prefix(row: dict[str, Any]) -> dict[str, Any]:
    return {column.name: row[f"m_{column.name}"] for column in messages.c}


@lru_cache(maxsize=64)
def _newest(kinds: tuple[str, ...], with_files: bool) -> Select[Any]:
    """Entries from the newest, then files and messages from the oldest."""
    about = {"kind": bindparam("kind"), "id": bindparam("id", type_=Integer)}
    chosen = select(entries.c.id).where(entries.c.item_kind == about["kind"], entries.c.item_id == about["id"])
    chosen = chosen.where(_is_one_of(entries.c.kind, kinds), entries.c.id < bindparam("before", type_=Integer))
    if with_files:
        chosen = chosen.where(exists().where(attachments.c.entry_id == entries.c.id))
    page = chosen.order_by(entries.c.id.desc()).limit(bindparam("most", type_=Integer)).cte("page")
    mine = select(page.c.id)
    branches = union_all(
        _part("e", -entries.c.id).where(entries.c.id.in_(mine)),
        _part("f", attachments.c.id).where(attachments.c.entry_id.in_(mine)),
        _part("m", messages.c.id).where(
            messages.c.item_kind == about["kind"], messages.c.item_id == about["id"], messages.c.entry_id.in_(mine)
        ),
    ).subquery()
    return select(branches).order_by(branches.c.part, branches.c.place)


def _part(name: str, place: ColumnElement[int]) -> Select[Any]:
    """The rows of one table in the columns of all three."""
    columns: list[Any] = [literal_column(f"'{name}'").label("part"), place.label("place")]
    for part, table in _PARTS.items():
        for column in table.c:
            value = column if part == name else cast(null(), column.type)
            columns.append(value.label(f"{part}_{column.name}"))
    return select(*columns)


def _is_one_of(column: ColumnElement[str], values: tuple[str, ...]) -> ColumnElement[bool]:
    return column.in_([bindparam(None, value, unique=True) for value in values]) if values else false()
