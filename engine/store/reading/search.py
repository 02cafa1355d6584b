"""Which cases hold what is searched for: the newest first, in the same order on both databases.

The index is one document of words a case (`search_index` writes it); words are made by `engine.texts.words`. A word
that stands only in internal texts carries a "!", what says who may see a case begins with "~".
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from engine.model.items import Kind, Status
from engine.store.tables import cases, tasks
from engine.store.work.items import TABLES
from engine.texts.words import Chunk, danish_key, english_key

MOST_FORMS, MOST_TAILS = 64, 16  # words that one typed word stands for, the shortest first
SHORTEST_TAIL, LONG = 3, 7  # letters
NEWEST = 5_000  # numbers of cases, at least; twice as many at most
INTERNAL = "!"

_words = table("search_words", column("word", Text), column("liat", Text), column("en", Text))
_lite = table("search_index", column("rowid", Integer))
_postgres = table("search_documents", column("case_id", Integer), column("words"))
_WANTED = bindparam("wanted", type_=Text())


@dataclass(frozen=True)
class Term:
    """One typed word with the words that it stands for: `whole` are its forms, the others come after these."""

    whole: frozenset[str]
    tails: frozenset[str] = frozenset()  # compounds that end in it
    prefix: str | None = None
    parts: tuple[str, ...] = ()  # of a chunk; together they are as good as its joined word

    def is_in(self, word: str) -> bool:
        """Whether that word of a text is one that was meant."""
        return word in self.whole or word in self.tails or bool(self.prefix and word.startswith(self.prefix))


@dataclass(frozen=True)
class Reader:
    """Who searches, as words of the index: `sees` (None for whoever sees every case), and `mine`, which stand on the
    cases whose customer the reader is (A-37).
    """

    sees: frozenset[str] | None
    mine: frozenset[str]


@dataclass(frozen=True)
class SearchFilters:
    """What a hit must be, of the case or of a task on it; `kind` says which of the two. None is everything."""

    kind: Kind | None = None
    status: Status | None = None
    team_id: int | None = None
    since: datetime | None = None  # created at or after
    until: datetime | None = None  # created before


@dataclass(frozen=True)
class _Syntax:
    word: str
    prefix: str
    also: str
    either: str
    without: str


_SYNTAX = {
    "sqlite": _Syntax('"{}"', '"{}" *', " AND ", " OR ", " NOT "),
    "postgresql": _Syntax("'{}'", "'{}':*", " & ", " | ", " & !"),
}


def expand(connection: Connection, chunk: Chunk) -> Term:
    """The typed word with its Danish and English forms, and the compounds that end in it."""
    word, key = chunk.joined, danish_key(chunk.joined)
    forms = or_(_words.c.liat == key[::-1], _words.c.en == english_key(word))
    whole = frozenset({word, *_shortest(connection, forms, MOST_FORMS)})
    tails: Iterable[str] = ()
    if len(key) >= SHORTEST_TAIL and not key.isdecimal():
        tail = key[::-1]
        longer = and_(_words.c.liat > tail, _words.c.liat < tail[:-1] + chr(ord(tail[-1]) + 1))
        tails = _shortest(connection, longer, MOST_TAILS)
    stem = key if len(word) >= LONG and word.startswith(key) else word
    split = chunk.parts if len(chunk.parts) > 1 and not set(".@:") & set(word) else ()
    return Term(whole, frozenset(tails) - whole, stem if len(word) > 1 else None, split)


def find_cases(
    connection: Connection, terms: Sequence[Term], reader: Reader, filters: SearchFilters, *, enough: int, most: int
) -> list[int]:
    """Numbers of cases that hold every term: those with the words themselves, newest first, and where these are fewer
    than `enough` those with longer words after them, newest first. At most `most`.
    """
    find = _Query(connection, terms, reader, filters, most)
    found = find.cases(longer=False)
    if len(found) < enough:
        known = set(found)
        found += [case_id for case_id in find.cases(longer=True) if case_id not in known]
    return found[:most]


def is_anywhere(connection: Connection, word: str) -> bool:
    """Whether any document has that word, open or internal."""
    syntax = _SYNTAX[connection.dialect.name]
    either = syntax.either.join(syntax.word.format(each) for each in (word, INTERNAL + word))
    return bool(_run(connection, _matching(connection).limit(1), either))


class _Query:
    """One search, in the language of the database's index."""

    def __init__(
        self, connection: Connection, terms: Sequence[Term], reader: Reader, filters: SearchFilters, most: int
    ):
        self._connection, self._terms, self._reader = connection, terms, reader
        self._syntax = _SYNTAX[connection.dialect.name]
        self._most = most
        self._looks = [self._select(matching, filters) for matching in _looks(connection)]
        self._is_customer = bool(reader.mine) and bool(
            _run(connection, _matching(connection).limit(1), self._either(reader.mine))
        )

    def _select(self, matching: Select[Any], filters: SearchFilters) -> Select[Any]:
        case_id = matching.cte("hits").prefix_with("MATERIALIZED", dialect="postgresql").c.case_id
        return select(case_id).where(*_conditions(case_id, filters)).order_by(case_id.desc()).limit(self._most)

    def cases(self, *, longer: bool) -> list[int]:
        found: list[int] = []
        for look in self._looks:
            found = _run(self._connection, look, self._wanted(longer))
            if len(found) == self._most:
                break
        return found

    def _wanted(self, longer: bool) -> str:
        """On cases of which the reader is the customer no internal word counts."""
        every = self._all_terms(longer, internal=True)
        if not self._is_customer:
            return every
        others = f"({every}){self._syntax.without}{self._either(self._reader.mine)}"
        return f"({others}){self._syntax.either}({self._all_terms(longer, internal=False)})"

    def _all_terms(self, longer: bool, *, internal: bool) -> str:
        wanted = [self._term(term, longer, internal) for term in self._terms]
        if self._reader.sees is not None:
            wanted.append(self._either(self._reader.sees))
        return self._syntax.also.join(wanted)

    def _term(self, term: Term, longer: bool, internal: bool) -> str:
        marks = ("", INTERNAL) if internal else ("",)
        found = [self._either(mark + word for mark in marks for word in sorted(term.whole))]
        if longer:
            found += [self._syntax.word.format(mark + word) for mark in marks for word in sorted(term.tails)]
            found += [self._syntax.prefix.format(mark + term.prefix) for mark in marks if term.prefix]
            if term.parts:
                parts = (self._either(mark + part for mark in marks) for part in term.parts)
                found.append(f"({self._syntax.also.join(parts)})")
        return f"({self._syntax.either.join(found)})"

    def _either(self, words: Iterable[str]) -> str:
        return f"({self._syntax.either.join(self._syntax.word.format(word) for word in sorted(words))})"


