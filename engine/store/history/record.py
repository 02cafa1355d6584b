"""The whole record, as `verify` reads it: whatever may have been done to it meanwhile."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from operator import itemgetter
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, select
from sqlalchemy.exc import DBAPIError

from engine.history.chain import Head
from engine.history.shape import Subject
from engine.history.state import Row
from engine.model.items import Kind
from engine.record.item_record import Record
from engine.record.subject_record import Kept
from engine.store import definitions as diagrams
from engine.store.history import events, subjects
from engine.store.tables import (
    answers,
    attachments,
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
        return list(_records(connection, kind, first, last))


def _records(connection: Connection, kind: Kind, first: int, last: int) -> Iterator[Record]:
    def about(table: Table) -> ColumnElement[bool]:
        return and_(table.c.item_kind == kind.value, table.c.item_id.between(first, last))

    def by_item(found: Select[Any], item: str = "item_id") -> dict[int, list[Row]]:
        return _by(_rows(connection, found), itemgetter(item))

    table, subject = items.TABLES[kind], Subject(kind.value)
    links = _by(events.links_between(connection, kind, first, last), lambda link: link.subject_id)
    said = by_item(select(entries).where(about(entries)).order_by(entries.c.id))
    attached = select(attachments).where(attachments.c.entry_id.in_(select(entries.c.id).where(about(entries))))
    files = by_item(attached.order_by(attachments.c.id), "entry_id")
    ran = by_item(select(*_RUN).join(definitions).where(about(runs)).order_by(runs.c.id))
    offered = select(user_tasks, runs.c.item_id.label(OF)).join(runs, runs.c.id == user_tasks.c.instance_id)
    steps = by_item(offered.where(about(runs)).order_by(user_tasks.c.id), OF)
    sent = by_item(select(outbox).where(about(outbox)).order_by(outbox.c.id))
    messages = select(outbox.c.id).where(about(outbox))
    fates = _by(events.links_of(connection, Subject.MESSAGE, messages), lambda link: link.subject_id)
    given = select(answers, runs.c.item_id).join(runs, runs.c.id == answers.c.instance_id)
    answered = by_item(given.where(about(runs)))
    due = by_item(select(timers).where(about(timers)))
    made = _tasks_of(connection, first, last) if kind == Kind.CASE else {}
    for row in _rows(connection, select(table).where(table.c.id.between(first, last)).order_by(table.c.id)):
        n = row["id"]
        told = {message["id"]: fates[message["id"]] for message in sent[n]}
        of_it = (said[n], files, steps[n], ran[n], sent[n], told, answered[n], due[n], made.get(n, ()))
        yield Record(subject, n, row, links[n], *of_it)


def _tasks_of(connection: Connection, first: int, last: int) -> dict[int, list[int]]:
    """{case: its tasks}."""
    found: dict[int, list[int]] = defaultdict(list)
    for task in connection.execute(select(tasks.c.id, tasks.c.case_id).where(tasks.c.case_id.between(first, last))):
        found[task.case_id].append(task.id)
    return found


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
