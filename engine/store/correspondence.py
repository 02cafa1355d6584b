"""Entries of the correspondence and their attachments."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, literal_column, select

from engine.model.correspondence import Attachment, Entry, EntryKind
from engine.model.items import Kind
from engine.store.tables import attachments, cases, entries, tasks
from engine.store.writes import Writes

_INSERT, _INSERT_FILES = insert(entries), insert(attachments)
NEXT_NUMBER = func.nextval(literal_column("'entries_id_seq'")).label("entry_number")  # on PostgreSQL


@dataclass(frozen=True)
class Wanted:
    """Which entries are wanted: of these kinds, with files, having every one of these words somewhere."""

    kinds: frozenset[EntryKind] = frozenset(EntryKind)
    with_files: bool = False
    words: str = ""

    def without(self, kind: EntryKind) -> "Wanted":
        return replace(self, kinds=self.kinds - {kind})

    def has_words(self, entry: Entry) -> bool:
        """Whether an entry has them: in its text, subject, recipients or names of files; case does not count."""
        files = (file.name for file in entry.attachments)
        written = (entry.text, entry.subject or "", *entry.recipients, *entry.cc, *files)
        text = _folded("\n".join(written))
        return all(word in text for word in _folded(self.words).split())


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def add(
    writes: Writes,
    number: int | None,
    *,
    kind: EntryKind,
    item_kind: Kind,
    item_id: int,
    text: str,
    written_by: int,
    written_at: datetime,
    on_behalf_of: str | None = None,
    subject: str | None = None,
    recipients: Sequence[str] = (),
    cc: Sequence[str] = (),
) -> int:
    """The entry's number: the one that was kept for it, or the one that it gets."""
    row = {
        "kind": kind,
        "item_kind": item_kind,
        "item_id": item_id,
        "text": text,
        "written_by": written_by,
        "written_at": written_at,
        "on_behalf_of": on_behalf_of,
        "subject": subject,
        "recipients": list(recipients),
        "cc": list(cc),
    }
    if number is None:
        return writes.number(_INSERT, row)
    writes.insert(_INSERT, [row | {"id": number}])
    return number


def add_attachments(writes: Writes, entry_id: int, kept: Sequence[tuple[str, str, int]]) -> None:
    """`kept`: (name, sha256, size in bytes) each."""
    rows = [{"entry_id": entry_id, "name": n, "sha256": h, "size_bytes": s} for n, h, s in kept]
    writes.insert(_INSERT_FILES, rows)


def of_item(connection: Connection, kind: Kind, item_id: int) -> tuple[Entry, ...]:
    """Oldest first, each with its attachments."""
    found = select(entries).where(entries.c.item_kind == kind, entries.c.item_id == item_id).order_by(entries.c.id)
    rows = connection.execute(found).all()
    files = _attachments(
        connection, select(entries.c.id).where(entries.c.item_kind == kind, entries.c.item_id == item_id)
    )
    table = cases if kind == Kind.CASE else tasks
    solution = connection.execute(select(table.c.solution_entry_id).where(table.c.id == item_id)).scalar_one_or_none()
    return tuple(_entry(row, files[row.id], row.id == solution) for row in rows)


def outward(connection: Connection, case_id: int) -> Iterator[Entry]:
    """What was written to somebody outside from a case, newest first, without its attachments."""
    found = select(entries).where(entries.c.item_kind == Kind.CASE, entries.c.item_id == case_id)
    found = found.where(entries.c.kind != EntryKind.INTERNAL)
    for row in connection.execute(found.order_by(entries.c.id.desc())):
        yield _entry(row, (), False)


def count(connection: Connection, kind: Kind, item_id: int, wanted: Wanted) -> int:
    found = select(func.count()).select_from(entries).where(entries.c.item_kind == kind, entries.c.item_id == item_id)
    return connection.execute(found.where(entries.c.kind.in_(wanted.kinds))).scalar_one()


def of_each(connection: Connection, kind: Kind, item_ids: Sequence[int]) -> dict[int, tuple[Entry, ...]]:
    """The entries of several items by item, newest first; which of them are solutions is not looked up."""
    there = (entries.c.item_kind == kind, entries.c.item_id.in_(item_ids))
    rows = connection.execute(select(entries).where(*there).order_by(entries.c.id.desc())).all()
    files = _attachments(connection, select(entries.c.id).where(*there)) if rows else {}
    found: dict[int, tuple[Entry, ...]] = dict.fromkeys(item_ids, ())
    for row in rows:
        found[row.item_id] += (_entry(row, files[row.id], False),)
    return found


def find(connection: Connection, entry_id: int) -> Entry | None:
    row = connection.execute(select(entries).where(entries.c.id == entry_id)).one_or_none()
    if row is None:
        return None
    return _entry(row, _attachments(connection, select(entries.c.id).where(entries.c.id == entry_id))[entry_id], False)


def text_of(connection: Connection, entry_id: int) -> str:
    text: str = connection.execute(select(entries.c.text).where(entries.c.id == entry_id)).scalar_one()
    return text


def find_attachment(connection: Connection, attachment_id: int) -> tuple[Attachment, Entry] | None:
    row = connection.execute(select(attachments).where(attachments.c.id == attachment_id)).one_or_none()
    entry = find(connection, row.entry_id) if row else None
    return (_attachment(row), entry) if row and entry else None


def _attachments(connection: Connection, of: Any) -> dict[int, tuple[Attachment, ...]]:
    found: dict[int, tuple[Attachment, ...]] = defaultdict(tuple)
    rows = connection.execute(select(attachments).where(attachments.c.entry_id.in_(of)).order_by(attachments.c.id))
    for row in rows:
        found[row.entry_id] = (*found[row.entry_id], _attachment(row))
    return found


def _attachment(row: Row[Any]) -> Attachment:
    return attachment_from_columns(row._mapping)


def attachment_from_columns(row: Mapping[Any, Any], prefix: str = "") -> Attachment:
    """The file in columns that carry that prefix."""
    return Attachment(*(row[prefix + name] for name in ("id", "entry_id", "name", "sha256", "size_bytes")))


def _entry(row: Row[Any], files: tuple[Attachment, ...], is_solution: bool) -> Entry:
    return entry_from_columns(row._mapping, files, is_solution=is_solution)


def entry_from_columns(
    row: Mapping[Any, Any], files: tuple[Attachment, ...] = (), *, prefix: str = "", is_solution: bool = False
) -> Entry:
    """The entry in columns that carry that prefix."""
    return Entry(
        row[prefix + "id"],
        EntryKind(row[prefix + "kind"]),
        Kind(row[prefix + "item_kind"]),
        row[prefix + "item_id"],
        row[prefix + "text"],
        row[prefix + "written_by"],
        row[prefix + "written_at"],
        row[prefix + "on_behalf_of"],
        is_solution,
        row[prefix + "subject"],
        tuple(row[prefix + "recipients"]),
        tuple(row[prefix + "cc"]),
        files,
    )
