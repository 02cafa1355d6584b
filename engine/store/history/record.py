"""The whole record, as `verify` reads it: whatever may have been done to it meanwhile."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, or_, select, text, true
from sqlalchemy.exc import DBAPIError

from engine.history.chain import Head
from engine.history.fold import Row
from engine.history.shape import Subject
from engine.model.items import PREFIX, Kind, Status
from engine.record.item_record import Record
from engine.record.subject_record import Kept
from engine.store import definitions as diagrams
from engine.store.history import events, subjects
from engine.store.tables import (
    answers,
    attachments,
    cases,
    chains,
    customers,
    definitions,
    entries,
    outbox,
    people,
    tasks,
    teams,
    timers,
    user_tasks,
)
from engine.store.tables import events as event_rows
from engine.store.tables import instances as runs
from engine.store.work import items

_RUNS = runs.c.status == "running"
_WAITS = and_(user_tasks.c.instance_id == runs.c.id, user_tasks.c.state == "waiting")


class NotReadable(ValueError):
    """A row holds what its column cannot mean: a status that is none, a time that is no time."""


@dataclass(frozen=True)
class Standing:
    """Where an instance stands, as it is kept: its state, and the ids of the steps that wait in the worklist."""

    id: int
    definition_id: int
    ended: bool
    state: bytes
    waiting: frozenset[str]


@contextmanager
def reading() -> Iterator[None]:
    """Rubbish in a row makes drivers and values raise all kinds of errors; a lost connection stays what it is."""
    try:
        yield
    except DBAPIError as error:
        if error.connection_invalidated:
            raise
        raise NotReadable(str(error.orig)) from error
    except (ArithmeticError, AttributeError, TypeError, ValueError) as error:
        raise NotReadable(str(error)) from error


def read(connection: Connection, kind: Kind, first: int, last: int) -> list[Record]:
    """The records of all items between these numbers, in order; raises NotReadable if any of them cannot be read."""
    with reading():
        table = items.TABLES[kind]
        links = _by(events.links_between(connection, kind, first, last), lambda link: link.subject_id)
        written = and_(entries.c.item_kind == kind.value, entries.c.item_id.between(first, last))
        said = _rows(connection, select(entries).where(written).order_by(entries.c.id))
        attached = select(attachments).where(attachments.c.entry_id.in_(select(entries.c.id).where(written)))
        files = _by(_rows(connection, attached.order_by(attachments.c.id)), itemgetter("entry_id"))
        of = and_(runs.c.item_kind == kind.value, runs.c.item_id.between(first, last))
        ran = _by(
            _rows(connection, select(*_RUN).join(definitions).where(of).order_by(runs.c.id)), itemgetter("item_id")
        )
        offered = select(user_tasks, runs.c.item_id.label(OF)).join(runs, runs.c.id == user_tasks.c.instance_id)
        steps = _by(_rows(connection, offered.where(of).order_by(user_tasks.c.id)), itemgetter(OF))
        there = _rows(connection, select(table).where(table.c.id.between(first, last)).order_by(table.c.id))
        by_item = _by(said, itemgetter("item_id"))
        about = and_(outbox.c.item_kind == kind.value, outbox.c.item_id.between(first, last))
        sent = _by(_rows(connection, select(outbox).where(about).order_by(outbox.c.id)), itemgetter("item_id"))
        messages = select(outbox.c.id).where(about)
        fates = _by(events.links_of(connection, Subject.MESSAGE, messages), lambda link: link.subject_id)
        given = select(answers, runs.c.item_id).join(runs, runs.c.id == answers.c.instance_id)
        answered = _by(_rows(connection, given.where(of)), itemgetter("item_id"))
        armed = and_(timers.c.item_kind == kind.value, timers.c.item_id.between(first, last))
        due = _by(_rows(connection, select(timers).where(armed)), itemgetter("item_id"))
        subject = Subject(kind.value)
        return [
            Record(subject, n, row, links[n], by_item[n], files, steps[n], ran[n], sent[n], told, answered[n], due[n])
            for row in there
            for n in [row["id"]]
            for told in [{message["id"]: fates[message["id"]] for message in sent[n]}]
        ]


_RUN = [*(c for c in runs.c if c.name != "state"), definitions.c.sha256.label("diagram")]
OF = "of_item"  # the item of a step's instance, whatever stands at the step itself
V = TypeVar("V")


def _rows(connection: Connection, found: Select[Any]) -> list[Row]:
    return [dict(row._mapping) for row in connection.execute(found)]


def _by(values: Iterable[V], key: Callable[[V], Any]) -> dict[Any, list[V]]:
    found: dict[Any, list[V]] = defaultdict(list)
    for value in values:
        found[key(value)].append(value)
    return found


def subject_ids(connection: Connection, subject: Subject, *, first: int, limit: int) -> tuple[int, ...]:
    """The numbers of so many subjects from `first` on, in order: those with a history, and those with a row."""
    of = select(chains.c.subject_id).where(chains.c.subject_kind == subject.value, chains.c.subject_id >= first)
    told = select(event_rows.c.subject_id).distinct()
    told = told.where(event_rows.c.subject_kind == subject.value, event_rows.c.subject_id >= first)
    found = [*_scalars(connection, of.order_by(chains.c.subject_id).limit(limit))]
    found += _scalars(connection, told.order_by(event_rows.c.subject_id).limit(limit))
    if (table := SUBJECT_ROWS.get(subject)) is not None:
        found += _scalars(connection, select(table.c.id).where(table.c.id >= first).order_by(table.c.id).limit(limit))
    return tuple(sorted(set(found))[:limit])


def subjects_kept(connection: Connection, subject: Subject, ids: Sequence[int]) -> list[Kept]:
    """What is kept of these subjects; raises NotReadable."""
    with reading():
        rows = _SUBJECTS[subject](connection, ids)
        links = _by(events.links_of(connection, subject, ids), lambda link: link.subject_id)
        at = select(chains).where(chains.c.subject_kind == subject.value, chains.c.subject_id.in_(ids))
        heads = {row.subject_id: Head(row.events, row.head) for row in connection.execute(at)}
        return [
            Kept(subject, number, rows.get((subject, number)), links[number], heads.get(number, Head()))
            for number in ids
        ]


def _messages(connection: Connection, ids: Sequence[int]) -> subjects.Rows:
    found = select(outbox.c.id).where(outbox.c.id.in_(ids))
    return {(Subject.MESSAGE, number): {} for number in _scalars(connection, found)}


SUBJECT_ROWS: dict[Subject, Table] = {
    Subject.AGENT: people,
    Subject.CUSTOMER: customers,
    Subject.TEAM: teams,
    Subject.DEFINITION: definitions,
}
_SUBJECTS: dict[Subject, Callable[[Connection, Sequence[int]], subjects.Rows]] = {
    Subject.MESSAGE: _messages,
    Subject.AGENT: lambda connection, _ids: subjects.directory(connection),
    Subject.CUSTOMER: subjects.customers,
    Subject.TEAM: lambda connection, _ids: subjects.directory(connection),
    Subject.DEFINITION: lambda connection, _ids: subjects.deployed(connection),
    Subject.DESK: lambda connection, _ids: subjects.directory(connection),
}


def _scalars(connection: Connection, found: Select[Any]) -> tuple[int, ...]:
    return tuple(connection.execute(found).scalars())


def numbers(connection: Connection, kind: Kind, *, first: int, limit: int) -> tuple[int, ...]:
    """The numbers of so many items from `first` on, in order."""
    table = items.TABLES[kind]
    found = select(table.c.id).where(table.c.id >= first).order_by(table.c.id).limit(limit)
    return _scalars(connection, found)


def count(connection: Connection, kind: Kind) -> int:
    return items.count(connection, kind)


def diagrams_kept(connection: Connection) -> Iterator[tuple[str, int, str, bytes]]:
    """(key, version, sha256 as deployed, content) of every version; content that is no bytes is empty."""
    found = select(definitions.c.id, definitions.c.key, definitions.c.version, definitions.c.sha256)
    for row in connection.execute(found.order_by(definitions.c.id)).all():
        content: Any = diagrams.content_of(connection, row.id)
        yield row.key, row.version, row.sha256, content if isinstance(content, bytes) else b""


def histories_without_item(connection: Connection) -> tuple[str, ...]:
    """Of items; also of what is no subject at all."""
    kind, of = event_rows.c.subject_kind, event_rows.c.subject_id
    others = [one.value for one in Subject if one.value not in _PREFIXES]
    return _without(connection, kind, of, kind.not_in(others))


def entries_without_item(connection: Connection) -> tuple[str, ...]:
    return _without_item(connection, entries)


def instances_without_item(connection: Connection) -> tuple[str, ...]:
    return _without_item(connection, runs)


def messages_without_item(connection: Connection) -> tuple[str, ...]:
    return _without_item(connection, outbox)


def standing(connection: Connection, *, after: int, limit: int) -> tuple[Standing, ...]:
    """So many instances after that one, in order; raises NotReadable."""
    with reading():
        found = select(runs).where(runs.c.id > after).order_by(runs.c.id).limit(limit)
        rows = connection.execute(found).all()
        steps: dict[int, set[str]] = defaultdict(set)
        waits = and_(user_tasks.c.instance_id.in_([row.id for row in rows]), user_tasks.c.state == "waiting")
        for step in connection.execute(select(user_tasks.c.id, user_tasks.c.instance_id).where(waits)):
            steps[step.instance_id].add(step.id)
        return tuple(
            Standing(row.id, row.definition_id, row.status == "ended", row.state, frozenset(steps[row.id]))
            for row in rows
        )


def place_of(connection: Connection, instance_id: int) -> tuple[str, int] | None:
    """(kind, number) of what the instance is of, as it stands there."""
    row = connection.execute(select(runs.c.item_kind, runs.c.item_id).where(runs.c.id == instance_id)).one_or_none()
    return (row.item_kind, row.item_id) if row else None


def files_kept(connection: Connection) -> Iterator[tuple[str, int, str, str]]:
    """(kind and number of the item as they stand there, the file's name, its sha256) of every attachment, by entry."""
    wanted = select(entries.c.item_kind, entries.c.item_id, attachments.c.name, attachments.c.sha256)
    found = wanted.join(entries, entries.c.id == attachments.c.entry_id).order_by(attachments.c.id)
    for row in connection.execute(found):
        yield row.item_kind, row.item_id, row.name, row.sha256


def _without_item(connection: Connection, table: Any) -> tuple[str, ...]:
    return _without(connection, table.c.item_kind, table.c.item_id, true())


def _without(connection: Connection, kind: Any, of: Any, which: ColumnElement[bool]) -> tuple[str, ...]:
    there = or_(*(and_(kind == k.value, exists().where(t.c.id == of)) for k, t in _TABLES))
    found = select(kind, of).where(which, ~there).distinct()
    return tuple(f"{_PREFIXES.get(row[0], row[0])}{row[1]}" for row in connection.execute(found))


_TABLES = tuple(items.TABLES.items())
_PREFIXES: dict[str, str] = {kind.value: prefix for kind, prefix in PREFIX.items()}


_NOT_SEARCHED = text(
    "SELECT count(*) FROM cases WHERE id NOT IN"
    " (SELECT case_id FROM search_documents UNION SELECT case_id FROM search_queue)"
)


def cases_not_searched(connection: Connection) -> int:
    """How many cases are in no document of the search's index, and wait for none."""
    return int(connection.execute(_NOT_SEARCHED).scalar_one())


def open_without_process(connection: Connection) -> tuple[tuple[Kind, int], ...]:
    return (
        *_numbers(connection, Kind.CASE, and_(cases.c.status != Status.CLOSED.value, ~_running(cases, Kind.CASE))),
        *_numbers(connection, Kind.TASK, and_(tasks.c.status != Status.SOLVED.value, ~_running(tasks, Kind.TASK))),
    )


def closed_with_process(connection: Connection) -> tuple[tuple[Kind, int], ...]:
    return _numbers(connection, Kind.CASE, and_(cases.c.status == Status.CLOSED.value, _running(cases, Kind.CASE)))


def ended_with_waiting_steps(connection: Connection) -> tuple[int, ...]:
    return _scalars(connection, select(runs.c.id).where(~_RUNS, exists().where(_WAITS)))


def running_without_steps(connection: Connection) -> tuple[int, ...]:
    return _scalars(connection, select(runs.c.id).where(_RUNS, ~exists().where(_WAITS)))


def _running(table: Any, kind: Kind) -> Any:
    return exists().where(runs.c.item_kind == kind.value, runs.c.item_id == table.c.id, _RUNS)


def _numbers(connection: Connection, kind: Kind, condition: Any) -> tuple[tuple[Kind, int], ...]:
    table = items.TABLES[kind]
    return tuple((kind, number) for number in _scalars(connection, select(table.c.id).where(condition)))
