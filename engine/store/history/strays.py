"""What lies between the rows of the record and does not add up: what `verify` looks at as a whole."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, and_, exists, func, literal, or_, select, text, true, union_all

from engine.history.shape import Subject
from engine.model.items import PREFIX, Kind, Status
from engine.store.tables import answers, cases, entries, item_numbers, metadata, outbox, tasks, user_tasks
from engine.store.tables import events as event_rows
from engine.store.tables import instances as runs
from engine.store.work import items

_RUNS = runs.c.status == "running"
_WAITS = and_(user_tasks.c.instance_id == runs.c.id, user_tasks.c.state == "waiting")
_TABLES = tuple(items.TABLES.items())
_PREFIXES: dict[str, str] = {kind.value: prefix for kind, prefix in PREFIX.items()}
_NOT_SEARCHED = text(
    "SELECT count(*) FROM cases WHERE id NOT IN"
    " (SELECT case_id FROM search_documents UNION SELECT case_id FROM search_queue)"
)


class Dangling(NamedTuple):
    """Rows of a table that name a row of another which is not there: how many, and the first number that they name."""

    table: str
    column: str
    rows: int
    number: int


class Missing(NamedTuple):
    """Numbers that were given to cases or tasks which are not there, from `first` to `last`."""

    kind: str
    first: int
    last: int


def missing_items(connection: Connection, most: int) -> tuple[Missing, ...]:
    """The lowest gaps of each kind, `most` at most; also what follows the last that is there."""
    found: list[Any] = []
    for kind, table in _TABLES:
        before = table.alias()
        last = select(func.coalesce(func.max(before.c.id), 0)).where(before.c.id < table.c.id).scalar_subquery()
        gaps = select(literal(kind.value), last + 1, table.c.id - 1).where(last < table.c.id - 1)
        found += connection.execute(gaps.order_by(table.c.id).limit(most)).all()
        highest = select(func.coalesce(func.max(table.c.id), 0)).scalar_subquery()
        tail = select(item_numbers.c.kind, highest + 1, item_numbers.c.last)
        found += connection.execute(tail.where(item_numbers.c.kind == kind.value, item_numbers.c.last > highest)).all()
    return tuple(Missing(*row) for row in found)


def numbers_put_back(connection: Connection) -> tuple[str, ...]:
    """The kinds of which there is an item with a number that was not given yet."""
    highest = union_all(
        *(select(literal(kind.value).label("kind"), func.max(t.c.id).label("id")) for kind, t in _TABLES)
    )
    there = highest.subquery()
    behind = and_(item_numbers.c.kind == there.c.kind, item_numbers.c.last >= there.c.id)
    lacking = select(there.c.kind).where(there.c.id.is_not(None), ~exists().where(behind))
    return tuple(connection.execute(lacking).scalars())


def dangling(connection: Connection) -> tuple[Dangling, ...]:
    """Of every foreign key of every table, and of answers, whose table has none."""
    keys = [(key.parent, key.column) for table in metadata.sorted_tables for key in table.foreign_keys]
    looked = []
    for column, target in (*keys, (answers.c.instance_id, runs.c.id)):
        there = target.table.alias("there")
        lost = and_(column.is_not(None), ~exists().where(there.c[target.name] == column))
        about = (literal(column.table.name).label("name"), literal(column.name).label("key"))
        looked.append(select(*about, func.count().label("rows"), func.min(column).label("number")).where(lost))
    return tuple(Dangling(*row) for row in connection.execute(union_all(*looked)) if row.rows)


def histories_without_item(connection: Connection) -> tuple[str, ...]:
    """Of items; also of what is no subject at all."""
    kind, of = event_rows.c.subject_kind, event_rows.c.subject_id
    others = [one.value for one in Subject if one.value not in _PREFIXES]
    return _without(connection, kind, of, kind.not_in(others))


def entries_without_item(connection: Connection) -> tuple[str, ...]:
    return _without_item(connection, entries)


def instances_without_item(connection: Connection) -> tuple[str, ...]:
    return _without_item(connection, runs)


def messages_without_item(connection: Connection) -> tuple[str, ...]:
    return _without_item(connection, outbox)


def _without_item(connection: Connection, table: Any) -> tuple[str, ...]:
    return _without(connection, table.c.item_kind, table.c.item_id, true())


def _without(connection: Connection, kind: Any, of: Any, which: ColumnElement[bool]) -> tuple[str, ...]:
    there = or_(*(and_(kind == k.value, exists().where(t.c.id == of)) for k, t in _TABLES))
    found = select(kind, of).where(which, ~there).distinct()
    return tuple(f"{_PREFIXES.get(row[0], row[0])}{row[1]}" for row in connection.execute(found))


def cases_not_searched(connection: Connection) -> int:
    """How many cases are in no document of the search's index, and wait for none."""
    return int(connection.execute(_NOT_SEARCHED).scalar_one())


def open_without_process(connection: Connection) -> tuple[tuple[Kind, int], ...]:
    return (
        *_numbers(connection, Kind.CASE, and_(cases.c.status != Status.CLOSED.value, ~_running(cases, Kind.CASE))),
        *_numbers(connection, Kind.TASK, and_(tasks.c.status != Status.SOLVED.value, ~_running(tasks, Kind.TASK))),
    )


def closed_with_process(connection: Connection) -> tuple[tuple[Kind, int], ...]:
    return _numbers(connection, Kind.CASE, and_(cases.c.status == Status.CLOSED.value, _running(cases, Kind.CASE)))


def ended_with_waiting_steps(connection: Connection) -> tuple[int, ...]:
    return tuple(connection.scalars(select(runs.c.id).where(~_RUNS, exists().where(_WAITS))))


def running_without_steps(connection: Connection) -> tuple[int, ...]:
    return tuple(connection.scalars(select(runs.c.id).where(_RUNS, ~exists().where(_WAITS))))


def _running(table: Any, kind: Kind) -> Any:
    return exists().where(runs.c.item_kind == kind.value, runs.c.item_id == table.c.id, _RUNS)


def _numbers(connection: Connection, kind: Kind, condition: Any) -> tuple[tuple[Kind, int], ...]:
    table = items.TABLES[kind]
    return tuple((kind, number) for number in connection.scalars(select(table.c.id).where(condition)))
