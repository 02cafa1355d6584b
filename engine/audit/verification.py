"""Whether somebody touched the record: every chain, and every row that a history tells of.

What must add up within one subject is `engine.record`; here subjects are read, and what lies between them is looked at.
What is covered, column by column, is `engine.record.coverage`.

Not found, since nothing else in the record speaks of it: the newest case with all that hangs on it and its number
taken out whole, a tail cut with everything that it did undone, a chain hashed anew from one of its events on. A file
with the heads of all chains, kept elsewhere, finds these too: `engine.audit.heads`.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from engine import runner
from engine.audit import forgotten
from engine.audit.finding import Finding, of_instance, of_item
from engine.audit.strays import strays
from engine.audit.viewings import check_viewings
from engine.errors import DeskError, NotFound
from engine.history.shape import Subject
from engine.model.items import PREFIX, Kind
from engine.record import item_record as records
from engine.record import subject_record
from engine.record.fault import Fault
from engine.record.item_record import Record
from engine.sentences import say, told_by
from engine.store import Connection
from engine.store.connection import limits
from engine.store.history import record
from engine.transaction.desk import Desk

BATCH = 500  # items read with a handful of questions
RUBBISH = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)  # what stands where a value belongs


@dataclass(frozen=True)
class Part:
    """What one part of the check found; `items` are the cases and tasks read in it, `next` the place of the next."""

    findings: tuple[Finding, ...]
    items: int
    next: str | None


Looked = tuple[Sequence[Finding], int, int | None]  # findings, items read, where to go on
Look = Callable[[Desk, Connection, int], Looked]


def verify(desk: Desk, progress: Callable[[int], object] = lambda _items: None) -> Iterator[Finding]:
    """Everything that differs from what the history says; nothing when the record is as it was written.

    `progress` is called with how many of `count_items` were read since. Rubbish in the database is a finding too.
    """
    place: str | None = START
    with desk.reading() as connection:
        while place:
            part = _part(desk, connection, place)
            progress(part.items)
            yield from part.findings
            place = part.next


def verify_part(desk: Desk, place: str = "") -> Part:
    """One part of the whole, quick enough for a page that waits for it; raises NotFound for a place that is none."""
    with desk.reading() as connection:
        return _part(desk, connection, place or START)


def verify_item(desk: Desk, kind: Kind, item_id: int) -> tuple[Finding, ...]:
    """What does not add up about one case or task; raises NotFound."""
    with desk.reading() as connection:
        found = tuple(_read(connection, kind, (item_id,)))
        if not found:
            raise NotFound("Sagen eller opgaven findes ikke.")
        return tuple(finding for kept in found for finding in _check(desk, connection, kept))


def verify_instance(desk: Desk, instance_id: int) -> tuple[Finding, ...]:
    """What does not add up about an instance, its diagram and what it is of; raises NotFound where there is none."""
    with desk.reading() as connection:
        place = record.place_of(connection, instance_id)
        if place is None:
            raise NotFound("Forløbet findes ikke.")
        kind, item_id = place
        kept = tuple(_read(connection, Kind(kind), (item_id,))) if kind in set(Kind) else ()
        findings = [finding for one in kept for finding in _check(desk, connection, one)]
        if not kept:
            findings.append(of_instance(instance_id, "Sagen eller opgaven er slettet."))
        standing, _, _ = _instances(desk, connection, instance_id - 1, limit=1)
        return (*findings, *standing, *_diagrams(connection))


def count_items(desk: Desk) -> int:
    """How many chains `verify` reads, for a progress bar."""
    with desk.reading() as connection:
        return sum(record.count(connection, kind) for kind in Kind)


# --- the parts, in order: every kind of item, the instances, and what is looked at as a whole ---


def _part(desk: Desk, connection: Connection, place: str) -> Part:
    limits.lift(connection)  # it reads every attached file, and asks the database nothing meanwhile
    name, _, first = place.partition("-")
    if name not in PARTS or not first.isdecimal() or len(first) > 9:
        raise NotFound("Kontrollen har ingen sådan del.")
    findings, items, following = PARTS[name](desk, connection, int(first))
    names = list(PARTS)
    after = names[names.index(name) + 1 :]
    going_on = f"{name}-{following}" if following is not None else f"{after[0]}-0" if after else None
    return Part(tuple(findings), items, going_on)


def _items(kind: Kind) -> Look:
    def look(desk: Desk, connection: Connection, first: int) -> Looked:
        numbers = record.numbers(connection, kind, first=first, limit=BATCH)
        kept = _read(connection, kind, numbers) if numbers else ()
        findings = [finding for one in kept for finding in _check(desk, connection, one)]
        return findings, len(numbers), numbers[-1] + 1 if len(numbers) == BATCH else None

    return look


def _instances(desk: Desk, connection: Connection, after: int, limit: int = BATCH) -> Looked:
    """Whether each instance's state waits where the worklist says; a program that cannot be read is a finding too."""
    try:
        found = record.standing(connection, after=after, limit=limit)
    except record.NotReadable as error:
        return [Finding(say("forløb"), say("Kan ikke læses: %(why)s", why=told_by(error)))], 0, None
    findings = [finding for one in found for finding in _check_standing(desk, connection, one)]
    return findings, 0, found[-1].id if len(found) == limit else None


