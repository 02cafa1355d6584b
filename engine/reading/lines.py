"""The correspondence of an item a page at a time, newest first, for who has the item before them.

Entries and events are two rows of numbers. A cursor names the last of each that has been shown, so that every line is
shown once, however many there are; nothing here reads a whole history.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice

from engine.errors import Invalid
from engine.model.correspondence import Entry, EntryKind, Message
from engine.model.events import Event
from engine.reading.sight import Sight
from engine.store import Connection
from engine.store.reading import entry_pages
from engine.store.reading.entry_pages import EntryPage
from engine.store.work.correspondence import Wanted

LINES = 30
# what stands there as an entry, or is told nobody
NOT_SHOWN = frozenset({"entry", "hook-failed", "written", "message"})
INTERNAL_EVENTS = frozenset({"deviation"})  # with its reason
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
class Place:
    """The last event and the last entry that were shown before; None at the beginning."""

    sequence: int | None = None
    entry_id: int | None = None

    @classmethod
    def of(cls, cursor: str | None) -> "Place":
        """Raises Invalid for a cursor that is not ours."""
        if not cursor:
            return cls()
        found = _PLACE.fullmatch(cursor)
        if not found:
            raise Invalid({"": "Siden findes ikke. Begynd forfra i listen."})
        return cls(int(found[1]) or None, int(found[2]) or None)


def entries_of(connection: Connection, sight: Sight, wanted: Wanted, place: Place, limit: int | None) -> EntryPage:
    """The entries that are wanted and may be read, one more than a page has."""
    item = sight.item
    readable = wanted if sight.sees_internal else wanted.without(EntryKind.INTERNAL)
    before, most = place.entry_id, one_more(limit)
    return entry_pages.newest(connection, item.kind, item.id, readable, before=before, limit=most)


def not_shown(sight: Sight) -> frozenset[str]:
    """Types of events that are no line for the reader."""
    return NOT_SHOWN if sight.sees_internal else NOT_SHOWN | INTERNAL_EVENTS


def one_more(limit: int | None) -> int | None:
    """So many are read that one knows whether there are more."""
    return None if limit is None else limit + 1


def merged(found: EntryPage, happened: Sequence[Event], place: Place, limit: int | None) -> Lines:
    """A page out of entries and events, each newest first. Pure."""
    ordered = merge(
        (Line(entry.written_at, entry, found.messages.get(entry.id, ())) for entry in found.entries),
        (Line(event.at, event=event) for event in happened),
        key=lambda line: line.at,
        reverse=True,
    )
    rows = tuple(islice(ordered, limit))
    more = len(found.entries) + len(happened) > len(rows)
    return Lines(rows, _cursor(rows, place) if more else None)


def _cursor(rows: tuple[Line, ...], place: Place) -> str:
    sequences = [line.event.sequence for line in rows if line.event]
    written = [line.entry.id for line in rows if line.entry]
    return f"{min(sequences, default=place.sequence or 0)}.{min(written, default=place.entry_id or 0)}"
