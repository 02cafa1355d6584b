"""Keeping the index of words: what waits to be indexed, a document of words a case, and the table of all words.

Only a job writes here, never a person's own transaction: bringing an index up to date may take its time.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from sqlalchemy import Connection, text

from engine.errors import Unavailable
from engine.store.connection.database import Database
from engine.store.reading.search import INTERNAL, is_anywhere
from engine.texts.words import danish_key, english_key

_LOCK = 5_307_422  # PostgreSQL: one process at a time writes the index
PAGES = 200  # of the index that are merged after a look that had something to do

ROWS = 20  # of the queue that are looked at for each case that is taken: a case may stand there often

_FIRST = "SELECT id, case_id FROM search_queue ORDER BY id LIMIT :most"
_TAKEN = {
    "sqlite": "DELETE FROM search_queue WHERE id IN (SELECT value FROM json_each(:ids))",
    "postgresql": "DELETE FROM search_queue"
    " WHERE id IN (SELECT value::bigint FROM json_array_elements_text(CAST(:ids AS json)))",
}
_OLD = {
    "sqlite": "SELECT case_id, words FROM search_documents WHERE case_id IN (SELECT value FROM json_each(:ids))",
    "postgresql": "SELECT case_id, array_to_string(tsvector_to_array(words), ' ') FROM search_documents"
    " WHERE case_id IN (SELECT value::int FROM json_array_elements_text(CAST(:ids AS json)))",
}
_NEW_WORDS = {
    "sqlite": "SELECT value FROM json_each(:words) WHERE value NOT IN (SELECT word FROM search_words)",
    "postgresql": "SELECT value FROM json_array_elements_text(CAST(:words AS json)) AS value"
    " WHERE NOT EXISTS (SELECT 1 FROM search_words WHERE word = value)",
}
_KEEP = {
    "sqlite": "INSERT INTO search_documents (case_id, words) VALUES (:case_id, :words)"
    " ON CONFLICT (case_id) DO UPDATE SET words = excluded.words",
    "postgresql": "INSERT INTO search_documents (case_id, words)"
    " VALUES (:case_id, array_to_tsvector(string_to_array(:words, ' ')))"
    " ON CONFLICT (case_id) DO UPDATE SET words = excluded.words",
}
_UNINDEX = "INSERT INTO search_index (search_index, rowid, words) VALUES ('delete', :case_id, :words)"
_INDEX = "INSERT INTO search_index (rowid, words) VALUES (:case_id, :words)"
_FORGET = "DELETE FROM search_documents WHERE case_id = :case_id"
_ADD_WORD = "INSERT INTO search_words (word, liat, en) VALUES (:word, :liat, :en)"
_DROP_WORD = "DELETE FROM search_words WHERE word = :word"


def take(connection: Connection, most: int) -> list[int]:
    """The cases that have waited longest, each once; they wait no longer. Texts are to be read after this."""
    _be_alone(connection)
    rows = connection.execute(text(_FIRST), {"most": most * ROWS}).all()
    taken = list(dict.fromkeys(row.case_id for row in rows))[:most]
    ids = [row.id for row in rows if row.case_id in taken]
    connection.execute(text(_TAKEN[connection.dialect.name]), {"ids": orjson.dumps(ids).decode()})
    return taken


def count_waiting(connection: Connection) -> int:
    """How many changes wait to be indexed."""
    count: int = connection.execute(text("SELECT count(*) FROM search_queue")).scalar_one()
    return count


def write(connection: Connection, documents: Mapping[int, Iterable[str]]) -> None:
    """{case number: all its words}, which replace those of before; a case without words is no longer found.

    A word that none has any more leaves the table of words too.
    """
    before = _words_before(connection, documents)
    after = {case_id: " ".join(sorted(set(words))) for case_id, words in documents.items()}
    changed = [case_id for case_id in after if after[case_id] != before.get(case_id, "")]
    old = [_row(case_id, before[case_id]) for case_id in changed if before.get(case_id)]
    new = [_row(case_id, after[case_id]) for case_id in changed if after[case_id]]
    gone = [_row(case_id, "") for case_id in changed if not after[case_id]]
    is_sqlite = connection.dialect.name == "sqlite"
    if is_sqlite:
        _each(connection, _UNINDEX, old)
    _each(connection, _FORGET, gone)
    _each(connection, _KEEP[connection.dialect.name], new)
    if is_sqlite:
        _each(connection, _INDEX, new)
    kept, dropped = (_plain(words[case_id] for case_id in changed if case_id in words) for words in (after, before))
    _add_words(connection, kept)
    _drop_words(connection, dropped - kept)


def merge(connection: Connection) -> None:
    """A part of what SQLite has to put in order; it is done here so that no step has to wait for it."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search_index (search_index, rank) VALUES ('merge', :n)"), {"n": PAGES})


def empty(connection: Connection) -> None:
    """Begins anew: nothing is found until it is indexed again, the newest cases first."""
    _be_alone(connection)
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search_index (search_index) VALUES ('delete-all')"))
    for name in ("search_documents", "search_words", "search_queue"):
        connection.execute(text(f"DELETE FROM {name}"))  # noqa: S608 - the three names above
    connection.execute(text("INSERT INTO search_queue (case_id) SELECT id FROM cases ORDER BY id DESC"))


def clean(database: Database) -> None:
    """Has no word left in the files that no document has: both databases only mark as deleted what they delete."""
    if database.is_sqlite:
        with database.write() as connection:
            connection.execute(text("INSERT INTO search_index (search_index) VALUES ('optimize')"))
        truncate_wal(database)
        return
    with database.without_transaction() as connection:
        for name in ("search_documents", "search_words", "search_queue"):
            connection.execute(text(f"VACUUM ANALYZE {name}"))
            connection.execute(text(f"REINDEX TABLE {name}"))


def truncate_wal(database: Database) -> None:
    """SQLite: the file beside the database holds nothing any more; raises Unavailable where somebody still reads."""
    with database.engine.connect() as connection:
        busy, *_ = connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:  # somebody has read for longer than the database waits
        raise Unavailable


def _be_alone(connection: Connection) -> None:
    """Until the transaction ends no other writes the index; on SQLite none writes at all."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def _words_before(connection: Connection, documents: Mapping[int, Any]) -> dict[int, str]:
    """{case number: its words, sorted}."""
    rows = connection.execute(text(_OLD[connection.dialect.name]), {"ids": orjson.dumps(list(documents)).decode()})
    return {case_id: " ".join(sorted(words.split())) for case_id, words in rows}


def _row(case_id: int, words: str) -> dict[str, Any]:
    return {"case_id": case_id, "words": words}


def _plain(documents: Iterable[str]) -> set[str]:
    """The words themselves, without those that say who may see a case."""
    return {w.removeprefix(INTERNAL) for words in documents for w in words.split() if not w.startswith("~")}


def _add_words(connection: Connection, words: set[str]) -> None:
    """Those that are not known yet."""
    typed = orjson.dumps(sorted(words)).decode()
    new = connection.execute(text(_NEW_WORDS[connection.dialect.name]), {"words": typed}).scalars()
    _each(
        connection,
        _ADD_WORD,
        [{"word": w, "liat": danish_key(w)[::-1], "en": english_key(w)} for w in sorted(new)],
    )


def _drop_words(connection: Connection, words: set[str]) -> None:
    _each(connection, _DROP_WORD, [{"word": w} for w in sorted(words) if not is_anywhere(connection, w)])


def _each(connection: Connection, statement: str, rows: list[dict[str, Any]]) -> None:
    if rows:
        connection.execute(text(statement), rows)
