"""Whether somebody touched the record: every chain, every column, every text and every diagram against its hash."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from engine import history
from engine.desk.house import Desk
from engine.errors import NotFound
from engine.model.events import Event
from engine.model.items import PREFIX, Kind, WorkItem
from engine.store import Connection, definitions, record


@dataclass(frozen=True)
class Finding:
    """One thing that does not add up: where, and what."""

    place: str
    sentence: str


def verify(desk: Desk, progress: Callable[[int], object] = lambda _items: None) -> Iterator[Finding]:
    """Everything that differs from what the history says; nothing when the record is as it was written.

    `progress` is called with 1 for each of `count_items`.
    """
    with desk.reading() as connection:
        for kind in Kind:
            yield from _items(connection, kind, progress)
        for definition, content in definitions.every(connection):
            if hashlib.sha256(content).hexdigest() != definition.sha256:
                yield Finding(
                    f"{definition.key} {definition.version}", "Diagrammet er ændret, efter at det blev sat i drift."
                )
        yield from _strays(connection)


def verify_item(desk: Desk, kind: Kind, item_id: int) -> tuple[Finding, ...]:
    """What does not add up about one case or task; raises NotFound."""
    with desk.reading() as connection:
        item = record.find_item(connection, kind, item_id)
        if item is None:
            raise NotFound("Sagen eller opgaven findes ikke.")
        told, texts = record.events_of(connection, kind, item_id), record.texts_of(connection, kind, item_id)
    return tuple(Finding(item.number, sentence) for sentence in check_item(item, told, texts))


def count_items(desk: Desk) -> int:
    """How many chains `verify` reads, for a progress bar."""
    with desk.reading() as connection:
        return sum(record.count(connection, kind) for kind in Kind)


def _items(connection: Connection, kind: Kind, progress: Callable[[int], object]) -> Iterator[Finding]:
    """Items and events side by side, both in order of id; texts of entries are looked up an item at a time."""
    chains = groupby(record.every_event(connection, kind), key=lambda pair: pair[0].item_id)
    current = next(chains, None)
    for item in record.every_item(connection, kind):
        progress(1)
        while current is not None and current[0] < item.id:
            yield Finding(f"{PREFIX[kind]}{current[0]}", "Der er en historik uden sag eller opgave.")
            current = next(chains, None)
        told: list[tuple[Event, str]] = []
        if current is not None and current[0] == item.id:
            told = list(current[1])
            current = next(chains, None)
        for sentence in check_item(item, told, record.texts_of(connection, kind, item.id)):
            yield Finding(item.number, sentence)
    while current is not None:
        yield Finding(f"{PREFIX[kind]}{current[0]}", "Der er en historik uden sag eller opgave.")
        current = next(chains, None)


def check_item(item: WorkItem, told: list[tuple[Event, str]], texts: dict[int, str]) -> Iterator[str]:
    """What does not add up between an item, its events and the texts of its entries ({entry id: text}). Pure."""
    yield from _check_chain(item, told)
    expected = history.empty_columns(item.kind) | history.fold(event.details for event, _ in told)
    for name, value in history.columns_of(item).items():
        if value != expected.get(name):
            yield f"{name} er {value!r}, men historikken siger {expected.get(name)!r}."
    kept: dict[int, Any] = {e.details["entry"]: e.details["sha256"] for e, _ in told if e.type == "entry"}
    for entry_id, text in texts.items():
        if entry_id not in kept:
            yield f"Indlæg {entry_id} står ikke i historikken."
        elif history.sha256(text) != kept[entry_id]:
            yield f"Indlæg {entry_id} er ændret, efter at det blev skrevet."
    for entry_id in kept.keys() - texts.keys():
        yield f"Indlæg {entry_id} er slettet."


def _check_chain(item: WorkItem, told: list[tuple[Event, str]]) -> Iterator[str]:
    previous = history.GENESIS
    for place, (event, details) in enumerate(told, start=1):
        if event.sequence != place:
            yield f"Hændelse {place} mangler eller står et andet sted."
            return
        if event.previous_hash != previous or history.digest(replace(event, hash=""), details) != event.hash:
            yield f"Hændelse {place} er ændret eller flyttet."
            return
        previous = event.hash
    if len(told) != item.event_count or previous != item.head_hash:
        yield f"Historikken har {len(told)} hændelser, men der er skrevet {item.event_count}."


def _strays(connection: Connection) -> Iterator[Finding]:
    """What ARCHITECTURE says must always hold between items, instances and the worklist."""
    for number in record.open_without_process(connection):
        yield Finding(number, "Åben, men ingen proces kører (D-01).")
    for number in record.closed_with_process(connection):
        yield Finding(number, "Lukket, men en proces kører stadig (D-01).")
    for place in record.ended_with_waiting_steps(connection):
        yield Finding(place, "Forløbet er slut, men et trin venter stadig.")
    for place in record.running_without_steps(connection):
        yield Finding(place, "Forløbet kører, men intet trin venter.")
