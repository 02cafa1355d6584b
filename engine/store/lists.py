"""One page of a list of work, with how long the whole list is, in one statement; and how far each person has read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Integer,
    Row,
    Select,
    String,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    null,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects import postgresql, sqlite

from engine.model.items import Kind, Status
from engine.model.worklists import Asked, Sort, WorkList
from engine.store import items
from engine.store.customers import IS_READ, own
from engine.store.danish_order import InDanishOrder
from engine.store.scopes import Person, Source, belongs, sources
from engine.store.tables import cases, customers, people, seen, tasks, teams, user_tasks

Place = tuple[Any, str, int]  # (what it is sorted by, kind, number) of the last row of the page before

_ORDER = {status: number for number, status in enumerate(Status)}


@dataclass(frozen=True)
class Found:
    """Rows of one page, `count` of them in all, `above` of them left out because they stand in a list before."""

    rows: Sequence[Row[Any]]
    count: int
    above: int


def page(
    connection: Connection,
    name: WorkList,
    person: Person,
    asked: Asked,
    after: Place | None,
    limit: int,
    besides: Sequence[WorkList] = (),
) -> Found:
    """The rows after that place, without those that stand in one of the lists `besides`."""
    wanted = [s for s in sources(name, person) if asked.kind in (None, s.kind)]
    if not wanted:
        return Found((), 0, 0)
    listed = union_all(*(_rows(s, person, asked, after, limit, besides) for s in wanted)).subquery()
    rows = _in_order(select(listed), listed.c.sorted_by, listed.c.kind, listed.c.id, asked).limit(limit).subquery()
    count = _count(wanted, person, asked, besides).label("in_all")
    whole = _count(wanted, person, asked, ()).label("whole") if besides else count
    numbers = select(count, whole.label("whole")).subquery()
    found = select(numbers, rows).select_from(numbers.outerjoin(rows, true()))
    ordered = _in_order(found, rows.c.sorted_by, rows.c.kind, rows.c.id, asked)
    read = connection.execute(ordered).all()
    return Found([row for row in read if row.id is not None], read[0].in_all, read[0].whole - read[0].in_all)


def team_load(connection: Connection, person: Person, now: datetime) -> list[Row[Any]]:
    """Of each person who has open work of those teams (`agent_id` None: nobody has it): how much, how much of it is
    late, and the `oldest`.
    """
    branches = [
        select(table.c.agent_id, table.c.due, table.c.created_at).where(source.wanted)
        for source in sources(WorkList.TEAM, person)
        for table in (items.TABLES[source.kind],)
    ]
    if not branches:
        return []
    work = union_all(*branches).subquery()
    late = func.sum(case((work.c.due < now, 1), else_=0)).label("late")
    numbers = (func.count().label("open"), late, func.min(work.c.created_at).label("oldest"))
    return list(connection.execute(select(work.c.agent_id, *numbers).group_by(work.c.agent_id)))


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


def _rows(
    source: Source, person: Person, asked: Asked, after: Place | None, limit: int, besides: Sequence[WorkList]
) -> Select[Any]:
    """At most `limit` rows of one source, in order, with all that a line shows."""
    table: Any = items.TABLES[source.kind]
    kind = literal_column(f"'{source.kind.value}'", String)
    sorted_by = _sorted_by(source, asked.sort)
    read = and_(seen.c.agent_id == person.id, seen.c.item_kind == kind, seen.c.item_id == table.c.id)
    columns = (
        sorted_by.label("sorted_by"),
        kind.label("kind"),
        *(table.c[name] for name in _SHOWN),
        (table.c.case_id if source.kind == Kind.TASK else table.c.id).label("case_id"),
        (table.c.approver_id if source.kind == Kind.TASK else cast(null(), Integer)).label("approver_id"),
        cases.c.category,
        customers.c.name.label("customer"),
        user_tasks.c.id.label("user_task_id"),
        user_tasks.c.name.label("step"),
        user_tasks.c.assignee_id,
        user_tasks.c.team_id.label("offered_team_id"),
        func.coalesce(user_tasks.c.opened_at, table.c.updated_at).label("since"),
        seen.c.sequence.label("read"),
    )
    place = _joined(source).join(own, own.c.id == cases.c.customer_id).join(customers, IS_READ).outerjoin(seen, read)
    if asked.sort in _NAMES:
        place = place.outerjoin(*_NAMES[asked.sort](table))
    found = select(*columns).select_from(place).where(*_wanted(source, person, asked, besides))
    if after is not None:
        found = found.where(_beyond(sorted_by, table.c.id, source.kind, after, asked))
    number = user_tasks.c.item_id if source.queues else table.c.id
    limited = _in_order(found, sorted_by, None, number, asked).limit(limit).subquery()
    return select(limited)


_SHOWN = (
    *("id", "subject", "status", "origin", "team_id", "agent_id", "created_by", "created_at", "updated_by"),
    *("due", "event_count"),
)
# the names that a list is sorted by stand in tables of their own
_NAMES: dict[Sort, Any] = {
    Sort.PERSON: lambda table: (people, people.c.id == func.coalesce(user_tasks.c.assignee_id, table.c.agent_id)),
    Sort.TEAM: lambda table: (teams, teams.c.id == table.c.team_id),
}


def _joined(source: Source) -> FromClause:
    """An item with its case, and the step that waits: of a queue that one, else the first."""
    table: Any = items.TABLES[source.kind]
    if source.queues:
        place: FromClause = user_tasks.join(table, table.c.id == user_tasks.c.item_id)
    else:
        waiting = user_tasks.alias("waiting")
        first = (
            select(func.min(waiting.c.id))
            .where(
                waiting.c.item_kind == literal_column(f"'{source.kind.value}'"),
                waiting.c.item_id == table.c.id,
                waiting.c.state == literal_column("'waiting'"),
            )
            .correlate(table)
        )
        place = table.outerjoin(user_tasks, user_tasks.c.id == first.scalar_subquery())
    return place.join(cases, cases.c.id == tasks.c.case_id) if source.kind == Kind.TASK else place


def _counted_in(source: Source, asked: Asked) -> FromClause:
    """What is needed to count: the least that the conditions speak of."""
    if (
        asked.agent_id is not None
        or asked.customer_ids is not None
        or asked.category is not None
        or asked.category_begins is not None
    ):
        return _joined(source)
    table: Any = items.TABLES[source.kind]
    return user_tasks.join(table, table.c.id == user_tasks.c.item_id) if source.queues else table


def _count(wanted: Sequence[Source], person: Person, asked: Asked, besides: Sequence[WorkList]) -> ColumnElement[int]:
    counts = [
        select(func.count())
        .select_from(_counted_in(source, asked))
        .where(*_wanted(source, person, asked, besides))
        .scalar_subquery()
        for source in wanted
    ]
    return sum(counts[1:], start=counts[0] + literal_column("0", Integer))


def _wanted(source: Source, person: Person, asked: Asked, besides: Sequence[WorkList]) -> list[ColumnElement[bool]]:
    table: Any = items.TABLES[source.kind]
    conditions = [source.wanted, *(~belongs(name, source.kind, person) for name in besides)]
    has_it = func.coalesce(user_tasks.c.assignee_id, table.c.agent_id)
    if asked.status is not None:
        conditions.append(table.c.status == asked.status.value)
    if asked.team_id is not None:
        conditions.append(table.c.team_id == asked.team_id)
    if asked.agent_id is not None:
        conditions.append(has_it == asked.agent_id if asked.agent_id else has_it.is_(None))
    if asked.customer_ids is not None:
        conditions.append(cases.c.customer_id.in_(asked.customer_ids))
    if asked.category is not None:
        conditions.append(cases.c.category == asked.category)
    if asked.category_begins is not None:
        conditions.append(cases.c.category.istartswith(asked.category_begins, autoescape=True))
    if asked.created_before is not None:
        conditions.append(table.c.created_at < asked.created_before)
    if asked.late_at is not None:
        conditions.append(_due(source) < asked.late_at)
    return conditions


def _due(source: Source) -> Any:
    return user_tasks.c.due if source.queues else items.TABLES[source.kind].c.due


def _sorted_by(source: Source, sort: Sort) -> Any:
    """The value that a row is sorted by; never empty, so that every row has its place."""
    table: Any = items.TABLES[source.kind]
    values: dict[Sort, Any] = {
        Sort.DEADLINE: _due(source),
        Sort.NUMBER: table.c.id,
        Sort.SUBJECT: InDanishOrder(table.c.subject),
        Sort.CUSTOMER: customers.c.sort_key,
        Sort.CATEGORY: InDanishOrder(cases.c.category),
        Sort.TEAM: teams.c.sort_key,
        Sort.PERSON: func.coalesce(people.c.sort_key, literal("")),
        Sort.STEP: InDanishOrder(func.coalesce(user_tasks.c.name, literal(""))),
        Sort.STATUS: case(_ORDER, value=table.c.status),
        Sort.CREATED: table.c.created_at,
        Sort.SINCE: func.coalesce(user_tasks.c.opened_at, table.c.updated_at),
    }
    return values[sort]


def _in_order(found: Select[Any], sorted_by: Any, kind: Any, number: Any, asked: Asked) -> Select[Any]:
    columns = [column for column in (sorted_by, kind, number) if column is not None]
    return found.order_by(*(column.desc() if asked.last_first else column for column in columns))


def _beyond(sorted_by: Any, number: Any, kind: Kind, after: Place, asked: Asked) -> ColumnElement[bool]:
    """Whether a row of one kind comes after that place. The first condition is what an index serves."""
    value, last_kind, last_number = after
    if asked.last_first:
        further, at_least, later = sorted_by < value, sorted_by <= value, number < last_number
    else:
        further, at_least, later = sorted_by > value, sorted_by >= value, number > last_number
    if kind == last_kind:
        return and_(at_least, or_(further, later))
    return and_(at_least if (kind > last_kind) != asked.last_first else further)
