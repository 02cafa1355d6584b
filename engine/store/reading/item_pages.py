"""An item with all that decides who sees it and what waits on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, Select, and_, bindparam, func, null, or_, select
from sqlalchemy import case as choice

from engine.model.correspondence import Entry, EntryKind
from engine.model.instances import Definition, Instance, InstanceState, Running, UserTask, WorkState
from engine.model.items import Case, Kind, WorkItem
from engine.model.people import Customer
from engine.store import definitions
from engine.store.connection.prepared import every, first
from engine.store.people import customers
from engine.store.tables import cases, entries, tasks, user_tasks
from engine.store.tables import definitions as definition_rows
from engine.store.tables import instances as instance_rows
from engine.store.work import instances, items
from engine.store.work.correspondence import entry_from_columns

_ID = bindparam("id", type_=Integer)


@dataclass(frozen=True)
class CaseRun:
    """The running instance of a case: its definition, and its state as the runner keeps it."""

    definition_id: int
    state: bytes


@dataclass(frozen=True)
class FoundItem:
    """A case or a task as it stands. `entry_counts` are (all entries, those that are internal)."""

    item: WorkItem
    case: Case
    customer: Customer
    solution: Entry | None
    entry_counts: tuple[int, int]


@dataclass(frozen=True)
class FoundWork:
    """What runs for an item: its instances, newest first, with the newest one's definition; the steps that wait on it,
    and those that wait on its case, the oldest first; the case's own running instance.
    """

    instances: tuple[Instance, ...]
    definition: Definition | None
    waiting: tuple[UserTask, ...]
    waiting_on_case: tuple[UserTask, ...]
    case_run: CaseRun | None


def find(connection: Connection, kind: Kind, item_id: int) -> FoundItem | None:
    """The item with its case, customer and solution."""
    row = first(connection, _item(kind), {"id": item_id})
    if row is None:
        return None
    case: Case = items.from_columns(Kind.CASE, row, "c_")
    item: WorkItem = case if kind == Kind.CASE else items.from_columns(Kind.TASK, row, "t_")
    customer = customers.from_beside(row) or customers.find(connection, case.customer_id)
    assert customer is not None
    solution = entry_from_columns(row, prefix="s_") if row["s_id"] is not None else None
    return FoundItem(item, case, customer, solution, (row["entry_count"], row["internal_count"]))


def work_of(connection: Connection, item: WorkItem) -> FoundWork:
    asked = {"case": item.case_number, "kind": item.kind.value, "id": item.id}
    rows = every(connection, _WORK, asked)
    runs = [row for row in rows if (row["item_kind"], row["item_id"]) == (item.kind.value, item.id)]
    past = {row["id"]: instances.from_columns(row) for row in runs}
    newest = next(iter(runs), None)
    of_case = [row for row in rows if row["item_kind"] == Kind.CASE and row["status"] == InstanceState.RUNNING]
    return FoundWork(
        instances=tuple(past.values()),
        definition=definitions.from_columns(newest, "d_") if newest else None,
        waiting=_steps(runs),
        waiting_on_case=_steps(row for row in rows if row["item_kind"] == Kind.CASE),
        case_run=CaseRun(of_case[0]["definition_id"], of_case[0]["state"]) if of_case else None,
    )


def runs_of_case(connection: Connection, case_id: int) -> tuple[tuple[Running, ...], tuple[UserTask, ...]]:
    """Every running instance on a case, as `instances.running_of_case` gives them, and the steps that wait in them."""
    rows = every(connection, _RUNS_OF_CASE, {"case": case_id})
    running = {row["id"]: instances.running_from_columns(row) for row in rows}
    return tuple(running.values()), _steps(rows)


def _steps(rows: Iterable[dict[str, Any]]) -> tuple[UserTask, ...]:
    found = [instances.step_from_columns(row, "w_") for row in rows if row["w_id"] is not None]
    return tuple(sorted(found, key=lambda step: step.opened_at))


@cache
def _item(kind: Kind) -> Select[Any]:
    table = items.TABLES[kind]
    solution = entries.alias("solution")
    written = select(func.count()).where(entries.c.item_kind == kind.value, entries.c.item_id == table.c.id)
    internal = written.where(entries.c.kind == EntryKind.INTERNAL.value)
    columns = [
        *items.columns(Kind.CASE, "c_"),
        *(items.columns(Kind.TASK, "t_") if kind == Kind.TASK else ()),
        *(column.label(f"s_{column.name}") for column in solution.c),
        written.scalar_subquery().label("entry_count"),
        internal.scalar_subquery().label("internal_count"),
    ]
    place = cases if kind == Kind.CASE else tasks.join(cases, cases.c.id == tasks.c.case_id)
    place = place.outerjoin(solution, solution.c.id == table.c.solution_entry_id)
    return customers.with_customer(select(*columns).select_from(place)).where(table.c.id == _ID)


def _runs_of_case() -> Select[Any]:
    waits = and_(user_tasks.c.instance_id == instance_rows.c.id, user_tasks.c.state == WorkState.WAITING.value)
    return (
        select(*instance_rows.c, *(c.label(f"w_{c.name}") for c in user_tasks.c))
        .outerjoin(user_tasks, waits)
        .where(
            instance_rows.c.case_id == bindparam("case", type_=Integer),
            instance_rows.c.status == InstanceState.RUNNING.value,
        )
        .order_by(instance_rows.c.item_kind, instance_rows.c.id)
    )


def _work() -> Select[Any]:
    """The instances of an item, and the running one of its case, each with its definition and the steps that wait."""
    mine = and_(instance_rows.c.item_kind == bindparam("kind"), instance_rows.c.item_id == _ID)
    of_case = and_(instance_rows.c.item_kind == Kind.CASE.value, instance_rows.c.status == InstanceState.RUNNING.value)
    waits = and_(
        user_tasks.c.instance_id == instance_rows.c.id,
        user_tasks.c.state == WorkState.WAITING.value,
        instance_rows.c.status == InstanceState.RUNNING.value,
    )
    return (
        select(
            *(column for column in instance_rows.c if column.name != "state"),
            choice((of_case, instance_rows.c.state), else_=null()).label("state"),
            *(c.label(f"d_{c.name}") for c in definition_rows.c if c.name != "content"),
            *(c.label(f"w_{c.name}") for c in user_tasks.c),
        )
        .join(definition_rows, definition_rows.c.id == instance_rows.c.definition_id)
        .outerjoin(user_tasks, waits)
        .where(instance_rows.c.case_id == bindparam("case"), or_(mine, of_case))
        .order_by(instance_rows.c.id.desc(), user_tasks.c.opened_at)
    )


_WORK, _RUNS_OF_CASE = _work(), _runs_of_case()
