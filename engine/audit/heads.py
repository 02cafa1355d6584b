"""The heads of all chains, written to a file that is kept elsewhere, and the record compared with such a file.

The record alone cannot tell of what was taken out whole or hashed anew; a file that knew of it does. A chain may have
grown since: what is proved is that the event that was its last still is the one that it was.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from engine.audit.finding import Finding
from engine.audit.verification import BATCH, place_of
from engine.errors import ReadOnly
from engine.history.chain import Head
from engine.history.events.desk_events import HeadsWritten
from engine.history.heads import Heads, WrongHeads, read, written
from engine.history.shape import Subject
from engine.record.item_record import count_events
from engine.sentences import say
from engine.store.connection import limits
from engine.store.history import chains
from engine.store.history import heads as head_rows
from engine.store.history.subjects import THE_DESK
from engine.transaction.desk import Desk


@dataclass(frozen=True)
class WrittenHeads:
    """What was written: how many chains, and whether the desk's history could be told of it."""

    subjects: int
    is_recorded: bool


def write_heads(desk: Desk, file: Path) -> WrittenHeads:
    """Writes a new file with where every chain stands, then tells the desk's history of it.

    With rights to read alone the history is not told. Raises WrongHeads where what stands in the database is no head,
    FileExistsError.
    """
    position = head_rows.final_position(desk.database)
    with desk.reading() as connection:
        limits.lift(connection)
        found = head_rows.up_to(connection, position)
        before = head_rows.last_written(connection)
    heads = Heads(desk.uuid, position, desk.clock(), before[1] if before else None, found)
    content = _content(heads)
    with file.open("xb") as out:
        out.write(content)
    return WrittenHeads(len(found), _tell(desk, heads, sha256(content).hexdigest()))


def _content(heads: Heads) -> bytes:
    """The file, which can be read again."""
    try:
        content = written(heads)
        read(content)
    except (TypeError, ValueError, WrongHeads):
        raise WrongHeads(say("Historikkerne kan ikke skrives i filen, for databasen er ændret.")) from None
    return content


def _tell(desk: Desk, heads: Heads, file_sha256: str) -> bool:
    event = HeadsWritten(position=heads.position, subjects=len(heads.heads), root=heads.root, sha256=file_sha256)
    try:
        with desk.database.write() as connection:
            chains.record(connection, Subject.DESK, THE_DESK, event, desk=desk.uuid, now=heads.at, by=None)
    except ReadOnly:
        return False
    return True


def read_heads(desk: Desk, file: Path) -> Heads:
    """What this desk wrote there; raises WrongHeads."""
    heads = read(file.read_bytes())
    if heads.desk != desk.uuid:
        raise WrongHeads(say("Filen er fra en anden servicedesk."))
    return heads


def verify_since(desk: Desk, heads: Heads, progress: Callable[[int], object]) -> Iterator[Finding]:
    """Everything that the file knew of and that is gone, cut or another now; `progress` gets how many were compared.

    That the hashes are those of what is told is for `verify` to find.
    """
    places = sorted(heads.heads)
    with desk.reading() as connection:
        limits.lift(connection)
        now = head_rows.up_to(connection)
        for first in range(0, len(places), BATCH):
            batch = places[first : first + BATCH]
            there = [place for place in batch if now.get(place, Head()).count >= heads.heads[place].count]
            hashes = head_rows.hashes(connection, [(*place, heads.heads[place].count) for place in there])
            for place in batch:
                then = heads.heads[place]
                fault = _fault(then, now.get(place, Head()), hashes.get((*place, then.count)))
                if fault:
                    yield Finding(place_of(*place), fault)
            progress(len(batch))


def _fault(then: Head, now: Head, hash_: str | None) -> str | None:
    """What became of a chain, where it is not what it was; `hash_` is that of its event number `then.count`."""
    if not now.count:
        return say("Historikken er væk. Den havde %(events)s, da filen blev skrevet.", events=count_events(then.count))
    if now.count < then.count:
        counts = {"events": count_events(now.count), "count": then.count}
        return say("Historikken har %(events)s, men havde %(count)s, da filen blev skrevet.", **counts)
    if hash_ != then.hash:
        return say("Hændelse %(n)s er en anden end den, der stod der, da filen blev skrevet.", n=then.count)
    return None


def heads_written_at(desk: Desk) -> datetime | None:
    """When the last file was written, as far as the desk's history was told."""
    with desk.reading() as connection:
        found = head_rows.last_written(connection)
    return found[0] if found else None
