"""The whole record, streamed, as `verify` reads it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, exists, select

from engine.model.events import Event
from engine.model.items import PREFIX, Kind, Status, WorkItem
from engine.store import events, items
from engine.store.tables import cases, entries, instances, tasks, user_tasks

_RUNS = instances.c.status == "running"
_WAITS = and_(user_tasks.c.instance_id == instances.c.id, user_tasks.c.state == "waiting")


def every_event(connection: Connection, kind: Kind) -> Iterator[tuple[Event, str]]:
    return events.every(connection, kind)


def events_of(connection: Connection, kind: Kind, item_id: int) -> list[tuple[Event, str]]:
    return events.told_of(connection, kind, item_id)


def find_item(connection: Connection, kind: Kind, item_id: int) -> WorkItem | None:
    return items.find(connection, kind, item_id)


def every_item(connection: Connection, kind: Kind) -> Iterator[WorkItem]:
    table = items.TABLES[kind]
    found = connection.execution_options(yield_per=500).execute(select(table).order_by(table.c.id))
    return (items.from_row(kind, row) for row in found)


def texts_of(connection: Connection, kind: Kind, item_id: int) -> dict[int, str]:
    """{entry id: text} of an item."""
    found = select(entries.c.id, entries.c.text).where(entries.c.item_kind == kind.value, entries.c.item_id == item_id)
    return {row.id: row.text for row in connection.execute(found)}


def count(connection: Connection, kind: Kind) -> int:
    return items.count(connection, kind)


def open_without_process(connection: Connection) -> tuple[str, ...]:
    return (
        *_numbers(connection, Kind.CASE, and_(cases.c.status != Status.CLOSED.value, ~_running(cases, Kind.CASE))),
        *_numbers(connection, Kind.TASK, and_(tasks.c.status != Status.SOLVED.value, ~_running(tasks, Kind.TASK))),
    )


def closed_with_process(connection: Connection) -> tuple[str, ...]:
    return _numbers(connection, Kind.CASE, and_(cases.c.status == Status.CLOSED.value, _running(cases, Kind.CASE)))


def ended_with_waiting_steps(connection: Connection) -> tuple[str, ...]:
    return _instances(connection, and_(~_RUNS, exists().where(_WAITS)))


def running_without_steps(connection: Connection) -> tuple[str, ...]:
    return _instances(connection, and_(_RUNS, ~exists().where(_WAITS)))


def _running(table: Any, kind: Kind) -> Any:
    return exists().where(instances.c.item_kind == kind.value, instances.c.item_id == table.c.id, _RUNS)


def _numbers(connection: Connection, kind: Kind, condition: Any) -> tuple[str, ...]:
    table = items.TABLES[kind]
    return tuple(f"{PREFIX[kind]}{id_}" for id_ in connection.execute(select(table.c.id).where(condition)).scalars())


def _instances(connection: Connection, condition: Any) -> tuple[str, ...]:
    found = connection.execute(select(instances.c.id).where(condition)).scalars()
    return tuple(f"forløb {id_}" for id_ in found)
