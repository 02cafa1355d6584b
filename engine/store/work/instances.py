"""Instances and the worklist: what runs, and which steps wait for whom."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, insert, literal_column, select, update

from engine.model.instances import (
    Instance,
    InstanceState,
    Running,
    SavedInstance,
    StartedInstance,
    UserTask,
    WorkState,
    queue,
)
from engine.model.items import Case, Kind, Task
from engine.model.people import Customer
from engine.store.connection.prepared import every, first
from engine.store.people import customers, people
from engine.store.tables import FAR, cases, instances, marks, tasks, user_tasks
from engine.store.work import items, numbers
from engine.store.writes import Writes

_INSTANCE = [instances.c.state.label("i_state"), instances.c.version.label("i_version")]
_MARK = select(marks.c.value).where(marks.c.name == bindparam("mark")).scalar_subquery()
_VERSION = _MARK.label("directory_version")


@dataclass(frozen=True)
class Loaded:
    """One waiting step and all that it stands on, read under the case's lock."""

    user_task: UserTask
    case: Case
    customer: Customer | None  # where one knows without asking again
    task: Task | None
    state: bytes
    instance_version: int
    directory_version: int
    entry_number: int  # the one that the first new entry may have


_LOAD = customers.with_customer(
    select(user_tasks, *_INSTANCE, *items.columns(Kind.CASE, "c_"), _VERSION)
    .join(instances, instances.c.id == user_tasks.c.instance_id)
    .join(cases, cases.c.id == user_tasks.c.case_id)
    .where(user_tasks.c.id == bindparam("id"))
)
_WAITING = (
    select(user_tasks)
    .where(user_tasks.c.item_kind == bindparam("kind"), user_tasks.c.item_id == bindparam("id"))
    .where(user_tasks.c.state == WorkState.WAITING)
    .order_by(user_tasks.c.opened_at)
)
_ALIVE = select(instances).where(instances.c.status == literal_column(f"'{InstanceState.RUNNING}'"))
_RUNNING_OF_CASE = _ALIVE.where(instances.c.case_id == bindparam("case")).order_by(
    instances.c.item_kind, instances.c.id
)
_RUNNING_OF = _ALIVE.where(instances.c.item_kind == bindparam("kind"), instances.c.item_id == bindparam("id"))
_TASK = select(tasks).where(tasks.c.id == bindparam("id"))
# PostgreSQL locks the case first, and waits for it if need be (D-11). What it locks it then gives as it is by now, what
# it only reads as it was before: so a task is read after it, and the directory is asked again when all is written.
_LOCKED = _LOAD.with_for_update(of=(cases, instances, user_tasks))
_LOAD_STEP = {  # by database: the step, and the task that it may be of
    name: (load.add_columns(number), _TASK.add_columns(number))
    for name, load in (("sqlite", _LOAD), ("postgresql", _LOCKED))
    for number in (numbers.next_number("entries", is_sqlite=name == "sqlite").label("entry_number"),)
}
_DIRECTORY_NOW = func.coalesce(_MARK, literal_column("'0'"))
_SAME_DIRECTORY: Select[Any] = select(literal_column("1")).where(bindparam("version") == _DIRECTORY_NOW)
_FINISH = update(user_tasks).where(user_tasks.c.id == bindparam("step_id"), user_tasks.c.state == bindparam("still"))
_SAVE = update(instances).where(
    instances.c.id == bindparam("saved_id"), instances.c.version == bindparam("read_version")
)
_OFFER = update(user_tasks).where(user_tasks.c.id == bindparam("step_id"))
_INSERT, _INSERT_STEPS = insert(instances), insert(user_tasks)


