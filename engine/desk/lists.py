"""What an agent works from: *Venter på mig*, *Mine sager*, *Mine opgaver* and *Mit teams kø* (R055 to R059, A-26)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.desk.house import Desk
from engine.desk.pages import Page, cursor, cut, limited, place_of
from engine.model.instances import UserTask
from engine.model.items import Kind, Status, WorkItem
from engine.model.people import Department
from engine.store import FAR, Connection, lists
from engine.store.instances import queues_of
from engine.store.lists import EVERYTHING, Asked


@dataclass(frozen=True)
class WorkRow:
    """One line of a list. `step` is where it stands, in words; `user_task_id` the step that waits, if one does."""

    kind: Kind
    id: int
    number: str
    subject: str
    case_id: int
    status: Status
    origin: Department
    team_id: int
    agent_id: int | None
    step: str
    user_task_id: str | None
    assignee_id: int | None
    deadline: datetime | None
    unread: bool


def my_work(
    desk: Desk, agent_id: int, *, asked: Asked = EVERYTHING, after: str | None = None, limit: int = 50
) -> Page[WorkRow]:
    """The steps that wait for that agent: theirs, and those offered to their teams' agents (*Venter på mig*)."""
    with desk.reading() as connection:
        agent = desk.directory(connection).agents[agent_id]
        return _steps(
            desk, connection, [f"a:{agent_id}", *queues_of(agent.teams, "agents")], agent_id, asked, after, limit
        )


def team_queue(
    desk: Desk, agent_id: int, *, asked: Asked = EVERYTHING, after: str | None = None, limit: int = 50
) -> Page[WorkRow]:
    """What waits for a dispatcher in that agent's teams, whether or not it is the agent (*Mit teams kø*)."""
    with desk.reading() as connection:
        agent = desk.directory(connection).agents[agent_id]
        teams = agent.teams | agent.dispatches | agent.leads
        return _steps(desk, connection, queues_of(teams, "dispatchers"), agent_id, asked, after, limit)


def my_cases(
    desk: Desk, agent_id: int, *, asked: Asked = EVERYTHING, after: str | None = None, limit: int = 50
) -> Page[WorkRow]:
    """The open cases whose agent that is."""
    limit, mine = limited(limit), lists.my_cases(agent_id)
    with desk.reading() as connection:
        found = lists.cases_where(connection, mine, asked, place_of(after), limit + 1)
        return _items(connection, Kind.CASE, found, limit, agent_id, lists.count_cases(connection, mine, asked))


def my_tasks(
    desk: Desk,
    agent_id: int,
    *,
    section: str = "agent",
    asked: Asked = EVERYTHING,
    after: str | None = None,
    limit: int = 50,
) -> Page[WorkRow]:
    """A-26: `section` "agent" (open tasks that are mine) or "approver" (open, and newly solved until seen)."""
    limit, mine = limited(limit), lists.my_tasks(agent_id, section)
    with desk.reading() as connection:
        found = lists.tasks_where(connection, mine, asked, place_of(after), limit + 1)
        return _items(connection, Kind.TASK, found, limit, agent_id, lists.count_tasks(connection, mine, asked))


def _steps(
    desk: Desk,
    connection: Connection,
    queues: Sequence[str],
    agent_id: int,
    asked: Asked,
    after: str | None,
    limit: int,
) -> Page[WorkRow]:
    limit = limited(limit)
    found, more = cut(lists.waiting_in(connection, queues, asked, place_of(after), limit + 1), limit)
    held: dict[Kind, Mapping[int, WorkItem]] = {}
    seen: dict[Kind, Mapping[int, int]] = {}
    for kind in Kind:
        ids = [step.item_id for step in found if step.item_kind == kind]
        held[kind] = lists.items_of(connection, kind, ids)
        seen[kind] = lists.seen_by(connection, agent_id, kind, ids)
    rows = tuple(_row(held[s.item_kind][s.item_id], s, seen[s.item_kind], agent_id) for s in found)
    following = cursor(found[-1].due_at or FAR, found[-1].id) if more else None
    return Page(rows, following, lists.count_waiting(connection, queues, asked))


def _items(
    connection: Connection, kind: Kind, found: Sequence[WorkItem], limit: int, agent_id: int, count: int
) -> Page[WorkRow]:
    kept, more = cut(found, limit)
    ids = [item.id for item in kept]
    steps, seen = lists.steps_waiting_on(connection, kind, ids), lists.seen_by(connection, agent_id, kind, ids)
    rows = tuple(_row(item, steps.get(item.id), seen, agent_id) for item in kept)
    return Page(rows, cursor(kept[-1].deadline or FAR, kept[-1].id) if more else None, count)


def _row(item: WorkItem, step: UserTask | None, seen: Mapping[int, int], agent_id: int) -> WorkRow:
    return WorkRow(
        kind=item.kind,
        id=item.id,
        number=item.number,
        subject=item.subject,
        case_id=item.case_number,
        status=item.status,
        origin=item.origin,
        team_id=item.team_id,
        agent_id=item.agent_id,
        step=step.name if step else "",
        user_task_id=step.id if step else None,
        assignee_id=step.assignee_id if step else None,
        deadline=item.deadline,
        unread=item.event_count > seen.get(item.id, 0) and item.updated_by != agent_id,
    )