def _check_standing(desk: Desk, connection: Connection, one: record.Standing) -> Iterator[Finding]:
    try:
        stands = runner.look(desk.program(connection, one.definition_id), one.state)
    except (DeskError, runner.RunnerError, *RUBBISH) as error:
        yield of_instance(one.id, say("Tilstanden kan ikke læses: %(why)s", why=told_by(error)))
        return
    if stands.completed != one.ended:
        yield of_instance(one.id, "Tilstanden er en anden end den, der står ved forløbet.")
    elif {waiting.id for waiting in stands.waiting} != one.waiting:
        yield of_instance(one.id, "Tilstanden venter på andre trin end arbejdslisten.")


def _wholes(desk: Desk, connection: Connection, _first: int) -> Looked:
    looked = (_diagrams, strays, _viewings)
    findings = [finding for look in looked for finding in look(connection)]
    return [*findings, *_files(desk, connection), *_back(desk, connection)], 0, None


def _back(desk: Desk, connection: Connection) -> Iterator[Finding]:
    """Whoever was forgotten and is there again, as after an older backup was put back."""
    for line in forgotten.back(desk, connection):
        sentence = say("Glemt den %(when)s, men står her igen: kør sagsgang forget.", when=line.at[:10])
        yield Finding(place_of(Subject(line.subject[0]), line.subject[1]), sentence)


def _others(subject: Subject) -> Look:
    def look(desk: Desk, connection: Connection, first: int) -> Looked:
        ids = record.subject_ids(connection, subject, first=first, limit=BATCH)
        findings = list(_check_others(desk, connection, subject, ids))
        return findings, 0, ids[-1] + 1 if len(ids) == BATCH else None

    return look


def _check_others(desk: Desk, connection: Connection, subject: Subject, ids: Sequence[int]) -> Iterator[Finding]:
    """Around one that cannot be read, by halves, until it is alone."""
    try:
        kept = record.subjects_kept(connection, subject, ids) if ids else []
    except record.NotReadable as error:
        if len(ids) == 1:
            yield Finding(place_of(subject, ids[0]), say("Kan ikke læses: %(why)s", why=told_by(error)))
            return
        middle = len(ids) // 2
        yield from _check_others(desk, connection, subject, ids[:middle])
        yield from _check_others(desk, connection, subject, ids[middle:])
        return
    for one in kept:
        place = place_of(subject, one.id)
        try:
            for fault in subject_record.check(one, desk.uuid, desk.clock()):
                yield Finding(place, fault.sentence, plain=fault.plain, differing=fault.differing)
        except RUBBISH as error:
            yield Finding(place, say("Historikken kan ikke læses til ende: %(why)s", why=told_by(error)))


