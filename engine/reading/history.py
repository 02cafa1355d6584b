"""The history of an item a page at a time, newest first, with the visits that these events tell of."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.model.events import Event
from engine.model.instances import Instance
from engine.pages import id_of
from engine.reading.lines import INTERNAL_EVENTS, LINES, one_more
from engine.reading.sight import Sight
from engine.reading.trail import RUNS, Trail, Visit, follow
from engine.store.history import events
from engine.transaction.desk import Desk


@dataclass(frozen=True)
class HistoryPage:
    """A page of the history, newest first, and the visits that it tells of, in order; `next` as of lines."""

    events: tuple[Event, ...]
    visits: tuple[Visit, ...]
    next: str | None


def history_of_page(
    desk: Desk, sight: Sight, *, after: str | None = None, limit: int | None = LINES, instance: Instance | None = None
) -> HistoryPage:
    """What happened to the item, and the way of `instance`, else of its newest, as far as these events tell of it."""
    before, item = id_of(after), sight.item
    instance = instance or next(iter(sight.instances), None)
    with desk.reading() as connection:
        happened, run = events.of_page(
            connection,
            item.kind,
            item.id,
            before=before,
            without=not_told(sight),
            limit=one_more(limit),
            run_types=RUNS,
            since=instance.started_at if instance else None,
        )
        trail = Trail()
        if instance is not None:
            trail = follow(desk.program(connection, instance.definition_id).diagram, run, instance)
    return history_page(happened, trail, before=before, limit=limit)


def not_told(sight: Sight) -> frozenset[str]:
    """Types of events that the reader may not see."""
    return frozenset() if sight.sees_internal else INTERNAL_EVENTS


def history_page(happened: Sequence[Event], trail: Trail, *, before: int | None, limit: int | None) -> HistoryPage:
    """A page out of one event more than it has; what waits stands on the newest."""
    shown = tuple(happened[:limit])
    told = range(shown[-1].sequence, shown[0].sequence + 1) if shown else range(0)
    passed = tuple(v for v in trail.way if (not before if v.waiting else v.sequence in told))
    return HistoryPage(shown, passed, str(shown[-1].sequence) if len(happened) > len(shown) else None)
