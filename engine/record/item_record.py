"""What is kept of one case or task, and what in it differs from what its history tells. Pure.

`engine.audit.verification` reads records from the database and asks this; it also looks at what is between items.
"""

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain
from typing import Any

import orjson

from engine.history.canonical import plain
from engine.history.chain import Head, Link, beginning, digest
from engine.history.erasing import erased_parts
from engine.history.events.erased_event import FORGOTTEN
from engine.history.fold import state_at
from engine.history.messages import FORGOTTEN_CONTENT, content_of
from engine.history.reading import NotReadable, Opened, opened
from engine.history.shape import Subject
from engine.history.state import Row, State
from engine.model.items import PREFIX, Kind, Status
from engine.record.fault import Fault, differ
from engine.sentences import say

NOTHING_ASKED: Mapping[int, Collection[str]] = {}
AHEAD = timedelta(minutes=5)  # of the clock of whoever looks: no clock that is kept right differs so much


@dataclass(frozen=True)
class Record:
    """All that is kept of one item, as rows of the tables {column: value}; `files` are the rows by entry."""

    subject: Subject
    id: int
    item: Row
    links: Sequence[Link]
    entries: Sequence[Row]
    files: Mapping[int, Sequence[Row]]
    steps: Sequence[Row]
    instances: Sequence[Row]
    messages: Sequence[Row]
    fates: Mapping[int, Sequence[Link]]  # {message: its own events}
    answers: Sequence[Row]
    timers: Sequence[Row]
    tasks: Sequence[int] = ()  # of a case, by id


def check(
    record: Record, desk: str, now: datetime, asked: Mapping[int, Collection[str]] = NOTHING_ASKED
) -> Iterator[Fault]:
    """Everything that does not add up. `desk` is the desk's uuid, `asked` {instance: the fields whose answers its
    diagram reads}.

    Raises whatever rubbish raises that stands where a value is expected (TypeError, LookupError …), after the faults
    before it.
    """
    head = Head(record.item["event_count"], record.item["head_hash"])
    told = yield from check_history(record.links, head, desk, now)
    fates = (opened(link) for links in record.fates.values() for link in links)
    state = state_at(record.subject, record.id, chain(told, fates))
    yield from differ("item", "", "", record.item, state.row)
    yield from _check_entries(record, state)
    yield from _check_steps(record, state)
    yield from _check_instances(record, state)
    yield from _check_messages(record, state)
    yield from _check_answers(record, state, asked)
    yield from _check_timers(record, state)
    yield from _check_tasks(record, state)


def check_history(links: Sequence[Link], head: Head, desk: str, now: datetime) -> Generator[Fault, None, list[Opened]]:
    """Everything that is wrong with the events themselves; gives those that can be read.

    `head` is where the chain's own row says that it stands. From the first broken place on, no event is judged alone.
    """
    broken = yield from _check_chain(links, desk)
    told: list[Opened] = []
    for fault, place in _read_links(links, now, told):
        if broken is None or place < broken:
            yield fault
    if broken is None:
        yield from _check_end(links, head)
    return told


def _check_chain(links: Sequence[Link], desk: str) -> Generator[Fault, None, int | None]:
    """Whether each event is where and as it was written; gives the place of the first that is not."""
    previous = beginning(desk)
    for place, link in enumerate(links, start=1):
        if link.sequence != place:
            yield Fault(say("Hændelse %(place)s mangler eller står et andet sted.", place=place))
            return place
        if digest(link, previous) != link.hash:
            yield Fault(say("Hændelse %(place)s er ændret eller flyttet.", place=place))
            return place
        previous = link.hash
    return None


def _read_links(links: Sequence[Link], now: datetime, told: list[Opened]) -> Iterator[tuple[Fault, int]]:
    """(what is wrong with an event, its place); those that can be read are put into `told`."""
    before, erased = None, erased_parts(links)
    for place, link in enumerate(links, start=1):
        if (before is not None and link.at < before) or link.at > now + AHEAD:
            yield Fault(say("Hændelse %(place)s har et tidspunkt, som ikke kan passe.", place=place)), place
        before = link.at
        try:
            event = opened(link, erased.get(place, ()))
        except NotReadable as error:
            why = error.args[0]
            yield Fault(say("Hændelse %(place)s kan ikke læses: %(why)s", place=place, why=why)), place
            continue
        for fault in event.faults:
            yield Fault(say("Hændelse %(place)s: %(why)s", place=place, why=fault)), place
        told.append(event)


def _check_end(links: Sequence[Link], head: Head) -> Iterator[Fault]:
    """Whether the row that knows of the chain knows of another number of events, or of another last one."""
    if len(links) != head.count:
        events = count_events(len(links))
        yield Fault(
            say("Historikken har %(events)s, men der er skrevet %(written)s.", events=events, written=head.count)
        )
    elif (links[-1].hash if links else "") != head.hash:
        yield Fault("Historikkens sidste hændelse er en anden end den, der blev skrevet.")


def count_events(count: int) -> str:
    """The number in words, for a sentence."""
    return say("1 hændelse") if count == 1 else say("%(count)s hændelser", count=count)


# --- the correspondence ---


