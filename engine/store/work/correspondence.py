"""Entries of the correspondence and their attachments."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from engine.model.correspondence import Attachment, AuthorKind, Entry, EntryKind
from engine.model.items import Kind
from engine.store.tables import attachments, cases, entries, tasks
from engine.store.writes import Writes

_INSERT, _INSERT_FILES = insert(entries), insert(attachments)


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


def add(writes: Writes, entry: Entry) -> None:
    """An entry with its files, with the number that was drawn for it."""
    row = {name: value for name, value in vars(entry).items() if name not in ("is_solution", "attachments")}
    writes.insert(_INSERT, [row | {"recipients": list(entry.recipients), "cc": list(entry.cc)}])
    files = [
        {"entry_id": entry.id, "name": f.name, "sha256": f.sha256, "size_bytes": f.size_bytes}
        for f in entry.attachments
    ]
    writes.insert(_INSERT_FILES, files)


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
        AuthorKind(row[prefix + "author_kind"]),
        row[prefix + "author_customer_id"],
        row[prefix + "author_address"],
    )
