"""Customers by words of their name and address, in an index that the database's own triggers keep (migration 0005)."""

import re

from sqlalchemy import Connection, text

MOST_WORDS = 8

_LOOK = {  # newest first
    "sqlite": "SELECT rowid FROM customers_words WHERE customers_words MATCH :wanted ORDER BY rowid DESC LIMIT :most",
    "postgresql": "SELECT id FROM customers_words WHERE words @@ to_tsquery('simple', :wanted)"
    " ORDER BY id DESC LIMIT :most",
}


def by_words(connection: Connection, typed: str, limit: int) -> list[int]:
    """The newest customers in whose name and address every word begins a word."""
    words = re.findall(r"[^\W_]+", typed)[:MOST_WORDS]
    if not words:
        return []
    dialect = connection.dialect.name
    wanted = " ".join(f'"{word}"*' for word in words)
    if dialect == "postgresql":
        wanted = " & ".join(f"'{word}':*" for word in words)
    return list(connection.execute(text(_LOOK[dialect]), {"wanted": wanted, "most": limit}).scalars())
