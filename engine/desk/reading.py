"""The correspondence and the history of an item a page at a time, newest first, for who has the item before them.

Entries and events are two rows of numbers. A cursor names the last of each that has been shown, so that every line is
shown once, however many there are; nothing here reads a whole history.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice

from engine.desk.audit import Visit, visits
from engine.desk.house import Desk
from engine.desk.pages import id_of
from engine.desk.sight import Sight
from engine.errors import Invalid
from engine.model.correspondence import Entry, EntryKind, Message
from engine.model.events import Event
from engine.model.instances import Instance, UserTask
from engine.model.people import Customer
from engine.rules import sees_internal
from engine.store import Connection, correspondence, events, instances, outbox
from engine.store.correspondence import Wanted

LINES = 30
UNTOLD = frozenset({"entry", "hook-failed", "sent-again", "message"})  # an entry stands there itself
_INTERNAL_EVENTS = frozenset({"deviation"})  # with its reason
_PLACE = re.compile(r"(\d{1,9})\.(\d{1,9})")


@dataclass(frozen=True)
class Line:
    """One line of the correspondence: an entry with what was sent of it, or an event."""

    at: datetime
    entry: Entry | None = None
    messages: tuple[Message, ...] = ()
    event: Event | None = None


@dataclass(frozen=True)
class Lines:
    """A page of the correspondence, newest first; `next` leads to what is older, None at the end."""

    rows: tuple[Line, ...]
    next: str | None


@dataclass(frozen=True)
class HistoryPage:
    """A page of the history, newest first, and the visits that it tells of, in order; `next` as of lines."""

    events: tuple[Event, ...]
    visits: tuple[Visit, ...]
    next: str | None


def lines_of(desk: Desk, sight: Sight, wanted: Wanted, *, after: str | None = None, limit: int | None = LINES) -> Lines:
    """The entries that are wanted, and between them what happened where nothing narrows them. `limit` None is all.

    Raises Invalid for a cursor that is not ours.
    """
    sequence, number = _place(after)
    item, most = sight.item, None if limit is None else limit + 1
    with desk.reading() as connection:
        told: tuple[Event, ...] = ()
        if wanted == Wanted():
            without = UNTOLD if sight.sees_internal else UNTOLD | _INTERNAL_EVENTS
            told = events.newest(connection, item.kind, item.id, before=sequence, without=without, limit=most)
        seen = wanted if sight.sees_internal else wanted.without(EntryKind.INTERNAL)
        found = correspondence.newest(connection, item.kind, item.id, seen, before=number, limit=most)
        merged = merge(
            (Line(entry.written_at, entry) for entry in found),
            (Line(event.at, event=event) for event in told),
            key=lambda line: line.at,
            reverse=True,
        )
        rows = tuple(islice(merged, limit))
        entry_ids = [line.entry.id for line in rows if line.entry]
        sent = outbox.messages_of_entries(connection, item.kind, item.id, entry_ids)
    rows = tuple(Line(one.at, one.entry, _sent_as(one, sent), one.event) for one in rows)
    more = len(found) + len(told) > len(rows)
    return Lines(rows, _cursor(rows, sequence, number) if more else None)


def history_of_page(
    desk: Desk, sight: Sight, *, after: str | None = None, limit: int | None = LINES, instance: Instance | None = None
) -> HistoryPage:
    """What happened to the item, and the way of `instance`, else of its newest, as far as these events tell of it."""
    instance = instance or next(iter(sight.instances), None)
    before, item = id_of(after), sight.item
    without = frozenset() if sight.sees_internal else _INTERNAL_EVENTS
    most = None if limit is None else limit + 1
    with desk.reading() as connection:
        found = events.newest(connection, item.kind, item.id, before=before, without=without, limit=most)
        told = found[:limit]
        offered = _offered_before(connection, told)
    more = len(found) > len(told)
    waiting = [offer.user_task for offer in sight.waiting]
    opened = {step.id: step for step in (*offered, *(() if before else waiting))}
    return HistoryPage(
        told, _visits(desk, instance, told[::-1], opened, newest=not before), str(told[-1].sequence) if more else None
    )


def solutions_of_tasks(desk: Desk, sight: Sight, *, by: int) -> Mapping[int, Entry]:
    """{task number: its solution} for the tasks of the case, as far as `by` may read them (A-37)."""
    reader = desk.directory().agents[by]
    solved = {task.id: task.solution_entry_id for task in sight.tasks if sees_internal(reader, task, sight.customer)}
    with desk.reading() as connection:
        found = {number: correspondence.find(connection, entry) for number, entry in solved.items() if entry}
    return {number: entry for number, entry in found.items() if entry}


def last_written_to(desk: Desk, case_id: int, customer: Customer) -> datetime | None:
    """When the customer was last written to on the case, as a comment or in a mail that names their address."""
    with desk.reading() as connection:
        for entry in correspondence.outward(connection, case_id):
            names = customer.email is not None and any(customer.email in to for to in (*entry.recipients, *entry.cc))
            if entry.kind == EntryKind.EXTERNAL or names:
                return entry.written_at
    return None


def _offered_before(connection: Connection, told: Iterable[Event]) -> tuple[UserTask, ...]:
    """The steps that these events end, also those that were offered before the first of them."""
    ended = [e.details["user_task"] for e in told if isinstance(e.details.get("user_task"), str)]
    return instances.steps_by_id(connection, ended)


def _visits(
    desk: Desk, instance: Instance | None, told: tuple[Event, ...], opened: Mapping[str, UserTask], *, newest: bool
) -> tuple[Visit, ...]:
    if instance is None:
        return ()
    with desk.reading() as connection:
        diagram = desk.program(connection, instance.definition_id).diagram
    before = {
        step.id: Visit(step.element, step.name, step.opened_at, waiting=True)
        for step in opened.values()
        if step.instance_id == instance.id
    }
    found = visits(diagram, told, instance, before)
    return found if newest else tuple(visit for visit in found if not visit.waiting)


def _sent_as(line: Line, sent: Iterable[Message]) -> tuple[Message, ...]:
    return tuple(message for message in sent if line.entry and message.entry_id == line.entry.id)


def _place(text: str | None) -> tuple[int | None, int | None]:
    """(sequence of the last event, number of the last entry) in a cursor."""
    if not text:
        return None, None
    found = _PLACE.fullmatch(text)
    if not found:
        raise Invalid({"": "Siden findes ikke. Begynd forfra i listen."})
    return int(found[1]) or None, int(found[2]) or None


def _cursor(rows: tuple[Line, ...], sequence: int | None, number: int | None) -> str:
    told = [line.event.sequence for line in rows if line.event]
    written = [line.entry.id for line in rows if line.entry]
    return f"{min(told, default=sequence or 0)}.{min(written, default=number or 0)}"
