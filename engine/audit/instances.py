"""What auditors look at: every instance on its diagram, who did what and when. Read-only."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.diagrams.vocabulary import EXCLUSIVE
from engine.errors import NotFound
from engine.model.diagrams import Diagram
from engine.model.events import Event
from engine.model.instances import Definition, Instance, InstanceState
from engine.model.items import Kind, WorkItem
from engine.model.pages import Page, id_of, limited
from engine.store import Connection, definitions
from engine.store.history import events, record
from engine.store.reading import overview
from engine.store.reading.overview import Filters
from engine.store.work import instances, items
from engine.transaction.desk import Desk


@dataclass(frozen=True)
class InstanceRow:
    """One instance in the list: its item as it is now, its version of the process, and what it waits for.

    `item` is None where somebody touched the record so that it cannot be read: the list goes on without it.
    """

    instance: Instance
    definition: Definition
    item: WorkItem | None
    steps: tuple[str, ...]  # names of the waiting steps


@dataclass(frozen=True)
class Visit:
    """One passage of one element. `by` is who completed it; None is the system. `waiting`: not left yet.

    `outcome` is the button, why a step was withdrawn, or out of a choice the arrow: its name, else where it leads.
    """

    element: str
    name: str
    entered_at: datetime
    left_at: datetime | None = None
    by: int | None = None
    on_behalf_of: str | None = None
    outcome: str = ""
    waiting: bool = False
    withdrawn: bool = False
    is_gateway: bool = False  # the diagram chose, joined or waited; nobody worked there


NO_VISITS: Mapping[str, Visit] = {}


def list_instances(
    desk: Desk, filters: Filters, *, oldest_first: bool = False, after: str | None = None, limit: int = 50
) -> Page[InstanceRow]:
    """Instances in the order in which they began, by process, version, state, department, team, agent and dates.

    `after` is an instance's id.
    """
    last, limit = id_of(after), limited(limit)
    with desk.reading() as connection:
        found = overview.instances_where(connection, filters, last, limit + 1, oldest_first=oldest_first)
        kept = found[:limit]
        names = overview.waiting_names(connection, [instance.id for instance in kept])
        known = {d.id: d for d in overview.definitions_of(connection, {i.definition_id for i in kept})}
        held = {kind: _held(connection, kind, [i.item_id for i in kept if i.item_kind == kind]) for kind in Kind}
        rows = tuple(
            InstanceRow(i, known[i.definition_id], held[i.item_kind].get(i.item_id), names.get(i.id, ())) for i in kept
        )
        count = overview.count_where(connection, filters)
    return Page(rows, str(kept[-1].id) if len(found) > limit else None, count)


def _held(connection: Connection, kind: Kind, numbers: list[int]) -> Mapping[int, WorkItem]:
    """Those of these items that can be read."""
    try:
        with record.reading():
            return items.items_of(connection, kind, numbers)
    except record.NotReadable:
        alone = [_held(connection, kind, [number]) for number in numbers] if len(numbers) > 1 else []
        return {number: item for one in alone for number, item in one.items()}


def get_instance(desk: Desk, instance_id: int) -> InstanceRow:
    with desk.reading() as connection:
        found = instances.find_instance(connection, instance_id)
        if found is None:
            raise NotFound("Forløbet findes ikke.")
        definition = definitions.find(connection, found.definition_id)
        item = items.find(connection, found.item_kind, found.item_id)
        assert definition is not None
        return InstanceRow(
            found, definition, item, overview.waiting_names(connection, [instance_id]).get(instance_id, ())
        )


def history_of(desk: Desk, kind: Kind, item_id: int) -> tuple[Event, ...]:
    """Everything that happened to an item, oldest first."""
    with desk.reading() as connection:
        return events.of_item(connection, kind, item_id)


def visits(
    diagram: Diagram, told: Iterable[Event], instance: Instance, before: Mapping[str, Visit] = NO_VISITS
) -> tuple[Visit, ...]:
    """The visits that the history of an instance tells of; `before` are steps that were open before it, by id. Pure."""
    open_steps = dict(before)
    done: list[Visit] = []
    for event in told:
        if event.details.get("instance") != instance.id:
            continue
        done += _left(event, open_steps)
        finished = event.details.get("element") if event.type == "completed" else None
        done += _passed(event, diagram, finished)
        for offer in event.details.get("offered", ()):
            open_steps[offer["user_task"]] = Visit(offer["element"], offer["name"], event.at, waiting=True)
    running = instance.state == InstanceState.RUNNING
    return (*done, *(open_steps.values() if running else ()))


def _left(event: Event, open_steps: dict[str, Visit]) -> Iterator[Visit]:
    """The step that this event ends, if it ends one."""
    visit = open_steps.pop(event.details.get("user_task", ""), None)
    if visit is None:
        return
    yield Visit(
        visit.element,
        visit.name,
        visit.entered_at,
        event.at,
        event.actor_id,
        event.on_behalf_of,
        event.details.get("outcome_name", event.details.get("why", "")),
        withdrawn=event.type == "withdrawn",
    )


def _passed(event: Event, diagram: Diagram, finished: str | None) -> Iterator[Visit]:
    """What the engine ran by itself; the finished step stands first in the path and is told of already."""
    path = list(event.details.get("path", ()))
    if finished in path:
        path.remove(finished)
    then = [offer["element"] for offer in event.details.get("offered", ())]
    for place, element in enumerate(path):
        if element in diagram.names:
            chosen = _chosen(diagram, element, (*path[place + 1 :], *then))
            who = (event.actor_id, event.on_behalf_of)
            gateway = diagram.kinds.get(element, "").endswith("Gateway")
            yield Visit(element, diagram.names[element], event.at, event.at, *who, chosen, is_gateway=gateway)


def _chosen(diagram: Diagram, gateway: str, ahead: Sequence[str]) -> str:
    """The arrow that was taken out of a choice, where that is certain: it leads to what came right after, or it alone
    leads to anything that came later.
    """
    arrows = [arrow for arrow in diagram.arrows if arrow.source == gateway]
    if diagram.kinds.get(gateway) != EXCLUSIVE or len(arrows) < 2:
        return ""
    taken = [arrow for arrow in arrows if arrow.target in ahead[:1]] or [a for a in arrows if a.target in ahead]
    if len(taken) != 1:
        return ""
    return taken[0].name or f"→ {diagram.names.get(taken[0].target) or taken[0].target}"


def find_by_source(desk: Desk, source: str) -> tuple[Kind, int]:
    """The kind and number of the item on which the action of exactly that source was done; raises NotFound."""
    with desk.reading() as connection:
        found = overview.find_source(connection, source)
    if found is None:
        raise NotFound("Det findes ikke.")
    return found


def sources(desk: Desk, prefix: str) -> tuple[tuple[str, Kind, int], ...]:
    """(source, kind, item id) of every event whose source begins so: what an import has done already."""
    with desk.reading() as connection:
        return overview.sources(connection, prefix)
