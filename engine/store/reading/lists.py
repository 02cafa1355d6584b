"""One page of a list of work, or the first pages of several, each with how long the whole list is, in one statement.

A statement is put together once for each shape: how many queues and teams the person has, and what is asked. Its values
are parameters.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    Connection,
    Integer,
    Select,
    String,
    bindparam,
    case,
    func,
    literal_column,
    select,
    true,
    union_all,
)

from engine.model.worklists import EVERYTHING, Asked, WorkList
from engine.store.connection.prepared import every
from engine.store.connection.times import UTCDateTime
from engine.store.reading.list_rows import ESCAPE, Narrowed, Place, count_of, in_order, rows_of
from engine.store.reading.scopes import Person, sources
from engine.store.work import items

Row = Mapping[str, Any]
_LIMIT = bindparam("most", type_=Integer)


@dataclass(frozen=True)
class Found:
    """Rows of one page, `count` of them in all, `above` of them left out because they stand in a list before."""

    rows: Sequence[Row]
    count: int
    above: int


@dataclass(frozen=True)
class _Sizes:
    """How many queues and teams somebody has: what of a person decides how a statement reads."""

    offered: int
    dispatched: int
    looks_after: int

    def parameters(self) -> Person:
        """Somebody with a parameter in place of each value."""

        def named(name: str, count: int, type_: Any) -> tuple[Any, ...]:
            return tuple(bindparam(f"{name}_{number}", type_=type_) for number in range(count))

        me: Any = bindparam("me", type_=Integer)
        queues = (named("offered", self.offered, String()), named("dispatched", self.dispatched, String()))
        return Person(me, *queues, named("team", self.looks_after, Integer()))


def page(
    connection: Connection, name: WorkList, person: Person, asked: Asked, after: Place | None, limit: int
) -> Found:
    """The rows after that place."""
    shape = (_sizes(person), _narrowed(asked), len(asked.customer_ids or ()), after[1] if after else None)
    statement = _page(name, *shape)
    if statement is None:
        return Found((), 0, 0)
    values = {"most": limit, **_values(person), **_values_of(asked)}
    if after:
        values |= {"after": after[0], "after_number": after[2]}
    return _found(every(connection, statement, values))


def first_pages(
    connection: Connection, names: tuple[WorkList, ...], person: Person, limit: int
) -> dict[WorkList, Found]:
    """The first page of each list, by deadline; an item stands in the first of them that it belongs to."""
    statement = _first_pages(names, _sizes(person))
    rows: dict[int, list[Row]] = {number: [] for number in range(len(names))}
    if statement is not None:
        for row in every(connection, statement, {"most": limit, **_values(person)}):
            rows[row["block"]].append(row)
    return {name: _found(rows[number]) for number, name in enumerate(names)}


def team_load(connection: Connection, person: Person, now: datetime) -> list[Row]:
    """Of each person who has open work of those teams (`agent_id` None: nobody has it): how much, how much of it is
    late, and the `oldest`.
    """
    statement = _team_load(_sizes(person))
    if statement is None:
        return []
    return list(every(connection, statement, {"now": now, **_values(person)}))


def _found(rows: Sequence[Row]) -> Found:
    if not rows:
        return Found((), 0, 0)
    numbers = rows[0]
    return Found(
        [row for row in rows if row["id"] is not None], numbers["in_all"], numbers["whole"] - numbers["in_all"]
    )


@lru_cache(maxsize=512)
def _page(name: WorkList, sizes: _Sizes, narrowed: Narrowed, customers: int, after: str | None) -> Select[Any] | None:
    asked = _parameters(narrowed, customers)
    place: Place | None = (
        (bindparam("after", required=True), after, bindparam("after_number", type_=Integer)) if after else None
    )
    return _of_list(name, sizes.parameters(), asked, place, ())


@lru_cache(maxsize=256)
def _first_pages(names: tuple[WorkList, ...], sizes: _Sizes) -> Select[Any] | None:
    person, asked, blocks = sizes.parameters(), _parameters(_narrowed(EVERYTHING), 0), []
    for number, name in enumerate(names):
        found = _of_list(name, person, asked, None, names[:number])
        if found is not None:
            rows = found.subquery()
            blocks.append(select(literal_column(str(number), Integer).label("block"), rows))
    if not blocks:
        return None
    rows = union_all(*blocks).subquery()
    return select(rows).order_by(rows.c.block, rows.c.sorted_by, rows.c.kind, rows.c.id)


def _of_list(
    name: WorkList, person: Person, asked: Narrowed, after: Place | None, besides: Sequence[WorkList]
) -> Select[Any] | None:
    """A row for each of a page, at least one, with the numbers of the list; without those of the lists `besides`."""
    wanted = [source for source in sources(name, person) if asked.kind in (None, source.kind)]
    if not wanted:
        return None
    listed = union_all(*(rows_of(source, person, asked, after, _LIMIT, besides) for source in wanted)).subquery()
    rows = in_order(select(listed), listed.c.sorted_by, listed.c.kind, listed.c.id, asked).limit(_LIMIT).subquery()
    count = count_of(wanted, person, asked, besides).label("in_all")
    whole = count_of(wanted, person, asked, ()).label("whole") if besides else count
    numbers = select(count, whole.label("whole")).subquery()
    found = select(numbers, rows).select_from(numbers.outerjoin(rows, true()))
    return in_order(found, rows.c.sorted_by, rows.c.kind, rows.c.id, asked)


@lru_cache(maxsize=64)
def _team_load(sizes: _Sizes) -> Select[Any] | None:
    branches = [
        select(table.c.agent_id, table.c.due, table.c.created_at).where(source.wanted)
        for source in sources(WorkList.TEAM, sizes.parameters())
        for table in (items.TABLES[source.kind],)
    ]
    if not branches:
        return None
    work = union_all(*branches).subquery()
    late = func.sum(case((work.c.due < bindparam("now", type_=UTCDateTime()), 1), else_=0)).label("late")
    numbers = (func.count().label("open"), late, func.min(work.c.created_at).label("oldest"))
    return select(work.c.agent_id, *numbers).group_by(work.c.agent_id)


def _sizes(person: Person) -> _Sizes:
    return _Sizes(len(person.offered), len(person.dispatched), len(person.looks_after))


def _values(person: Person) -> dict[str, Any]:
    named = {"offered": person.offered, "dispatched": person.dispatched, "team": person.looks_after}
    return {"me": person.id, **dict(_numbered(named))}


def _numbered(named: Mapping[str, Sequence[Any]]) -> Iterator[tuple[str, Any]]:
    for name, values in named.items():
        yield from ((f"{name}_{number}", value) for number, value in enumerate(values))


def _narrowed(asked: Asked) -> Narrowed:
    """What of it decides how a statement reads: which values there are, not which they are."""

    def given(value: Any) -> bool | None:
        return None if value is None else True

    return Narrowed(
        kind=asked.kind,
        status=given(asked.status),
        team_id=given(asked.team_id),
        is_nobodys=asked.agent_id == 0,
        agent_id=given(asked.agent_id),
        customer_ids=given(asked.customer_ids),
        category=given(asked.category),
        category_begins=given(asked.category_begins),
        created_before=given(asked.created_before),
        late_at=given(asked.late_at),
        sort=asked.sort,
        last_first=asked.last_first,
    )


_TYPES: Mapping[str, Any] = {
    "status": String(),
    "team_id": Integer(),
    "agent_id": Integer(),
    "category": String(),
    "category_begins": String(),
    "created_before": UTCDateTime(),
    "late_at": UTCDateTime(),
}


def _parameters(narrowed: Narrowed, customers: int) -> Narrowed:
    """The same with a parameter in place of each value."""
    values: dict[str, Any] = {
        name: bindparam(name, type_=type_) for name, type_ in _TYPES.items() if getattr(narrowed, name)
    }
    if narrowed.customer_ids:
        values["customer_ids"] = [bindparam(f"customer_{n}", type_=Integer) for n in range(customers)]
    return replace(narrowed, **values)


def _values_of(asked: Asked) -> dict[str, Any]:
    values = {name: getattr(asked, name) for name in _TYPES} | dict(_numbered({"customer": asked.customer_ids or ()}))
    if asked.category_begins is not None:
        values["category_begins"] = _literally(asked.category_begins)
    return values


def _literally(text: str) -> str:
    for sign in (ESCAPE, "%", "_"):
        text = text.replace(sign, ESCAPE + sign)
    return text
