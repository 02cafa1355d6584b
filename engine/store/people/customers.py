"""Customers: found by any part of what is known of them, kept, and read where they were merged.

Who was merged into another keeps a row, and cases keep pointing at it; `find` and `of` read the other one instead.
Nobody is merged into somebody who is merged: one join finds whom to read.

Who is an agent stays so when the address that tells it is corrected, the customer's or the agent's (A-37).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, bindparam, func, insert, or_, select, update

from engine.errors import Invalid
from engine.model.customer_words import beginnings, email_key, folded, found_by, wanted
from engine.model.people import Customer
from engine.sentences import say
from engine.store.people.people import with_sort_key
from engine.store.tables import cases, customers, people
from engine.texts.danish_order import sort_key

_COLUMNS = ("id", "name", "email", "phone", "agent_id", "department", "active", "merged_into", "version")
_BESIDE = tuple(f"k_{name}" for name in _COLUMNS)
LAST = "\U0010ffff"  # sorts behind all that is written
own = customers.alias("own")
IS_READ = customers.c.id == func.coalesce(own.c.merged_into, own.c.id)  # as which customer the row `own` is read
_merged = customers.alias("merged")
_READ = (  # a row for each of those who were merged into the one that is read
    select(customers, own.c.id.label("own_id"), *(column.label(f"merged_{column.key}") for column in _merged.c))
    .join(own, IS_READ)
    .outerjoin(_merged, _merged.c.merged_into == customers.c.id)
    .order_by(_merged.c.id)
)
_FIND = _READ.where(own.c.id == bindparam("id"))
_beside = customers.alias("beside")


def add(connection: Connection, **columns: Any) -> int:
    row = connection.execute(insert(customers).values(**_columns(columns)))
    key = row.inserted_primary_key
    assert key is not None
    return int(key[0])


def add_all(connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Many at once, each with `name`, `email`, `phone` and `department`."""
    connection.execute(insert(customers), [_columns(row) for row in rows])


def change(connection: Connection, customer: Customer, **columns: Any) -> bool:
    """Whether it was still as `customer` says; else nothing is changed."""
    if columns.keys() & {"name", "email", "phone", "department"}:
        columns = _columns({name: getattr(customer, name) for name in _KNOWN} | columns)
        key = email_key(customer.email)
        if customer.agent_id is None and key and columns["email_key"] != key:
            columns["agent_id"] = _agent_of(connection, key)
    unchanged = and_(customers.c.id == customer.id, customers.c.version == customer.version)
    columns["version"] = customer.version + 1
    return connection.execute(update(customers).where(unchanged).values(**columns)).rowcount == 1


def keep_agent(connection: Connection, agent_id: int) -> None:
    """The customers who have that agent's address are that agent, also when the agent has another address; where a
    second account has it too, they are whoever keeps it.
    """
    email = connection.execute(select(people.c.email).where(people.c.id == agent_id)).scalar_one()
    if (key := email_key(email)) and all(row.id == agent_id for row in _accounts(connection, key) if row.active):
        same = and_(customers.c.agent_id.is_(None), customers.c.email_key == key)
        connection.execute(update(customers).where(same).values(agent_id=agent_id))


def with_customer(found: Select[Any]) -> Select[Any]:
    """What is read of cases with the customer beside it, for `from_beside`; one that was waited for may have none."""
    is_read = _beside.c.id == func.coalesce(own.c.merged_into, own.c.id)
    has_merged = select(_merged.c.id).where(_merged.c.merged_into == _beside.c.id).exists()
    columns = (*(_beside.c[name].label(f"k_{name}") for name in _COLUMNS), has_merged.label("k_has_merged"))
    return found.add_columns(*columns).outerjoin(own, own.c.id == cases.c.customer_id).outerjoin(_beside, is_read)


def from_beside(row: Mapping[str, Any]) -> Customer | None:
    """None for one who is to be asked for, with those who were merged into them."""
    if row["k_id"] is None or row["k_has_merged"]:
        return None
    return Customer(*map(row.__getitem__, _BESIDE))


def find(connection: Connection, customer_id: int) -> Customer | None:
    """The customer that one with this number is read as."""
    return _read(connection.execute(_FIND, {"id": customer_id})).get(customer_id)


def of(connection: Connection, ids: Collection[int]) -> dict[int, Customer]:
    """{number: the customer that it is read as}."""
    return _read(connection.execute(_READ.where(own.c.id.in_(ids)))) if ids else {}


def find_own(connection: Connection, customer_id: int, *, lock: bool = False) -> Customer | None:
    """The customer's own row, merged or not."""
    asked = select(customers).where(customers.c.id == customer_id)
    row = connection.execute(asked.with_for_update() if lock else asked).one_or_none()
    return _customer(row) if row else None


