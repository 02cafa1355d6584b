"""What auditors look at: every instance, and all that happened. Read-only."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.errors import NotFound
from engine.model.events import Event
from engine.model.instances import Definition, Instance
from engine.model.items import Kind, WorkItem
from engine.pages import Page, id_of, limited
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
