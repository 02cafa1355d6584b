"""The lists that people work from: keyset pages over indexed columns, one statement a queue or list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, case, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.model.instances import UserTask, WorkState
from engine.model.items import Case, Kind, Status, Task
from engine.store import instances, items
from engine.store.tables import cases, seen, tasks, user_tasks

Place = tuple[datetime, Any]  # (due, id) of the last row of the page before


@dataclass(frozen=True)
class Asked:
    """What of a list is to be seen, and from which end. The index of its deadlines serves all of it."""

    kind: Kind | None = None  # of the lists that hold both
    late_at: datetime | None = None  # only what has a deadline before that
    last_first: bool = False  # the latest deadline first, what has none before it

    def of(self, table: Any) -> list[ColumnElement[bool]]:
        """Its conditions on the rows of that table."""
        found = [] if self.late_at is None else [table.c.due < self.late_at]
        if self.kind is not None and table is user_tasks:
            found.append(table.c.item_kind == self.kind.value)
        return found


EVERYTHING = Asked()


def waiting_in(
    connection: Connection, queues: Sequence[str], asked: Asked, after: Place | None, limit: int
) -> tuple[UserTask, ...]:
    """The waiting steps of those queues in order of deadline: one index seek a queue, merged here."""
    rows: list[Row[Any]] = []
    for queue in queues:
        waiting = (user_tasks.c.queue == queue, user_tasks.c.state == WorkState.WAITING, *asked.of(user_tasks))
        rows += connection.execute(_page(select(user_tasks).where(*waiting), user_tasks, asked, after, limit)).all()
    rows.sort(key=lambda row: (row.due, row.id), reverse=asked.last_first)
    return tuple(instances.user_task_from_row(row) for row in rows[:limit])


def count_waiting(connection: Connection, queues: Sequence[str], asked: Asked) -> int:
    waiting = (user_tasks.c.queue.in_(queues), user_tasks.c.state == WorkState.WAITING, *asked.of(user_tasks))
    return connection.execute(select(func.count()).where(*waiting)).scalar_one()


def cases_where(
    connection: Connection, mine: ColumnElement[bool], asked: Asked, after: Place | None, limit: int
) -> tuple[Case, ...]:
    found = select(cases).where(mine, cases.c.status != Status.CLOSED.value, *asked.of(cases))
    rows = connection.execute(_page(found, cases, asked, after, limit))
    return tuple(items.from_row(Kind.CASE, row) for row in rows)


def tasks_where(
    connection: Connection, mine: ColumnElement[bool], asked: Asked, after: Place | None, limit: int
) -> tuple[Task, ...]:
    rows = connection.execute(_page(select(tasks).where(mine, *asked.of(tasks)), tasks, asked, after, limit))
    return tuple(items.from_row(Kind.TASK, row) for row in rows)


def my_cases(agent_id: int) -> ColumnElement[bool]:
    return cases.c.agent_id == agent_id


def my_tasks(agent_id: int, section: str) -> ColumnElement[bool]:
    """A-26: where I am the agent, open; where I am the approver, open and newly solved until seen."""
    if section == "agent":
        return and_(tasks.c.agent_id == agent_id, tasks.c.status != Status.SOLVED.value)
    return and_(
        tasks.c.approver_id == agent_id, or_(tasks.c.status != Status.SOLVED.value, tasks.c.approver_seen.is_(False))
    )


def count_cases(connection: Connection, mine: ColumnElement[bool], asked: Asked) -> int:
    wanted = (mine, cases.c.status != Status.CLOSED.value, *asked.of(cases))
    return connection.execute(select(func.count()).where(*wanted).select_from(cases)).scalar_one()


def count_tasks(connection: Connection, mine: ColumnElement[bool], asked: Asked) -> int:
    return connection.execute(select(func.count()).where(mine, *asked.of(tasks)).select_from(tasks)).scalar_one()


def steps_waiting_on(connection: Connection, kind: Kind, ids: Sequence[int]) -> dict[int, UserTask]:
    """{item id: the step that waits}, of those that have one."""
    found = select(user_tasks).where(
        user_tasks.c.item_kind == kind.value, user_tasks.c.item_id.in_(ids), user_tasks.c.state == WorkState.WAITING
    )
    return {row.item_id: instances.user_task_from_row(row) for row in connection.execute(found)} if ids else {}


def items_of(connection: Connection, kind: Kind, ids: Sequence[int]) -> dict[int, Any]:
    table = items.TABLES[kind]
    rows = connection.execute(select(table).where(table.c.id.in_(ids))) if ids else ()
    return {row.id: items.from_row(kind, row) for row in rows}


def seen_by(connection: Connection, agent_id: int, kind: Kind, ids: Sequence[int]) -> dict[int, int]:
    """{item id: the number of the last event that the agent has seen}."""
    found = select(seen).where(seen.c.agent_id == agent_id, seen.c.item_kind == kind.value, seen.c.item_id.in_(ids))
    return {row.item_id: row.sequence for row in connection.execute(found)} if ids else {}


def mark_seen(connection: Connection, agent_id: int, kind: Kind, item_id: int, sequence: int) -> None:
    """Up to that event at least: of two pages that are open at once, the one that shows more counts."""
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = {"agent_id": agent_id, "item_kind": kind.value, "item_id": item_id}
    new = dialect.insert(seen).values(**row, sequence=sequence)
    later = {"sequence": case((seen.c.sequence < sequence, sequence), else_=seen.c.sequence)}
    connection.execute(new.on_conflict_do_update(index_elements=list(row), set_=later))


def _page(found: Select[Any], table: Any, asked: Asked, after: Place | None, limit: int) -> Select[Any]:
    due, number = table.c.due, table.c.id
    if asked.last_first:
        if after is not None:
            found = found.where(due <= after[0], or_(due < after[0], number < after[1]))
        return found.order_by(due.desc(), number.desc()).limit(limit)
    if after is not None:
        found = found.where(due >= after[0], or_(due > after[0], number > after[1]))
    return found.order_by(due, number).limit(limit)
