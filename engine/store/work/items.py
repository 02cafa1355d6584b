"""Cases and tasks: one shape of query for both."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, func, insert, select, update

from engine.model.items import Case, Kind, Status, Task, WorkItem
from engine.model.people import Department
from engine.store.connection.prepared import every
from engine.store.tables import FAR, cases, tasks
from engine.store.writes import Writes

TABLES: dict[Kind, Table] = {Kind.CASE: cases, Kind.TASK: tasks}
_FIELDS: dict[Kind, tuple[str, ...]] = {
    kind: tuple(f.name for f in fields(value) if f.name != "kind")
    for kind, value in ((Kind.CASE, Case), (Kind.TASK, Task))
}

# Built once: putting a statement together costs more than running it.
_FIND = {kind: select(table).where(table.c.id == bindparam("id")) for kind, table in TABLES.items()}
_INSERTS = {kind: insert(table) for kind, table in TABLES.items()}
_UPDATES = {
    kind: update(table).where(table.c.id == bindparam("saved_id"), table.c.version == bindparam("read_version"))
    for kind, table in TABLES.items()
}
_TASKS_OF = select(tasks).where(tasks.c.case_id == bindparam("case")).order_by(tasks.c.id)


def columns(kind: Kind, prefix: str) -> list[Any]:
    """The columns of an item under a prefix, for a join."""
    return [TABLES[kind].c[name].label(prefix + name) for name in _FIELDS[kind]]


def from_row(kind: Kind, row: Row[Any]) -> Any:
    """The Case or Task in a row."""
    return from_columns(kind, row._mapping)


def from_columns(kind: Kind, row: Mapping[Any, Any], prefix: str = "") -> Any:
    """The Case or Task in columns that carry that prefix."""
    values = {name: row[prefix + name] for name in _FIELDS[kind]}
    values["status"], values["origin"] = Status(values["status"]), Department(values["origin"])
    return Case(kind=kind, **values) if kind == Kind.CASE else Task(kind=kind, **values)


def find(connection: Connection, kind: Kind, item_id: int, *, lock: bool = False) -> WorkItem | None:
    """The item; with `lock`, its case row is held until the transaction ends (D-11)."""
    if lock:
        lock_case(connection, kind, item_id)
    row = connection.execute(_FIND[kind], {"id": item_id}).one_or_none()
    found: WorkItem | None = from_row(kind, row) if row else None
    return found


def lock_case(connection: Connection, kind: Kind, item_id: int) -> None:
    """D-11: on PostgreSQL the case row first. SQLite holds the whole database from BEGIN IMMEDIATE on."""
    if connection.dialect.name == "sqlite":
        return
    case_id: Any = item_id
    if kind == Kind.TASK:
        case_id = select(tasks.c.case_id).where(tasks.c.id == item_id).scalar_subquery()
    connection.execute(select(cases.c.id).where(cases.c.id == case_id).with_for_update())


def add(writes: Writes, item: WorkItem) -> None:
    """A new item, with the number that was drawn for it."""
    unseen = {"approver_seen": True} if item.kind == Kind.TASK else {}
    writes.insert(_INSERTS[item.kind], [row_of(item) | unseen])


def save(writes: Writes, before: WorkItem, after: WorkItem, **more: Any) -> None:
    """Writes what differs; the version guards against a writer that holds no lock."""
    old, new = vars(before), vars(after)
    differs = {name: new[name] for name in _FIELDS[after.kind] if old[name] != new[name]} | more
    if before.deadline != after.deadline:
        differs["due"] = after.deadline or FAR
    guard = {"saved_id": after.id, "read_version": before.version}
    missed = partial(RuntimeError, f"{after.number} was changed outside its lock")
    writes.change(_UPDATES[after.kind], differs | guard, missed=missed)


def tasks_of(connection: Connection, case_id: int) -> tuple[Task, ...]:
    return tuple(from_columns(Kind.TASK, row) for row in every(connection, _TASKS_OF, {"case": case_id}))


def tasks_of_each(connection: Connection, case_ids: Sequence[int]) -> dict[int, tuple[Task, ...]]:
    """The tasks of several cases, by case."""
    rows = connection.execute(select(tasks).where(tasks.c.case_id.in_(case_ids)).order_by(tasks.c.id)).all()
    found: dict[int, tuple[Task, ...]] = dict.fromkeys(case_ids, ())
    for task in (from_row(Kind.TASK, row) for row in rows):
        found[task.case_id] += (task,)
    return found


def cases_of(connection: Connection, ids: Sequence[int]) -> dict[int, Case]:
    rows = connection.execute(select(cases).where(cases.c.id.in_(ids)))
    return {row.id: from_row(Kind.CASE, row) for row in rows}


def items_of(connection: Connection, kind: Kind, ids: Sequence[int]) -> dict[int, Any]:
    table = TABLES[kind]
    rows = connection.execute(select(table).where(table.c.id.in_(ids))) if ids else ()
    return {row.id: from_row(kind, row) for row in rows}


def set_seen_by_approver(connection: Connection, task_id: int, approver_id: int) -> None:
    """A-26: the approver has looked at the solved task."""
    connection.execute(
        update(tasks)
        .where(tasks.c.id == task_id, tasks.c.approver_id == approver_id, tasks.c.approver_seen.is_(False))
        .values(approver_seen=True)
    )


def count(connection: Connection, kind: Kind) -> int:
    return connection.execute(select(func.count()).select_from(TABLES[kind])).scalar_one()


def row_of(item: WorkItem) -> dict[str, Any]:
    """The item's columns, as the tables hold them."""
    row = {name: getattr(item, name) for name in _FIELDS[item.kind]}
    row["due"] = item.deadline or FAR
    return row
