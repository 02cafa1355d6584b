"""The parts that the statement of a list of work is put together from: rows, conditions, order, and how many."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
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
)

from engine.model.items import Kind, Status
from engine.model.worklists import Sort, WorkList
from engine.store.connection.danish_order import InDanishOrder
from engine.store.people.customers import IS_READ, own
from engine.store.reading.scopes import Person, Source, belongs
from engine.store.tables import cases, customers, people, seen, tasks, teams, user_tasks
from engine.store.work import items

Place = tuple[Any, str, Any]  # (what it is sorted by, kind, number) of the last row of the page before
ESCAPE = "/"  # before a sign of a pattern that stands for itself

_ORDER = {status: number for number, status in enumerate(Status)}


@dataclass(frozen=True)
class Narrowed:
    """What is asked of a list, as `Asked` has it; a statement has a parameter in each place of a value."""

    kind: Kind | None
    status: Any
    team_id: Any
    is_nobodys: bool
    agent_id: Any
    customer_ids: Any
    category: Any
    category_begins: Any
    created_before: Any
    late_at: Any
    sort: Sort
    last_first: bool


def rows_of(
    source: Source, person: Person, asked: Narrowed, after: Place | None, limit: Any, besides: Sequence[WorkList]
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
    limited = in_order(found, sorted_by, None, number, asked).limit(limit).subquery()
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


def _counted_in(source: Source, asked: Narrowed) -> FromClause:
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


def count_of(
    wanted: Sequence[Source], person: Person, asked: Narrowed, besides: Sequence[WorkList]
) -> ColumnElement[int]:
    counts = [
        select(func.count())
        .select_from(_counted_in(source, asked))
        .where(*_wanted(source, person, asked, besides))
        .scalar_subquery()
        for source in wanted
    ]
    return sum(counts[1:], start=counts[0] + literal_column("0", Integer))


def _wanted(source: Source, person: Person, asked: Narrowed, besides: Sequence[WorkList]) -> list[ColumnElement[bool]]:
    table: Any = items.TABLES[source.kind]
    conditions = [source.wanted, *(~belongs(name, source.kind, person) for name in besides)]
    has_it = func.coalesce(user_tasks.c.assignee_id, table.c.agent_id)
    if asked.status is not None:
        conditions.append(table.c.status == asked.status)
    if asked.team_id is not None:
        conditions.append(table.c.team_id == asked.team_id)
    if asked.agent_id is not None:
        conditions.append(has_it.is_(None) if asked.is_nobodys else has_it == asked.agent_id)
    if asked.customer_ids is not None:
        conditions.append(cases.c.customer_id.in_(asked.customer_ids))
    if asked.category is not None:
        conditions.append(cases.c.category == asked.category)
    if asked.category_begins is not None:
        conditions.append(cases.c.category.istartswith(asked.category_begins, escape=ESCAPE))
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


def in_order(found: Select[Any], sorted_by: Any, kind: Any, number: Any, asked: Narrowed) -> Select[Any]:
    columns = [column for column in (sorted_by, kind, number) if column is not None]
    return found.order_by(*(column.desc() if asked.last_first else column for column in columns))


def _beyond(sorted_by: Any, number: Any, kind: Kind, after: Place, asked: Narrowed) -> ColumnElement[bool]:
    """Whether a row of one kind comes after that place. The first condition is what an index serves."""
    value, last_kind, last_number = after
    if asked.last_first:
        further, at_least, later = sorted_by < value, sorted_by <= value, number < last_number
    else:
        further, at_least, later = sorted_by > value, sorted_by >= value, number > last_number
    if kind == last_kind:
        return and_(at_least, or_(further, later))
    return and_(at_least if (kind > last_kind) != asked.last_first else further)