def _matching(connection: Connection) -> Select[Any]:
    """The cases whose words match `wanted`."""
    if connection.dialect.name == "sqlite":
        return select(_lite.c.rowid.label("case_id")).where(literal_column("search_index").op("MATCH")(_WANTED))
    return select(_postgres.c.case_id).where(_postgres.c.words.op("@@")(cast(_WANTED, TSQUERY)))


def _looks(connection: Connection) -> list[Select[Any]]:
    """The cases that match, among more and more of them: PostgreSQL reads the row of each, so that a word of most cases
    is sought among the newest ones first. Whatever is found there comes first anyhow.
    """
    every = _matching(connection)
    if connection.dialect.name == "sqlite":
        return [every]
    newest = connection.execute(select(func.max(_postgres.c.case_id))).scalar_one() or 0
    begin = (newest // NEWEST - 1) * NEWEST  # in the text, so that the planner knows how few it is
    return [every.where(_postgres.c.case_id > literal_column(str(begin), Integer)), every] if begin > 0 else [every]


def _run(connection: Connection, statement: Select[Any], wanted: str) -> list[int]:
    if connection.dialect.name == "postgresql":
        # walking the primary key would read every document: the index of words is to be asked
        ways = (func.set_config(f"enable_{way}", "off", True) for way in ("seqscan", "indexscan"))
        connection.execute(select(*ways))
    return list(connection.execute(statement, {"wanted": wanted}).scalars())


def _shortest(connection: Connection, wanted: ColumnElement[bool], most: int) -> Collection[str]:
    found = select(_words.c.word).where(wanted).order_by(func.length(_words.c.word), _words.c.word).limit(most)
    return list(connection.execute(found).scalars())


def _conditions(case_id: ColumnElement[int], filters: SearchFilters) -> list[ColumnElement[bool]]:
    hangs_on = {Kind.CASE: cases.c.id, Kind.TASK: tasks.c.case_id}
    if filters == SearchFilters():
        return []
    kinds = [filters.kind] if filters.kind else list(Kind)
    each = (
        select(TABLES[kind].c.id).where(hangs_on[kind] == case_id, *_item_conditions(TABLES[kind], filters)).exists()
        for kind in kinds
    )
    return [or_(*each)]


def _item_conditions(item: Any, filters: SearchFilters) -> list[ColumnElement[bool]]:
    asked = {item.c.status: filters.status, item.c.team_id: filters.team_id}
    found = [rows == value for rows, value in asked.items() if value is not None]
    if filters.since is not None:
        found.append(item.c.created_at >= filters.since)
    if filters.until is not None:
        found.append(item.c.created_at < filters.until)
    return found
