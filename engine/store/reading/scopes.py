"""What belongs in which list of work, as conditions that an index serves."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, literal_column, or_

from engine.model.items import Kind
from engine.model.worklists import WorkList
from engine.store.tables import cases, tasks, user_tasks
from engine.store.work import items

# As literals: a partial index serves only a condition that stands there word for word. A case's index asks nothing that
# a step changes, so that a step need not write it.
OPEN: dict[Kind, ColumnElement[bool]] = {
    Kind.CASE: cases.c.closed_at.is_(None),
    Kind.TASK: tasks.c.status != literal_column("'solved'"),
}
WAITS: ColumnElement[bool] = user_tasks.c.state == literal_column("'waiting'")


@dataclass(frozen=True)
class Person:
    """Whose lists they are: the queues of which they are offered the steps, and the teams that they look after."""

    id: int
    offered: tuple[str, ...]  # theirs, and those of their teams' agents
    dispatched: tuple[str, ...]  # those of their teams' dispatchers
    looks_after: tuple[int, ...]

    def queues(self, name: WorkList) -> tuple[str, ...]:
        """The queues that a list of waiting steps is made of; none where it is a list of items."""
        return {WorkList.WAITING: self.offered, WorkList.QUEUE: self.dispatched}.get(name, ())


@dataclass(frozen=True)
class Source:
    """One stretch of an index. Of a queue, `queues` are all of its list, so that an item stands there once."""

    kind: Kind
    wanted: ColumnElement[bool]
    queues: tuple[str, ...] = ()


def sources(name: WorkList, person: Person) -> list[Source]:
    """Where the rows of a list are found; no row is in two of them."""
    queues = person.queues(name)
    if queues:
        return [Source(kind, _in_queue(kind, queue, queues), queues) for queue in queues for kind in Kind]
    held = {
        WorkList.CASES: [(Kind.CASE, _mine(Kind.CASE, person))],
        WorkList.TASKS: [(Kind.TASK, _mine(Kind.TASK, person))],
        WorkList.APPROVING: [(Kind.TASK, tasks.c.approver_id == person.id)],
        WorkList.ELSEWHERE: [(kind, one) for kind in Kind for one in _started_by(kind, person)],
        WorkList.TEAM: [(kind, items.TABLES[kind].c.team_id == team) for kind in Kind for team in person.looks_after],
    }
    is_listed = _APPROVED if name == WorkList.APPROVING else OPEN
    return [Source(kind, and_(wanted, is_listed[kind])) for kind, wanted in held.get(name, ())]


def belongs(name: WorkList, kind: Kind, person: Person) -> ColumnElement[bool]:
    """Whether a row of that kind is in that list; never unknown, so that it can be denied."""
    table, me = items.TABLES[kind], person.id
    queues = person.queues(name)
    if queues:
        return _waits_in(kind, queues)
    if name == {Kind.CASE: WorkList.CASES, Kind.TASK: WorkList.TASKS}[kind]:
        return and_(_is(table.c.agent_id, me), OPEN[kind])
    if name == WorkList.APPROVING and kind == Kind.TASK:
        return and_(_is(tasks.c.approver_id, me), _APPROVED[kind])
    if name == WorkList.ELSEWHERE:
        started = or_(_is(table.c.created_by, me), _is(table.c.sent_on_by, me))
        return and_(started, ~_is(table.c.agent_id, me), OPEN[kind])
    return false()


_APPROVED: dict[Kind, ColumnElement[bool]] = {Kind.TASK: or_(OPEN[Kind.TASK], tasks.c.approver_seen.is_(False))}


def _mine(kind: Kind, person: Person) -> ColumnElement[bool]:
    return items.TABLES[kind].c.agent_id == person.id


def _started_by(kind: Kind, person: Person) -> Sequence[ColumnElement[bool]]:
    """D-18: what they created, and what they sent on of others' work, while somebody else has it."""
    table = items.TABLES[kind]
    others = ~_is(table.c.agent_id, person.id)
    return (
        and_(table.c.created_by == person.id, others),
        and_(table.c.sent_on_by == person.id, table.c.created_by != person.id, others),
    )


def _in_queue(kind: Kind, queue: str, queues: Sequence[str]) -> ColumnElement[bool]:
    """Of two steps of one item that wait in these queues the first alone."""
    other = user_tasks.alias("other")
    earlier = (
        exists()
        .where(
            other.c.item_kind == kind.value,
            other.c.item_id == user_tasks.c.item_id,
            other.c.state == literal_column("'waiting'"),
            other.c.queue.in_(queues),
            other.c.id < user_tasks.c.id,
        )
        .correlate(user_tasks)
    )
    return and_(user_tasks.c.queue == queue, user_tasks.c.item_kind == kind.value, WAITS, ~earlier)


def _waits_in(kind: Kind, queues: Sequence[str]) -> ColumnElement[bool]:
    table: Any = items.TABLES[kind]
    step = user_tasks.alias("elsewhere")
    waits = (step.c.item_kind == kind.value, step.c.item_id == table.c.id, step.c.state == literal_column("'waiting'"))
    return exists().where(*waits, step.c.queue.in_(queues)).correlate(table)


def _is(column: Any, number: int) -> ColumnElement[bool]:
    return func.coalesce(column, 0) == number
