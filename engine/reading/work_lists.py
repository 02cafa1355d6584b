"""What an agent works from: Overblik and its lists (R055 to R059, A-26, D-18), and all open work of a team."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.model.instances import queue
from engine.model.items import PREFIX, Kind, Status
from engine.model.people import Agent, Department, Directory
from engine.model.worklists import EVERYTHING, Asked, SavedList, Sort, WorkList, WorkRow
from engine.pages import Page, cursor, cut, limited, place_of
from engine.reading.reader import Reader, reader_of
from engine.store import FAR
from engine.store.reading import lists, saved_lists
from engine.store.reading.list_rows import Place
from engine.store.reading.scopes import Person
from engine.store.work.instances import queues_of
from engine.transaction.desk import Desk

_BY_TIME = frozenset({Sort.DEADLINE, Sort.CREATED, Sort.SINCE})
_BY_NUMBER = frozenset({Sort.NUMBER, Sort.STATUS})


@dataclass(frozen=True)
class Block:
    """One block of Overblik; `above` more of its list stand in a block before."""

    page: Page[WorkRow]
    above: int


@dataclass(frozen=True)
class Overview:
    """Overblik as one person has it."""

    blocks: Mapping[WorkList, Block]
    directory: Directory
    unread: int


@dataclass(frozen=True)
class Load:
    """How much open work somebody has (`agent_id` None: nobody has it), how much of it is over its deadline."""

    agent_id: int | None
    open: int
    late: int
    oldest: datetime


@dataclass(frozen=True)
class ListPage:
    """A whole list; `load` is of that of a team, `saved` are the lists that somebody saved under a name."""

    page: Page[WorkRow]
    load: tuple[Load, ...]
    saved: tuple[SavedList, ...]
    unread: int


def work(
    desk: Desk,
    agent_id: int,
    name: WorkList,
    *,
    asked: Asked = EVERYTHING,
    after: str | None = None,
    limit: int = 50,
) -> Page[WorkRow]:
    """A list of work as that agent has it. `after` is the page's before; raises Invalid for one that is none."""
    place = place_of(after, _type_of(asked.sort)) if after else None
    with reader_of(desk, agent_id) as reader:
        return work_of(reader, name, asked, place, limited(limit))


def overview(desk: Desk, agent_id: int, *, limit: int = 10) -> Overview:
    """The blocks of Overblik in order. An item stands once, in the first block it fits (DECISIONS 15)."""
    with reader_of(desk, agent_id) as reader:
        agent = reader.agent
        order = _FOR_DISPATCHERS if agent.dispatches else _FOR_AGENTS
        found = lists.first_pages(reader.connection, order, _person(agent), limit + 1)
        blocks = {name: _block(block, agent, limit) for name, block in found.items()}
        return Overview(blocks, reader.directory, reader.unread)


def work_of(reader: Reader, name: WorkList, asked: Asked, after: Place | None, limit: int) -> Page[WorkRow]:
    """So many rows of a list after that place."""
    found = lists.page(reader.connection, name, _person(reader.agent), asked, after, limit + 1)
    return _block(found, reader.agent, limit).page


def list_page(desk: Desk, agent_id: int, name: WorkList, asked: Asked, *, after: str | None = None) -> ListPage:
    """The page of a whole list; raises Invalid for an `after` that is none."""
    place = place_of(after, _type_of(asked.sort)) if after else None
    with reader_of(desk, agent_id) as reader:
        return ListPage(
            page=work_of(reader, name, asked, place, limited(50)),
            load=load_of(reader) if name == WorkList.TEAM else (),
            saved=saved_lists.of_agent(reader.connection, agent_id, reader.agent.teams),
            unread=reader.unread,
        )


def my_tasks(desk: Desk, agent_id: int, *, section: str = "agent", limit: int = 50) -> Page[WorkRow]:
    """A-26: `section` "agent" (open tasks that are mine) or "approver" (open, and newly solved until seen)."""
    return work(desk, agent_id, WorkList.TASKS if section == "agent" else WorkList.APPROVING, limit=limit)


def load_of(reader: Reader) -> tuple[Load, ...]:
    rows = lists.team_load(reader.connection, _person(reader.agent), reader.now)
    return tuple(Load(row["agent_id"], row["open"], row["late"], row["oldest"]) for row in rows)


_MINE = (WorkList.WAITING, WorkList.CASES, WorkList.TASKS, WorkList.APPROVING, WorkList.ELSEWHERE)
_FOR_AGENTS = (*_MINE, WorkList.QUEUE)
_FOR_DISPATCHERS = (WorkList.QUEUE, *_MINE)


def _person(agent: Agent) -> Person:
    offered = (queue(agent.id, None, None), *queues_of(agent.teams, "agents"))
    dispatched = tuple(queues_of(agent.teams | agent.dispatches | agent.leads, "dispatchers"))
    return Person(agent.id, offered, dispatched, tuple(sorted(agent.dispatches | agent.leads)))


def _block(found: lists.Found, agent: Agent, limit: int) -> Block:
    kept, more = cut(found.rows, limit)
    rows = tuple(_row(row, agent.id) for row in kept)
    return Block(Page(rows, rows[-1].place if more else None, found.count), found.above)


def _type_of(sort: Sort) -> type:
    return datetime if sort in _BY_TIME else int if sort in _BY_NUMBER else str


def _row(row: Mapping[str, Any], agent_id: int) -> WorkRow:
    kind = Kind(row["kind"])
    return WorkRow(
        kind=kind,
        id=row["id"],
        number=f"{PREFIX[kind]}{row['id']}",
        subject=row["subject"],
        case_id=row["case_id"],
        customer=row["customer"],
        category=row["category"],
        status=next((status for status in Status if status == row["status"]), None),
        origin=Department(row["origin"]),
        team_id=row["team_id"],
        agent_id=row["agent_id"],
        approver_id=row["approver_id"],
        created_by=row["created_by"],
        created_at=row["created_at"],
        step=row["step"] or "",
        user_task_id=row["user_task_id"],
        assignee_id=row["assignee_id"],
        offered_team_id=row["offered_team_id"],
        since=row["since"],
        deadline=row["due"] if row["due"] != FAR else None,
        unread=row["event_count"] > (row["read"] or 0) and row["updated_by"] != agent_id,
        place=cursor(row["sorted_by"], row["kind"], row["id"]),
    )
