"""Every case as a document of words, kept by a job within a second (`store.reading.search_index`)."""

import hashlib
import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from engine import rules
from engine.model.items import Kind
from engine.model.people import Agent, Directory
from engine.search.passages import WrittenCase, written_on
from engine.store import Connection
from engine.store.reading import search_index
from engine.store.reading.search import INTERNAL
from engine.store.work import items
from engine.texts.words import words
from engine.transaction.desk import Desk

EVERY = timedelta(seconds=0.9)  # a look, so that whatever is written is found within a second
AT_ONCE = 25  # cases a transaction: on SQLite everybody else waits for it
MOST_BYTES = 800_000  # of a document: PostgreSQL takes a little more

_log = logging.getLogger(__name__)


def keep_indexed(desk: Desk) -> datetime:
    """The job: indexes what waits, and says when to look again. Nothing is written where nothing waits."""
    with desk.reading() as connection:
        idle = not search_index.count_waiting(connection)
    if not idle and index_waiting(desk):
        with desk.database.write() as connection:
            search_index.merge(connection)
    return desk.clock() + EVERY


def index_waiting(desk: Desk, progress: Callable[[int], object] = lambda _cases: None) -> int:
    """Indexes the cases that wait, until none does; returns how many. `progress` is told of each so many cases."""
    done = 0
    while True:
        with desk.database.write() as connection:
            waiting = search_index.take(connection, AT_ONCE)
            search_index.write(connection, _documents(desk, connection, waiting))
        if not waiting:
            return done
        done += len(waiting)
        progress(len(waiting))


def rebuild_index(desk: Desk, progress: Callable[[int], object] = lambda _cases: None) -> int:
    """Makes the whole index anew, and leaves nothing of the old one in the database's files."""
    with desk.database.write() as connection:
        search_index.empty(connection)
    done = index_waiting(desk, progress)
    search_index.clean(desk.database)
    return done


def count_cases(desk: Desk) -> int:
    with desk.reading() as connection:
        return items.count(connection, Kind.CASE)


def seeing_words(agent: Agent) -> frozenset[str] | None:
    """The words that stand on the cases that somebody may see; None for whoever sees every case."""
    return None if agent.roles & rules.READERS else frozenset({f"~d{agent.department}", f"~p{agent.id}"})


def customer_words(agent_id: int | None, email: str | None) -> frozenset[str]:
    """The words that stand on the cases of a customer who is that agent, or has that address (A-37)."""
    found = {f"~c{agent_id}"} if agent_id is not None else set()
    if email:
        found.add("~e" + hashlib.sha256(email.lower().encode()).hexdigest()[:24])
    return frozenset(found)


def _documents(desk: Desk, connection: Connection, case_ids: list[int]) -> dict[int, list[str]]:
    """{case number: words}, none where there is no such case. One that cannot be read leaves the others as they are."""
    directory = desk.directory(connection)
    try:
        written = written_on(connection, case_ids)
        return {number: _document(written[number], directory) if number in written else [] for number in case_ids}
    except Exception:
        if len(case_ids) == 1:
            _log.exception("SAG%s cannot be read, and is not found by its words", case_ids[0])
            return {case_ids[0]: []}
        return {number: found for one in case_ids for number, found in _documents(desk, connection, [one]).items()}


def _document(written: WrittenCase, directory: Directory) -> list[str]:
    """The case's words, those that stand only in what is internal with a "!", and who may see it."""
    case, tasks = written.case, written.tasks
    found = {f"~d{department}" for department in rules.sides(case, tasks, directory)}
    found |= {f"~p{agent_id}" for agent_id in rules.participants(case, tasks)}
    found |= {word for row in written.customer.rows for word in customer_words(row.agent_id, row.email)}
    passages = list(written.passages())
    public = {word for passage in passages if not passage.is_internal for word in words(passage.text)}
    internal = {word for passage in passages if passage.is_internal for word in words(passage.text)}
    every = [*sorted(found), *sorted(public), *(INTERNAL + word for word in sorted(internal - public))]
    return list(_as_many_as_fit(every))


def _as_many_as_fit(every: list[str]) -> Iterator[str]:
    left = MOST_BYTES
    for word in every:
        left -= len(word)
        if left < 0:
            return
        yield word