def load_step(connection: Connection, user_task_id: str) -> Loaded | None:
    """The step with its instance and item, under the case's lock."""
    load, load_task = _LOAD_STEP[connection.dialect.name]
    row = first(connection, load, {"id": user_task_id, "mark": people.DIRECTORY})
    if row is None:
        return None
    task = first(connection, load_task, {"id": row["item_id"]}) if row["item_kind"] == Kind.TASK else None
    if task is None and row["item_kind"] == Kind.TASK:
        return None  # somebody removed the task: the step is not its case's
    return Loaded(
        user_task=step_from_columns(row),
        case=items.from_columns(Kind.CASE, row, "c_"),
        customer=customers.from_beside(row),
        task=items.from_columns(Kind.TASK, task) if task else None,
        state=row["i_state"],
        instance_version=row["i_version"],
        directory_version=int(row["directory_version"] or 0),
        entry_number=(task or row)["entry_number"],
    )


def require_directory(writes: Writes, version: int, missed: Callable[[], Exception]) -> None:
    """`missed` is raised when who there is has changed since that version."""
    writes.require(_SAME_DIRECTORY, {"mark": people.DIRECTORY, "version": str(version)}, missed=missed)


def find_user_task(connection: Connection, user_task_id: str) -> UserTask | None:
    row = connection.execute(select(user_tasks).where(user_tasks.c.id == user_task_id)).one_or_none()
    return user_task_from_row(row) if row else None


def waiting_of(connection: Connection, kind: Kind, item_id: int) -> tuple[UserTask, ...]:
    """The steps of an item that wait for somebody."""
    return tuple(step_from_columns(row) for row in every(connection, _WAITING, {"kind": kind, "id": item_id}))


def steps_of(connection: Connection, instance_id: int) -> tuple[UserTask, ...]:
    """All steps of an instance, waiting and finished."""
    found = select(user_tasks).where(user_tasks.c.instance_id == instance_id)
    return tuple(
        user_task_from_row(row) for row in connection.execute(found.order_by(user_tasks.c.opened_at, user_tasks.c.id))
    )


def add_user_tasks(writes: Writes, new: Sequence[UserTask]) -> None:
    writes.insert(_INSERT_STEPS, [_row(step) for step in new])


def finish_user_task(
    writes: Writes,
    user_task_id: str,
    state: WorkState,
    *,
    outcome: str | None,
    by: int | None,
    at: datetime,
    missed: Callable[[], Exception] | None = None,
) -> None:
    """`missed` is raised when it waits no more: somebody else was first."""
    done = {"state": state, "outcome": outcome, "completed_by": by, "completed_at": at}
    writes.change(_FINISH, done | {"step_id": user_task_id, "still": WorkState.WAITING}, missed=missed)


def waiting_in(connection: Connection, queues: Sequence[str]) -> tuple[UserTask, ...]:
    """The steps that wait in those queues, in the order in which cases are locked."""
    found = select(user_tasks).where(user_tasks.c.queue.in_(queues), user_tasks.c.state == WorkState.WAITING)
    ordered = found.order_by(user_tasks.c.case_id, user_tasks.c.id)
    return tuple(user_task_from_row(row) for row in connection.execute(ordered)) if queues else ()


def offer_to(writes: Writes, step: UserTask) -> None:
    """The step waits for somebody else now."""
    who = {"assignee_id": step.assignee_id, "team_id": step.team_id, "role": step.role}
    who |= {"queue": queue(step.assignee_id, step.team_id, step.role), "version": step.version}
    writes.change(_OFFER, who | {"step_id": step.id})


def set_due(connection: Connection, kind: Kind, item_id: int, deadline: datetime | None) -> None:
    """An edited deadline moves the waiting steps in their lists."""
    waiting = (user_tasks.c.item_kind == kind, user_tasks.c.item_id == item_id, user_tasks.c.state == WorkState.WAITING)
    connection.execute(update(user_tasks).where(*waiting).values(due=deadline or FAR))


def add_instance(writes: Writes, started: StartedInstance, at: datetime) -> None:
    """With the number that was drawn for it."""
    row = {name: value for name, value in vars(started).items() if name != "is_completed"}
    ended_at = at if started.is_completed else None
    row |= {"status": _status(started.is_completed), "version": 1, "started_at": at, "ended_at": ended_at}
    writes.insert(_INSERT, [row])


