"""Cases and tasks by words of what they are about, and by whom they are for (C9).

The words stand in an index that the database's own triggers keep (migration 0005); nothing here writes.
"""

import re
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, select, text

from engine.model.items import Kind, WorkItem
from engine.store import items
from engine.store.tables import cases

MOST_WORDS = 8
MOST_CUSTOMERS = 50
NEWEST = 2_000  # subjects that are looked through for a part of a word

# newest first; the words of a table stand under its name
_LOOK = {
    "sqlite": "SELECT rowid FROM {0}_words WHERE {0}_words MATCH :wanted ORDER BY rowid DESC LIMIT :most",
    "postgresql": "SELECT id FROM {0}_words WHERE words @@ to_tsquery('simple', :wanted) ORDER BY id DESC LIMIT :most",
}


def by_words(connection: Connection, typed: str, limit: int) -> tuple[WorkItem, ...]:
    """The newest in which every word begins a word of the item's, or of its customer's name and address; cases first.

    Where there is none, the newest whose subject has that text anywhere, among the last `NEWEST` of each kind.
    """
    words = _words_of(typed)
    if not words:
        return ()
    found: list[WorkItem] = []
    for kind, table in items.TABLES.items():
        found += _those(connection, kind, table.c.id.in_(_having(connection, table.name, words, limit)), limit)
    customers = _having(connection, "customers", words, MOST_CUSTOMERS)
    if customers:
        theirs = select(cases.c.id).where(cases.c.customer_id.in_(customers)).order_by(cases.c.id.desc()).limit(limit)
        found += _those(connection, Kind.CASE, cases.c.id.in_(theirs), limit)
    found = list({(item.kind, item.id): item for item in found}.values()) or _inside_subjects(connection, typed, limit)
    return tuple(sorted(found, key=lambda item: (item.kind, -item.id)))[:limit]


def customers_by_words(connection: Connection, typed: str, limit: int) -> list[int]:
    """The newest customers in whose name and address every word begins a word."""
    words = _words_of(typed)
    return _having(connection, "customers", words, limit) if words else []


def _words_of(typed: str) -> list[str]:
    return re.findall(r"[^\W_]+", typed)[:MOST_WORDS]


def _having(connection: Connection, table: str, words: Sequence[str], limit: int) -> list[int]:
    """The numbers of the newest rows that have them all."""
    dialect = connection.dialect.name
    wanted = " ".join(f'"{word}"*' for word in words)
    if dialect == "postgresql":
        wanted = " & ".join(f"'{word}':*" for word in words)
    found = connection.execute(text(_LOOK[dialect].format(table)), {"wanted": wanted, "most": limit})
    return list(found.scalars())


def _inside_subjects(connection: Connection, typed: str, limit: int) -> list[WorkItem]:
    pattern = typed.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found: list[WorkItem] = []
    for kind, table in items.TABLES.items():
        newest = select(table.c.id, table.c.subject).order_by(table.c.id.desc()).limit(NEWEST).subquery()
        having = select(newest.c.id).where(newest.c.subject.ilike(f"%{pattern}%", escape="\\"))
        found += _those(connection, kind, table.c.id.in_(having), limit)
    return found


def _those(connection: Connection, kind: Kind, wanted: ColumnElement[bool], limit: int) -> list[WorkItem]:
    table = items.TABLES[kind]
    rows = connection.execute(select(table).where(wanted).order_by(table.c.id.desc()).limit(limit))
    return [items.from_row(kind, row) for row in rows]
