"""All that one page of a case or a task shows, read from one snapshot: it never disagrees with itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine import rules
from engine.history.reading import Opened
from engine.model.correspondence import Entry, EntryKind
from engine.model.diagrams import Diagram
from engine.model.events import Event
from engine.model.form_drafts import FormDraft
from engine.model.items import Kind, Status, Task
from engine.model.people import Customer, Directory
from engine.pages import id_of
from engine.reading.foreseen import Pressed, ending_along
from engine.reading.history import HistoryPage, history_page, not_told
from engine.reading.lines import LINES, Lines, Place, entries_of, merged, not_shown, one_more
from engine.reading.reader import Reader, reader_of_item
from engine.reading.sight import Sight, sight_of
from engine.reading.trail import RUNS, Trail, follow
from engine.reading.viewings import ViewingPage, viewings_of
from engine.store import Connection
from engine.store.history import events
from engine.store.work import correspondence
from engine.store.work.correspondence import Wanted
from engine.transaction.desk import Desk

COMPARED = frozenset({"edited"})  # between the lines it alone is told with what was there before
NO_EVENTS: tuple[Event, ...] = ()


@dataclass(frozen=True)
class PagePart:
    """Which part of an item's page is asked for; with neither the page has only what stands around them.

    `wanted` are lines of the correspondence, None for none of them. `after` is the page's before, `viewings_after` that
    of the viewings.
    """

    wanted: Wanted | None = None
    history: bool = False
    after: str | None = None
    viewings_after: str | None = None
    whole: bool = False  # on paper: all of it, however long


@dataclass(frozen=True)
class ItemPage:
    """What a page about an item shows, as far as the reader may see it.

    `is_news` says whether something of it was not seen before; `written_to` when the customer was last written to,
    which is asked where a button closes the case; `solutions` {task: its solution} stand on paper alone; `viewings` is
    None for whoever may not see them; `ending_along` are the tasks that a button ends with the case.
    """

    sight: Sight
    directory: Directory
    unread: int
    is_news: bool
    drafts: tuple[FormDraft, ...]
    trail: Trail
    diagram: Diagram | None
    lines: Lines | None
    history: HistoryPage | None
    written_to: datetime | None
    solutions: Mapping[int, Entry]
    viewings: ViewingPage | None
    ending_along: Mapping[Pressed, tuple[Task, ...]]


def item_page(desk: Desk, kind: Kind, item_id: int, part: PagePart, *, by: int, page: str) -> ItemPage:
    """The page of a case or a task; `page` is its address, at which drafts are kept.

    Raises NotFound where there is none that `by` may see, Invalid for an `after` that is none.
    """
    with reader_of_item(desk, by, kind, item_id, page) as reader:
        sight = sight_of(reader, kind, item_id)
        lines, history, trail = _told(reader, sight, part)
        diagram = reader.program(sight.definition.id).diagram if sight.definition else None
        return ItemPage(
            sight=sight,
            directory=reader.directory,
            unread=reader.unread,
            is_news=_is_news(reader, sight),
            drafts=reader.drafts,
            trail=trail,
            diagram=diagram,
            lines=lines,
            history=history,
            written_to=_written_to(reader, sight),
            solutions=_solutions(reader, sight) if part.whole else {},
            viewings=viewings_of(reader, sight.item, part.viewings_after),
            ending_along=ending_along(reader, sight),
        )


def _told(reader: Reader, sight: Sight, part: PagePart) -> tuple[Lines | None, HistoryPage | None, Trail]:
    """The lines, the history and the way of the newest instance; their events are read at once."""
    limit = None if part.whole else LINES
    place = Place() if part.wanted is None else Place.of(part.after)
    before = id_of(part.after) if part.history and part.wanted is None else None
    without = not_told(sight) if part.history else not_shown(sight)
    happened, run = _events(reader, sight, part, without, place.sequence or before, limit)
    trail = _trail(reader, sight, run)
    history = history_page(happened, trail, before=before, limit=limit) if part.history else None
    lines = None
    if part.wanted is not None:
        between = tuple(event for event in happened if event.type not in not_shown(sight))
        found = entries_of(reader.connection, sight, part.wanted, place, limit)
        lines = merged(found, between if part.wanted == Wanted() else NO_EVENTS, place, limit)
    return lines, history, trail


def _events(
    reader: Reader, sight: Sight, part: PagePart, without: frozenset[str], before: int | None, limit: int | None
) -> tuple[tuple[Event, ...], tuple[Opened, ...]]:
    """(those of the page, newest first, one more than it has; those of the newest instance, oldest first)."""
    instance, item = next(iter(sight.instances), None), sight.item
    shows_events = part.history or part.wanted == Wanted()
    return events.of_page(
        reader.connection,
        item.kind,
        item.id,
        before=before,
        without=without,
        limit=one_more(limit) if shows_events else 0,
        run_types=RUNS,
        since=instance.started_at if instance else None,
        compared=None if part.history else COMPARED,
    )


def _trail(reader: Reader, sight: Sight, run: tuple[Opened, ...]) -> Trail:
    if not sight.instances:
        return Trail()
    instance = sight.instances[0]
    return follow(reader.program(instance.definition_id).diagram, run, instance)


def _is_news(reader: Reader, sight: Sight) -> bool:
    """Whether there is something to mark as seen: an event, a message of the bell, an approver's solved task (A-26)."""
    item, read = sight.item, reader.read
    approves = isinstance(item, Task) and item.approver_id == reader.agent.id and item.status == Status.SOLVED
    return read is None or read.sequence < item.event_count or read.unread_message is not None or approves


def _written_to(reader: Reader, sight: Sight) -> datetime | None:
    if not any(offer.closing for offer in sight.waiting):
        return None
    return last_written_to(reader.connection, sight.case.id, sight.customer)


def last_written_to(connection: Connection, case_id: int, customer: Customer) -> datetime | None:
    """When the customer was last written to on the case, as a comment or in a mail that names their address."""
    for entry in correspondence.outward(connection, case_id):
        names = customer.email is not None and any(customer.email in to for to in (*entry.recipients, *entry.cc))
        if entry.kind == EntryKind.EXTERNAL or names:
            return entry.written_at
    return None


def _solutions(reader: Reader, sight: Sight) -> Mapping[int, Entry]:
    """{task number: its solution} for the tasks of the case, as far as the reader may see them (A-37)."""
    readable = [task for task in sight.tasks if rules.sees_internal(reader.agent, task, sight.customer)]
    solved = {task.id: task.solution_entry_id for task in readable if task.solution_entry_id}
    found = {number: correspondence.find(reader.connection, entry) for number, entry in solved.items()}
    return {number: entry for number, entry in found.items() if entry}