def _check_entries(record: Record, state: State) -> Iterator[Fault]:
    for entry in record.entries:
        number = entry["id"]
        if number not in state.entries:
            yield Fault(say("Indlæg %(entry)s står ikke i historikken.", entry=number))
            continue
        where = say("Indlæg %(entry)s: ", entry=number)
        files = [[file["name"], file["sha256"], file["size_bytes"]] for file in record.files.get(number, ())]
        kept, told = {**entry, "attachments": files}, state.entries[number] | {"attachments": state.files[number]}
        yield from differ("entry", str(number), where, kept, told)
        seal = state.texts.get(number)  # there is none where only files were written
        if seal is not None and seal.erased:
            if entry["text"] != FORGOTTEN:
                yield Fault(say("Indlæg %(entry)s: Teksten blev slettet, men står der igen.", entry=number))
        elif bool(entry["text"]) if seal is None else not seal.fits(entry["text"]):
            yield Fault(say("Indlæg %(entry)s: Teksten er ændret, siden det blev skrevet.", entry=number))
    for number in state.entries.keys() - {entry["id"] for entry in record.entries}:
        yield Fault(say("Indlæg %(entry)s er slettet.", entry=number))


# --- the worklist ---


def _check_steps(record: Record, state: State) -> Iterator[Fault]:
    missing = dict(state.steps)
    for step in record.steps:
        number, name = step["id"], step["name"]
        told = missing.pop(number, None)
        if told is None:
            yield Fault(
                say("Trinnet “%(step)s” (%(id)s) står ikke i historikken.", step=name, id=number),
                say("Trinnet “%(step)s” står ikke i historikken.", step=name),
            )
        else:
            where = say("Trinnet “%(step)s” (%(id)s): ", step=name, id=number)
            yield from differ("step", name, where, step, told)
    for number, told in missing.items():
        yield Fault(
            say("Trinnet “%(step)s” (%(id)s) er slettet.", step=told["name"], id=number),
            say("Trinnet “%(step)s” er slettet.", step=told["name"]),
        )


# --- the instances ---


def _check_instances(record: Record, state: State) -> Iterator[Fault]:
    missing = dict(state.instances)
    for instance in record.instances:
        number = instance["id"]
        told = missing.pop(number, None)
        if told is None:
            yield Fault(say("Forløb %(n)s står ikke i historikken.", n=number))
        else:
            yield from differ("instance", str(number), say("Forløb %(n)s: ", n=number), instance, told)
    for number in missing:
        yield Fault(say("Forløb %(n)s er slettet.", n=number))


# --- the tasks of a case ---


def _check_tasks(record: Record, state: State) -> Iterator[Fault]:
    there, prefix = set(record.tasks), PREFIX[Kind.TASK]
    for number in sorted(there - state.tasks):
        yield Fault(say("Opgaven %(task)s står ikke i sagens historik.", task=f"{prefix}{number}"))
    for number in sorted(state.tasks - there):
        yield Fault(say("Opgaven %(task)s er slettet eller flyttet.", task=f"{prefix}{number}"))


# --- what was sent ---


def _check_messages(record: Record, state: State) -> Iterator[Fault]:
    missing = dict(state.messages)
    for message in record.messages:
        number, told = message["id"], missing.pop(message["key"], None)
        if told is None:
            yield Fault(say("Besked %(n)s står ikke i historikken.", n=number))
            continue
        yield from differ("message", str(number), say("Besked %(n)s: ", n=number), message, told)
        content = content_of(message)
        seal = state.contents[message["key"]]
        if seal.erased:
            if content != FORGOTTEN_CONTENT:
                yield Fault(say("Besked %(n)s: Indholdet blev slettet, men står der igen.", n=number))
        elif not seal.fits(content):
            yield Fault(say("Besked %(n)s: Indholdet er ændret, siden den blev skrevet.", n=number))
    for told in missing.values():
        yield Fault(say("En besked fra %(when)s er slettet.", when=told["created_at"]))


# --- what the steps were answered ---


def _check_answers(record: Record, state: State, asked: Mapping[int, Collection[str]]) -> Iterator[Fault]:
    given = {(n, field) for n, fields in asked.items() for field in state.answers.get(n, {}).keys() & set(fields)}
    for instance, field in sorted(given - {(answer["instance_id"], answer["field"]) for answer in record.answers}):
        yield Fault(say("Forløb %(n)s: Svaret på “%(field)s” er slettet.", n=instance, field=field))
    for answer in record.answers:
        instance, field = answer["instance_id"], answer["field"]
        if orjson.loads(answer["value"]) != state.answers.get(instance, {}).get(field):
            yield Fault(
                say("Forløb %(n)s: Svaret på “%(field)s” er et andet end det, der blev givet.", n=instance, field=field)
            )


# --- the deadline that is still to be told of ---


def _check_timers(record: Record, state: State) -> Iterator[Fault]:
    if [(plain(timer["due_at"]), timer["case_id"]) for timer in record.timers] != timers_of(state):
        yield Fault(say("Det, der holder øje med deadline, er et andet, end historikken siger."))


def timers_of(state: State) -> list[tuple[Any, Any]]:
    """[(due, case)] of the timer that it must have, if any (D-15): an unsolved item, and a solved case until it is
    closed (D-19), whose deadline has not been told of.
    """
    done = (Status.CLOSED.value,) if state.subject == Subject.CASE else (Status.SOLVED.value, Status.CLOSED.value)
    row = state.row
    is_told = row["status"] in done or row["overdue_for"] == row["deadline"]
    return [] if is_told else [(row["deadline"], state.case_id)]
