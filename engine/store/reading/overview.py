"""Instances as auditors list them, and what imports ask of the history."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from engine.model.instances import Definition, Instance, InstanceState, WorkState
from engine.model.items import Kind, Status
from engine.store import definitions
from engine.store.tables import cases, events, tasks, teams, user_tasks
from engine.store.tables import definitions as definition_rows
from engine.store.tables import instances as rows
from engine.store.work import instances


@dataclass(frozen=True)
class Filters:
    """What to list; None is everything. `department`, `team_id` and `agent_id` are of the item as it is now."""

    key: str | None = None
    version: int | None = None
    state: str | None = None  # "running" | "ended"
    department: str | None = None
    team_id: int | None = None
    agent_id: int | None = None
    since: datetime | None = None  # started at or after
    until: datetime | None = None  # started before
    late_at: datetime | None = None  # running at that time, the item neither solved nor closed and its deadline gone by


def instances_where(
    connection: Connection, filters: Filters, after: int | None, limit: int, *, oldest_first: bool
) -> tuple[Instance, ...]:
    """In the order of their numbers, from the one after which to go on."""
    shown = [column for column in rows.c if column.name != "state"]
    found = select(*shown).where(*_conditions(filters))
    if after is not None:
        found = found.where(rows.c.id > after if oldest_first else rows.c.id < after)
    found = found.order_by(rows.c.id if oldest_first else rows.c.id.desc()).limit(limit)
    return tuple(instances.from_row(row) for row in connection.execute(found))


def count_where(connection: Connection, filters: Filters) -> int:
    return connection.execute(select(func.count()).select_from(rows).where(*_conditions(filters))).scalar_one()


def waiting_names(connection: Connection, instance_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """{instance id: names of the steps that wait}."""
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    wanted = and_(user_tasks.c.instance_id.in_(instance_ids), user_tasks.c.state == WorkState.WAITING)
    for row in (
        connection.execute(select(user_tasks.c.instance_id, user_tasks.c.name).where(wanted)) if instance_ids else ()
    ):
        found[row.instance_id] = (*found[row.instance_id], row.name)
    return found


def definitions_of(connection: Connection, ids: Collection[int]) -> tuple[Definition, ...]:
    found = (definitions.find(connection, definition_id) for definition_id in sorted(ids))
    return tuple(one for one in found if one is not None)


def find_source(connection: Connection, source: str) -> tuple[Kind, int] | None:
    """The item whose event has that source."""
    found = select(events.c.subject_kind, events.c.subject_id).where(events.c.source == source)
    row = connection.execute(found).one_or_none()
    return (Kind(row.subject_kind), row.subject_id) if row else None


def sources(connection: Connection, prefix: str) -> tuple[tuple[str, Kind, int], ...]:
    """From `prefix` to the text right after all that begin so: by code points, whatever PostgreSQL sorts words by."""
    source = events.c.source.collate("C") if connection.dialect.name == "postgresql" else events.c.source
    after = prefix[:-1] + chr(ord(prefix[-1]) + 1)
    wanted = and_(source >= prefix, source < after)
    found = connection.execute(select(events.c.source, events.c.subject_kind, events.c.subject_id).where(wanted))
    return tuple((row.source, Kind(row.subject_kind), row.subject_id) for row in found)


def _conditions(filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.state is not None:
        found.append(rows.c.status == filters.state)
    if filters.late_at is not None:
        found.append(rows.c.status == InstanceState.RUNNING)
    asked = {definition_rows.c.key: filters.key, definition_rows.c.version: filters.version}
    wanted = [column == value for column, value in asked.items() if value is not None]
    if wanted:
        found.append(rows.c.definition_id.in_(select(definition_rows.c.id).where(*wanted)))
    if filters.since is not None:
        found.append(rows.c.started_at >= filters.since)
    if filters.until is not None:
        found.append(rows.c.started_at < filters.until)
    if any(v is not None for v in (filters.department, filters.team_id, filters.agent_id, filters.late_at)):
        found.append(or_(_held(cases, Kind.CASE, filters), _held(tasks, Kind.TASK, filters)))
    return found


_UNSOLVED = (Status.REGISTERED.value, Status.ASSIGNED.value)


def _held(table: Any, kind: Kind, filters: Filters) -> ColumnElement[bool]:
    of = select(table.c.id)
    if filters.team_id is not None:
        of = of.where(table.c.team_id == filters.team_id)
    if filters.agent_id is not None:
        of = of.where(table.c.agent_id == filters.agent_id)
    if filters.late_at is not None:
        of = of.where(table.c.deadline < filters.late_at, table.c.status.in_(_UNSOLVED))
    if filters.department is not None:
        of = of.where(table.c.team_id.in_(select(teams.c.id).where(teams.c.department == filters.department)))
    return and_(rows.c.item_kind == kind.value, rows.c.item_id.in_(of))