def merged_into(connection: Connection, customer_id: int) -> tuple[Customer, ...]:
    rows = connection.execute(select(customers).where(customers.c.merged_into == customer_id).order_by(*_ORDER))
    return tuple(map(_customer, rows))


def same(connection: Connection, name: str, email: str | None) -> tuple[Customer, ...]:
    """Those of that name or address, merged and inactive ones too, by name."""
    beginning = "\x01".join(sort_key(name).split("\x01")[:2])  # letters and folded name, which an index serves
    alike = and_(customers.c.sort_key >= beginning, customers.c.sort_key < beginning + LAST)
    if email:
        alike = or_(alike, customers.c.email_key == email_key(email))
    rows = connection.execute(select(customers).where(alike).order_by(*_ORDER))
    keys = {folded(name), email_key(email) if email else None}
    return tuple(c for c in map(_customer, rows) if {folded(c.name), email_key(c.email)} & (keys - {None}))


def for_new_work(connection: Connection, typed: str, limit: int) -> tuple[Customer, ...]:
    """The newest who can be chosen and in whom every word of `typed` begins a word; where there is nobody, stands."""
    asked = select(customers).where(customers.c.active, customers.c.merged_into.is_(None))
    for parts in (beginnings(typed), wanted(typed)):
        found = asked.where(_has(parts)).order_by(customers.c.id.desc()).limit(limit)
        if parts and (rows := connection.execute(found).all()):
            return tuple(map(_customer, rows))
    return ()


def ids_read_as(connection: Connection, typed: str, limit: int) -> tuple[int, ...]:
    """The numbers of those who are read as somebody in whom every word stands, the newest first."""
    asked = select(own.c.id).join(customers, IS_READ).where(_has(wanted(typed))).order_by(own.c.id.desc()).limit(limit)
    return tuple(connection.execute(asked).scalars())


def page(connection: Connection, typed: str, after: int | None, limit: int) -> tuple[tuple[Customer, ...], int]:
    """Those in whom every word stands, by name, and how many they are in all."""
    asked: Select[Any] = select(customers).where(_has(wanted(typed)))
    count = connection.execute(select(func.count()).select_from(asked.subquery())).scalar_one()
    if after is not None:
        key = select(own.c.sort_key).where(own.c.id == after).scalar_subquery()
        later = or_(customers.c.sort_key > key, customers.c.id > after)
        asked = asked.where(customers.c.sort_key >= key, later)
    return tuple(map(_customer, connection.execute(asked.order_by(*_ORDER).limit(limit)))), count


def ids_by_name(connection: Connection) -> dict[str, int]:
    return {row.name: row.id for row in connection.execute(select(customers.c.id, customers.c.name))}


def everybody(connection: Connection) -> Iterable[Customer]:
    return map(_customer, connection.execute(select(customers).order_by(customers.c.id)))


_KNOWN = ("name", "email", "phone", "department")
_ORDER = (customers.c.sort_key, customers.c.id)


def _has(parts: Iterable[str]) -> ColumnElement[bool]:
    return and_(True, *(customers.c.words.contains(part, autoescape=True) for part in parts))


def _columns(columns: Mapping[str, Any]) -> dict[str, Any]:
    """With what is kept beside them, to be ordered, compared and found by."""
    known = {name: columns.get(name) for name in _KNOWN}
    return with_sort_key(dict(columns)) | {"email_key": email_key(known["email"]), "words": found_by(**known)}


def _agent_of(connection: Connection, key: str) -> int | None:
    """The agent who has that address, before one who had it and has left; raises Invalid where two have it."""
    found = _accounts(connection, key)
    if len(active := [row.name for row in found if row.active]) > 1:
        names = ", ".join(active)
        raise Invalid({"email": say("Adressen er på flere konti (%(names)s). Ret dem først.", names=names)})
    return found[0].id if found else None


def _accounts(connection: Connection, key: str) -> list[Any]:
    """Those who have that address, who work here before who have left."""
    columns = (people.c.id, people.c.name, people.c.email, people.c.active)
    rows = connection.execute(select(*columns).where(people.c.email.is_not(None)).order_by(people.c.id))
    return sorted((row for row in rows if email_key(row.email) == key), key=lambda row: not row.active)


def _read(rows: Iterable[Any]) -> dict[int, Customer]:
    """{number: the customer that it is read as}, with those who were merged into them."""
    found: dict[int, Customer] = {}
    for row in rows:
        customer = found.get(row.own_id) or _customer(row)
        merged = () if row.merged_id is None else (_customer(row, "merged_"),)
        found[row.own_id] = replace(customer, merged=(*customer.merged, *merged))
    return found


def _customer(row: Any, prefix: str = "") -> Customer:
    return Customer(*(getattr(row, prefix + name) for name in _COLUMNS))
