"""Whether somebody touched the record: every chain, column, entry, step and diagram against what was written.

What must add up within one case or task is `engine.record`; here it is read, and what lies between them is looked at.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from engine import record as records
from engine.desk.house import Desk
from engine.errors import NotFound
from engine.model.items import PREFIX, Kind
from engine.record import Record
from engine.store import Connection, record

BATCH = 500  # items read with a handful of questions


@dataclass(frozen=True)
class Finding:
    """One thing that does not add up: where, and what."""

    place: str
    sentence: str


def verify(desk: Desk, progress: Callable[[int], object] = lambda _items: None) -> Iterator[Finding]:
    """Everything that differs from what the history says; nothing when the record is as it was written.

    `progress` is called with 1 for each of `count_items`. Rubbish in the database is a finding too.
    """
    with desk.reading() as connection:
        for kind in Kind:
            numbers = record.numbers(connection, kind)
            for start in range(0, len(numbers), BATCH):
                for kept in _read(connection, kind, numbers[start : start + BATCH]):
                    progress(1)
                    yield from _check(kept)
        yield from _diagrams(connection)
        yield from _strays(connection)


def verify_item(desk: Desk, kind: Kind, item_id: int) -> tuple[Finding, ...]:
    """What does not add up about one case or task; raises NotFound."""
    with desk.reading() as connection:
        found = tuple(_read(connection, kind, (item_id,)))
    if not found:
        raise NotFound("Sagen eller opgaven findes ikke.")
    return tuple(finding for kept in found for finding in _check(kept))


def count_items(desk: Desk) -> int:
    """How many chains `verify` reads, for a progress bar."""
    with desk.reading() as connection:
        return sum(record.count(connection, kind) for kind in Kind)


def _read(connection: Connection, kind: Kind, numbers: Sequence[int]) -> Iterator[Record | Finding]:
    """The records of these items, all at once; around one that cannot be read, by halves, until it is alone."""
    try:
        yield from record.read(connection, kind, numbers[0], numbers[-1])
    except record.NotReadable as error:
        if len(numbers) == 1:
            yield Finding(f"{PREFIX[kind]}{numbers[0]}", f"Kan ikke læses: {error}")
            return
        middle = len(numbers) // 2
        yield from _read(connection, kind, numbers[:middle])
        yield from _read(connection, kind, numbers[middle:])


def _check(kept: Record | Finding) -> Iterator[Finding]:
    if isinstance(kept, Finding):
        yield kept
        return
    try:
        for sentence in records.check(kept):
            yield Finding(kept.item.number, sentence)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        yield Finding(kept.item.number, f"Historikken kan ikke læses til ende: {error}")


def _diagrams(connection: Connection) -> Iterator[Finding]:
    for place, sha256, content in record.diagrams_kept(connection):
        if hashlib.sha256(content).hexdigest() != sha256:
            yield Finding(place, "Diagrammet er ændret, efter at det blev sat i drift.")


def _strays(connection: Connection) -> Iterator[Finding]:
    """What ARCHITECTURE says must always hold between items, instances and the worklist."""
    for place in record.histories_without_item(connection):
        yield Finding(place, "Der er en historik uden sag eller opgave.")
    for place in record.entries_without_item(connection):
        yield Finding(place, "Der er indlæg uden sag eller opgave.")
    for number in record.open_without_process(connection):
        yield Finding(number, "Åben, men ingen proces kører (D-01).")
    for number in record.closed_with_process(connection):
        yield Finding(number, "Lukket, men en proces kører stadig (D-01).")
    for place in record.ended_with_waiting_steps(connection):
        yield Finding(place, "Forløbet er slut, men et trin venter stadig.")
    for place in record.running_without_steps(connection):
        yield Finding(place, "Forløbet kører, men intet trin venter.")