def save_instance(writes: Writes, saved: SavedInstance, at: datetime) -> None:
    """The state with version + 1; guarded by the version that was read."""
    row = {"state": saved.state, "version": saved.version + 1, "status": _status(saved.is_completed)}
    row |= {"ended_at": at if saved.is_completed else None, "ended_as": saved.ended_as}
    guard = {"saved_id": saved.id, "read_version": saved.version}
    missed = partial(RuntimeError, f"instance {saved.id} was changed outside its lock")
    writes.change(_SAVE, row | guard, missed=missed)


def _status(is_completed: bool) -> InstanceState:
    return InstanceState.ENDED if is_completed else InstanceState.RUNNING


def running_of_case(connection: Connection, case_id: int) -> tuple[Running, ...]:
    """Every running instance on a case: its own first, then its tasks' by id."""
    return tuple(running_from_columns(row) for row in every(connection, _RUNNING_OF_CASE, {"case": case_id}))


def find_running(connection: Connection, kind: Kind, item_id: int) -> Running | None:
    row = first(connection, _RUNNING_OF, {"kind": kind, "id": item_id})
    return running_from_columns(row) if row else None


def running_from_columns(row: Mapping[str, Any]) -> Running:
    """The running instance in its columns."""
    place = Kind(row["item_kind"]), row["item_id"]
    return Running(row["id"], row["definition_id"], *place, row["state"], row["version"])


def find_instance(connection: Connection, instance_id: int) -> Instance | None:
    row = connection.execute(select(*_SHOWN).where(instances.c.id == instance_id)).one_or_none()
    return from_row(row) if row else None


def instances_of(connection: Connection, kind: Kind, item_id: int) -> tuple[Instance, ...]:
    """Newest first."""
    found = select(*_SHOWN).where(instances.c.item_kind == kind, instances.c.item_id == item_id)
    return tuple(from_row(row) for row in connection.execute(found.order_by(instances.c.id.desc())))


_SHOWN = [c for c in instances.c if c.name != "state"]


def from_row(row: Row[Any]) -> Instance:
    return from_columns(row._mapping)


def from_columns(row: Mapping[Any, Any]) -> Instance:
    """The instance in its columns."""
    return Instance(
        row["id"],
        row["definition_id"],
        Kind(row["item_kind"]),
        row["item_id"],
        row["case_id"],
        InstanceState(row["status"]),
        row["version"],
        row["started_at"],
        row["ended_at"],
        row["ended_as"],
    )


def queues_of(team_ids: Iterable[int], role: str) -> list[str]:
    return [queue(None, team_id, role) for team_id in sorted(team_ids)]


def _row(step: UserTask) -> dict[str, Any]:
    return {
        "id": step.id,
        "instance_id": step.instance_id,
        "definition_id": step.definition_id,
        "item_kind": step.item_kind,
        "item_id": step.item_id,
        "case_id": step.case_id,
        "element": step.element,
        "name": step.name,
        "lane": step.lane,
        "state": step.state,
        "queue": queue(step.assignee_id, step.team_id, step.role),
        "assignee_id": step.assignee_id,
        "team_id": step.team_id,
        "role": step.role,
        "opened_at": step.opened_at,
        "due": step.due_at or FAR,
        "version": step.version,
    }


def user_task_from_row(row: Row[Any]) -> UserTask:
    return step_from_columns(row._mapping)


def step_from_columns(row: Mapping[Any, Any], prefix: str = "") -> UserTask:
    """The step in columns that carry that prefix."""
    return UserTask(
        row[prefix + "id"],
        row[prefix + "instance_id"],
        row[prefix + "definition_id"],
        Kind(row[prefix + "item_kind"]),
        row[prefix + "item_id"],
        row[prefix + "case_id"],
        row[prefix + "element"],
        row[prefix + "name"],
        row[prefix + "lane"],
        WorkState(row[prefix + "state"]),
        row[prefix + "assignee_id"],
        row[prefix + "team_id"],
        row[prefix + "role"],
        row[prefix + "opened_at"],
        None if row[prefix + "due"] == FAR else row[prefix + "due"],
        row[prefix + "version"],
        row[prefix + "outcome"],
        row[prefix + "completed_by"],
        row[prefix + "completed_at"],
    )
