"""The history of an item a page at a time, newest first, with the visits that these events tell of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.audit.instances import Visit, visits
from engine.model.events import Event
from engine.model.instances import Instance, UserTask
from engine.model.pages import id_of
from engine.reading.lines import INTERNAL_EVENTS, LINES, one_more
from engine.reading.sight import Sight
from engine.store import Connection
from engine.store.history import events
from engine.store.work import instances
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
    with desk.reading() as connection:
        happened = events.newest(
            connection, item.kind, item.id, before=before, without=not_told(sight), limit=one_more(limit)
        )
        return history_page(desk, connection, sight, happened, before=before, limit=limit, instance=instance)


def not_told(sight: Sight) -> frozenset[str]:
    """Types of events that the reader may not see."""
    return frozenset() if sight.sees_internal else INTERNAL_EVENTS


def history_page(
    desk: Desk,
    connection: Connection,
    sight: Sight,
    happened: tuple[Event, ...],
    *,
    before: int | None,
    limit: int | None,
    instance: Instance | None = None,
) -> HistoryPage:
    """A page out of one event more than it has."""
    shown, instance = happened[:limit], instance or next(iter(sight.instances), None)
    waiting = () if before else tuple(offer.user_task for offer in sight.waiting)
    opened = {step.id: step for step in (*_offered_before(connection, shown), *waiting)}
    passed = () if instance is None else _visits(desk, connection, instance, shown[::-1], opened, newest=not before)
    return HistoryPage(shown, passed, str(shown[-1].sequence) if len(happened) > len(shown) else None)


def _offered_before(connection: Connection, happened: Iterable[Event]) -> tuple[UserTask, ...]:
    """The steps that these events end, also those that were offered before the first of them."""
    ended = [e.details["user_task"] for e in happened if isinstance(e.details.get("user_task"), str)]
    return instances.steps_by_id(connection, ended)


def _visits(
    desk: Desk,
    connection: Connection,
    instance: Instance,
    happened: tuple[Event, ...],
    opened: Mapping[str, UserTask],
    *,
    newest: bool,
) -> tuple[Visit, ...]:
    diagram = desk.program(connection, instance.definition_id).diagram
    before = {
        step.id: Visit(step.element, step.name, step.opened_at, waiting=True)
        for step in opened.values()
        if step.instance_id == instance.id
    }
    found = visits(diagram, happened, instance, before)
    return found if newest else tuple(visit for visit in found if not visit.waiting)
