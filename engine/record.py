"""What is kept of one case or task, and what in it differs from what its history tells. Pure.

`engine.desk.verification` reads records from the database and asks this; it also looks at what is between items.
"""

from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from engine.history.canonical import plain
from engine.history.chain import Link, beginning, digest
from engine.history.fold import Row, State, state_at
from engine.history.reading import NotReadable, Opened, opened
from engine.history.shape import Subject
from engine.sentences import say

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


@dataclass(frozen=True)
class Differing:
    """A column that holds something else than the history tells, both as JSON values.

    `of` is "item", "entry", "step" or "instance"; `name` is the entry's or instance's number, or the step's name.
    """

    of: str
    name: str
    column: str
    kept: Any
    told: Any


@dataclass(frozen=True)
class Fault:
    """One thing that does not add up. `sentence` is for a terminal: with ids, and columns as the database has them.

    `plain` is the same without them, for a page; of a column that differs the page makes its own from `differing`.
    """

    sentence: str
    plain: str = ""
    differing: Differing | None = None


def check(record: Record, desk: str, now: datetime) -> Iterator[Fault]:
    """Everything that does not add up. `desk` is the desk's uuid.

    Raises whatever rubbish raises that stands where a value is expected (TypeError, LookupError …), after the faults
    before it.
    """
    broken = yield from _check_chain(record.links, desk)
    told: list[Opened] = []
    for fault, place in _read(record.links, now, told):
        if broken is None or place < broken:
            yield fault
    state = state_at(record.subject, record.id, told)
    if broken is None:
        yield from _check_end(record)
    yield from _differ("item", "", "", record.item, state.item)
    yield from _check_entries(record, state)
    yield from _check_steps(record, state)
    yield from _check_instances(record, state)


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


def _read(links: Sequence[Link], now: datetime, told: list[Opened]) -> Iterator[tuple[Fault, int]]:
    """(what is wrong with an event, its place); those that can be read are put into `told`."""
    before = None
    for place, link in enumerate(links, start=1):
        if (before is not None and link.at < before) or link.at > now + AHEAD:
            yield Fault(say("Hændelse %(place)s har et tidspunkt, som ikke kan passe.", place=place)), place
        before = link.at
        try:
            event = opened(link)
        except NotReadable as error:
            why = error.args[0]
            yield Fault(say("Hændelse %(place)s kan ikke læses: %(why)s", place=place, why=why)), place
            continue
        for fault in event.faults:
            yield Fault(say("Hændelse %(place)s: %(why)s", place=place, why=fault)), place
        told.append(event)


def _check_end(record: Record) -> Iterator[Fault]:
    """Whether the item's row knows of another number of events, or of another last one."""
    count, written = len(record.links), record.item["event_count"]
    if count != written:
        yield Fault(_too_many_or_few(count, written))
    elif (record.links[-1].hash if record.links else "") != record.item["head_hash"]:
        yield Fault("Historikkens sidste hændelse er en anden end den, der blev skrevet.")


def _too_many_or_few(count: int, written: int) -> str:
    if count == 1:
        return say("Historikken har 1 hændelse, men der er skrevet %(written)s.", written=written)
    return say("Historikken har %(count)s hændelser, men der er skrevet %(written)s.", count=count, written=written)


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
        yield from _differ("entry", str(number), where, kept, told)
        if not state.texts[number].fits(entry["text"]):
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
            yield from _differ("step", name, where, step, told)
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
            yield from _differ("instance", str(number), say("Forløb %(n)s: ", n=number), instance, told)
    for number in missing:
        yield Fault(say("Forløb %(n)s er slettet.", n=number))


def _differ(of: str, name: str, where: str, kept: Row, told: Row) -> Iterator[Fault]:
    """Each column that the history tells of and that holds something else."""
    for column, tells in told.items():
        was = plain(kept[column])
        if was != tells or type(was) is not type(tells):
            sentence = say(
                "%(where)s%(name)s er %(value)s, men historikken siger %(told)s.",
                where=where,
                name=column,
                value=repr(was),
                told=repr(tells),
            )
            yield Fault(sentence, differing=Differing(of, name, column, was, tells))
