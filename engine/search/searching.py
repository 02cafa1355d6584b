"""Searching everything that is written: which cases hold the words, and where on them these stand (C9).

The index is a second behind. Whether somebody may see a case, and what is internal on it (A-37), is asked again of
every case that is shown, and of every passage.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial

from engine import rules
from engine.model.people import Agent, Directory
from engine.search.indexing import customer_words, seeing_words
from engine.search.passages import Passage, WrittenCase, written_on
from engine.search.quick_open import Found, as_found
from engine.store import Connection
from engine.store.reading import search
from engine.store.reading.search import Reader, SearchFilters, Term
from engine.texts.excerpts import Excerpt, excerpt, marked, stands_in
from engine.texts.words import PIECE, Chunk, chunks
from engine.transaction.desk import Desk

MOST_TERMS = 8
MOST = 1_000  # cases that are counted
PAGE = 20
EVERYTHING_WRITTEN = SearchFilters()


@dataclass(frozen=True)
class Hit:
    """A case in which the words stand, what it is called with the words marked, and the passage that shows why it is
    here; without one, what it is called shows it.
    """

    case: Found
    subject: Excerpt
    customer: Excerpt
    passage: Passage | None
    excerpt: Excerpt


@dataclass(frozen=True)
class SearchResult:
    """A page of hits. `count` is of all of them, `MOST` where there are that many or more (`is_more`)."""

    hits: tuple[Hit, ...]
    count: int
    is_more: bool
    page: int
    pages: int


def search_written(
    desk: Desk, text: str, *, by: int, filters: SearchFilters = EVERYTHING_WRITTEN, page: int = 1, limit: int = PAGE
) -> SearchResult:
    """Cases with all the words of `text`, those with the words themselves first, the newest first."""
    typed = _typed(text)
    with desk.reading() as connection:
        terms = [search.expand(connection, chunk) for chunk in typed]
        directory = desk.directory(connection)
        reader = directory.agents[by]
        who = Reader(seeing_words(reader), customer_words(reader.id, reader.email))
        found = search.find_cases(connection, terms, who, filters, enough=limit, most=MOST + 1) if terms else []
    pages = max(1, -(-min(len(found), MOST) // limit))
    page = min(max(1, page), pages)
    with desk.reading() as connection:
        shown = found[:MOST][(page - 1) * limit : page * limit]
        hits = _hits(connection, shown, terms, reader, directory)
    return SearchResult(hits, min(len(found), MOST), len(found) > MOST, page, pages)


def _typed(text: str) -> list[Chunk]:
    every = (chunk for piece in PIECE.findall(text) for chunk in chunks(piece))
    return list({chunk.joined: chunk for chunk in every}.values())[:MOST_TERMS]


def _hits(
    connection: Connection, case_ids: Sequence[int], terms: Sequence[Term], reader: Agent, directory: Directory
) -> tuple[Hit, ...]:
    written = written_on(connection, case_ids) if case_ids else {}
    seen = (
        written[number]
        for number in case_ids
        if number in written and rules.may_see(reader, written[number].case, written[number].tasks, directory)
    )
    return tuple(hit for one in seen if (hit := _hit(one, terms, reader)))


def _hit(written: WrittenCase, terms: Sequence[Term], reader: Agent) -> Hit | None:
    """None where the words stand only in what the reader may not read."""
    case, customer = written.case, written.customer
    is_meant = partial(_is_meant, terms)
    shut = {item.number for item in (case, *written.tasks) if not rules.sees_internal(reader, item, customer)}
    readable = [p for p in written.passages() if not p.is_internal or p.item.number not in shut]
    if shut and _missing(terms, readable):
        return None
    shown = [case.subject, customer.name]
    missing = [term for term in terms if not any(_holds(text, term) for text in shown)]
    passage = _best(missing, readable) if missing else None
    return Hit(
        as_found(case, customer),
        marked(case.subject, is_meant),
        marked(customer.name, is_meant),
        passage,
        excerpt(passage.text, is_meant) if passage else (),
    )


def _best(missing: Sequence[Term], readable: Sequence[Passage]) -> Passage | None:
    """The first passage with the words themselves, else the first with all of them or longer ones, else with any."""
    for terms in ([Term(term.whole) for term in missing], missing):
        for passage in readable:
            if all(_holds(passage.text, term) for term in terms):
                return passage
    return next((p for p in readable if any(_holds(p.text, term) for term in missing)), None)


def _missing(terms: Sequence[Term], passages: Collection[Passage]) -> bool:
    return not all(any(_holds(passage.text, term) for passage in passages) for term in terms)


def _holds(text: str, term: Term) -> bool:
    return stands_in(text, term.is_in) or any(stands_in(text, part.__eq__) for part in term.parts)


def _is_meant(terms: Sequence[Term], word: str) -> bool:
    return any(term.is_in(word) or word in term.parts for term in terms)