def place_of(subject: Subject, number: int) -> str:
    """What the subject is called in a finding."""
    return _PLACES[subject](number) if subject in _PLACES else f"{PREFIX[Kind(subject.value)]}{number}"


_PLACES: Mapping[Subject, Callable[[int], str]] = {
    Subject.MESSAGE: lambda n: say("besked %(n)s", n=n),
    Subject.AGENT: lambda n: say("person %(n)s", n=n),
    Subject.CUSTOMER: lambda n: say("bruger %(n)s", n=n),
    Subject.TEAM: lambda n: say("team %(n)s", n=n),
    Subject.DEFINITION: lambda n: say("proces nr. %(n)s", n=n),
    Subject.DESK: lambda _n: say("servicedesken"),
}
PARTS: Mapping[str, Look] = {
    **{kind.value: _items(kind) for kind in Kind},
    "instances": _instances,
    **{subject.value: _others(subject) for subject in _PLACES},
    "rest": _wholes,
}
START = f"{next(iter(PARTS))}-0"


def _read(connection: Connection, kind: Kind, numbers: Sequence[int]) -> Iterator[Record | Finding]:
    """The records of these items, all at once; around one that cannot be read, by halves, until it is alone."""
    try:
        yield from record.read(connection, kind, numbers[0], numbers[-1])
    except record.NotReadable as error:
        if len(numbers) == 1:
            why = say("Kan ikke læses: %(why)s", why=told_by(error))
            yield of_item(kind, numbers[0], Fault(why))
            return
        middle = len(numbers) // 2
        yield from _read(connection, kind, numbers[:middle])
        yield from _read(connection, kind, numbers[middle:])


def _check(desk: Desk, connection: Connection, kept: Record | Finding) -> Iterator[Finding]:
    if isinstance(kept, Finding):
        yield kept
        return
    kind = Kind(kept.subject.value)
    try:
        for fault in records.check(kept, desk.uuid, desk.clock(), _asked(desk, connection, kept)):
            yield of_item(kind, kept.id, fault)
    except RUBBISH as error:
        why = say("Historikken kan ikke læses til ende: %(why)s", why=told_by(error))
        yield of_item(kind, kept.id, Fault(why))


def _asked(desk: Desk, connection: Connection, kept: Record) -> dict[int, frozenset[str]]:
    """{instance: the fields whose answers its diagram reads}, of diagrams that can be read."""
    asked = {}
    for row in kept.instances:
        with suppress(DeskError, runner.RunnerError, *RUBBISH):
            asked[row["id"]] = desk.program(connection, row["definition_id"]).diagram.variables
    return asked


def _diagrams(connection: Connection) -> Iterator[Finding]:
    for key, version, sha256, content in record.diagrams_kept(connection):
        if hashlib.sha256(content).hexdigest() != sha256:
            sentence = "Diagrammet er ændret, efter at det blev sat i drift."
            yield Finding(f"{key} {version}", sentence, version=(key, version))


def _files(desk: Desk, connection: Connection) -> Iterator[Finding]:
    for kind, number, name, sha256 in record.files_kept(connection):
        try:
            desk.files.content(sha256)
        except NotFound as error:
            sentence = say("%(file)s: %(why)s", file=name, why=told_by(error))
            known = kind in set(Kind)
            yield of_item(Kind(kind), number, Fault(sentence)) if known else Finding(f"{kind}{number}", sentence)


def _viewings(connection: Connection) -> Iterator[Finding]:
    place = say("visninger")
    try:
        for day, sentence in check_viewings(connection):
            yield Finding(say("visninger den %(day)s", day=day.isoformat()), sentence)
    except RUBBISH as error:
        yield Finding(place, say("Kan ikke læses: %(why)s", why=told_by(error)))
