"""The customers: who is helped (bruger, R007). Made, corrected, merged with another, and found by any part.

Making one whose name or address is known already is asked about first. Every change says which version it saw.
"""

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import Any

from engine.errors import AlreadyThere, ChangedMeanwhile, Invalid, NotFound, Refused
from engine.model.customer_words import MAX_DEPARTMENT, MAX_NAME, MAX_PHONE, why_not_chosen
from engine.model.items import Case
from engine.model.people import Agent, Customer
from engine.model.roles import Right
from engine.pages import Page, cut, limited
from engine.people.accounts import is_address
from engine.rules.seeing import may_act
from engine.sentences import say
from engine.store import Connection
from engine.store.history import subjects
from engine.store.people import customers
from engine.store.reading import customer_cases
from engine.texts.danish_order import by_name
from engine.texts.lines import one_line, tidy
from engine.transaction.chains import recorded
from engine.transaction.desk import Desk

SENTENCES = {
    "name": "Skriv et navn, højst 200 tegn.",
    "email": "Skriv en mailadresse som navn@eksempel.dk.",
    "phone": "Telefonnummeret er for langt.",
    "department": "Afdelingens navn er for langt.",
}


@dataclass(frozen=True)
class CustomerSight:
    """What a customer's page shows. `read_as` is another where they were merged, `merged` are those merged into them;
    the cases of these are among theirs. The number in a page's `next` is its last case's.
    """

    customer: Customer
    read_as: Customer
    merged: tuple[Customer, ...]
    open_cases: Page[Case]
    closed_cases: Page[Case]


def find_customers(desk: Desk, text: str, limit: int = 20) -> tuple[Customer, ...]:
    """Whom new work can be for and in whom each word stands somewhere, by name."""
    with desk.reading() as connection:
        return tuple(sorted(customers.for_new_work(connection, tidy(text), limit), key=by_name))


def customer_ids(desk: Desk, text: str, limit: int) -> tuple[int, ...]:
    """The numbers under which cases are kept for those in whom each word stands; inactive and merged ones too."""
    with desk.reading() as connection:
        return customers.ids_read_as(connection, tidy(text), limit)


def same_customers(desk: Desk, name: str, email: str) -> tuple[Customer, ...]:
    """Those who have that name or that address already."""
    with desk.reading() as connection:
        return customers.same(connection, one_line(name), tidy(email) or None)


def get_customer(desk: Desk, customer_id: int) -> Customer:
    """The customer that one with this number is read as."""
    with desk.reading() as connection:
        return _found(customers.find(connection, customer_id))


def get_own_customer(desk: Desk, customer_id: int) -> Customer:
    """The customer with this number, also where it was merged into another."""
    with desk.reading() as connection:
        return _found(customers.find_own(connection, customer_id))


def list_customers(desk: Desk, text: str = "", *, after: int | None = None, limit: int = 50) -> Page[Customer]:
    """Those in whom each word stands somewhere, inactive and merged ones too, by name; `after` is the last one seen."""
    limit = limited(limit)
    with desk.reading() as connection:
        found, count = customers.page(connection, tidy(text), after, limit + 1)
    rows, more = cut(found, limit)
    return Page(rows, str(rows[-1].id) if more else None, count)


def look_at_customer(
    desk: Desk,
    customer_id: int,
    *,
    by: int,
    open_before: int | None = None,
    closed_before: int | None = None,
    limit: int = 20,
) -> CustomerSight:
    """The customer with their cases, as far as `by` may see them; `…_before` are the last cases seen."""
    with desk.reading() as connection:
        customer = _found(customers.find_own(connection, customer_id))
        merged = customers.merged_into(connection, customer_id)
        read_as = _found(customers.find(connection, customer_id)) if customer.merged_into else customer
        directory, ids = desk.directory(connection), [one.id for one in (customer, *merged)]
        pages = []
        for is_open, before in ((True, open_before), (False, closed_before)):
            found, count = customer_cases.page(
                connection, ids, directory.agents[by], directory, is_open=is_open, before=before, limit=limit + 1
            )
            rows, more = cut(found, limit)
            pages.append(Page(rows, str(rows[-1].id) if more else None, count))
    return CustomerSight(customer, read_as, merged, *pages)


def add_customer(
    desk: Desk,
    *,
    name: str,
    email: str | None,
    phone: str | None,
    by: int,
    department: str | None = None,
    seen_alike: Collection[int] = (),
) -> Customer:
    """A new customer; raises Invalid, and AlreadyThere where the name or the address is known.

    `seen_alike` are the numbers of those who were asked about and are somebody else. So a form that is sent again asks
    about the one that it has made.
    """
    known = cleaned(name=name, email=email, phone=phone, department=department)
    with desk.database.write() as connection:
        _must_correct(desk, connection, by)
        there = customers.same(connection, known["name"], known["email"])
        if any(customer.id not in seen_alike for customer in there):
            raise AlreadyThere("Der er allerede en bruger med det navn eller den mailadresse.", there)
        made: list[int] = []
        with recorded(desk, connection, by, partial(subjects.customers, ids=made)):
            customer_id = customers.add(connection, **known)
            made.append(customer_id)
    return Customer(customer_id, known["name"], known["email"], known["phone"], department=known["department"])


def change_customer(
    desk: Desk,
    customer_id: int,
    *,
    name: str,
    email: str | None,
    phone: str | None,
    department: str | None,
    by: int,
    seen: int,
) -> Customer:
    """What is known of them, corrected; raises Invalid by field."""
    known = cleaned(name=name, email=email, phone=phone, department=department)
    with desk.database.write() as connection:
        _must_correct(desk, connection, by)
        _change(desk, connection, by, customer_id, seen, **known)
    return get_own_customer(desk, customer_id)


def merge_customers(desk: Desk, customer_id: int, into_id: int, *, by: int, seen: int, seen_into: int) -> Customer:
    """One of two who are the same person is read as the other from now on; cases keep theirs. Gives the other."""
    with desk.database.write() as connection:
        _must_decide(desk, connection, by)
        locked = {number: _locked(connection, number) for number in sorted({customer_id, into_id})}
        customer, into = locked[customer_id], locked[into_id]
        if customer.id == into.id:
            raise Invalid({"into": "Vælg en anden bruger end denne."})
        if into.merged_into is not None or not into.active:
            raise Invalid({"into": why_not_chosen(customers.find_own(connection, into_id))})
        if others := customers.merged_into(connection, customer_id):
            names = ", ".join(other.name for other in others)
            raise Invalid({"into": say("Ophæv først fletningen af %(names)s, eller flet den anden vej.", names=names)})
        _change(desk, connection, by, into_id, seen_into)
        _change(desk, connection, by, customer_id, seen, merged_into=into_id)
    return get_own_customer(desk, into_id)


def separate_customer(desk: Desk, customer_id: int, *, by: int, seen: int) -> Customer:
    """Undoes the merging: they are read as themselves again."""
    with desk.database.write() as connection:
        _must_decide(desk, connection, by)
        _change(desk, connection, by, customer_id, seen, merged_into=None)
    return get_own_customer(desk, customer_id)


def set_customer_active(desk: Desk, customer_id: int, active: bool, *, by: int, seen: int) -> Customer:
    """An inactive customer is chosen by nobody for new work; cases keep theirs."""
    with desk.database.write() as connection:
        _must_decide(desk, connection, by)
        _change(desk, connection, by, customer_id, seen, active=active)
    return get_own_customer(desk, customer_id)


def cleaned(*, name: str, email: str | None, phone: str | None, department: str | None) -> dict[str, Any]:
    """What is known of a customer as it is kept; raises Invalid by field."""
    known = {
        "name": one_line(name),
        "email": tidy(email or "") or None,
        "phone": one_line(phone or "") or None,
        "department": one_line(department or "") or None,
    }
    right = {
        "name": 0 < len(known["name"] or "") <= MAX_NAME,
        "email": known["email"] is None or is_address(known["email"]),
        "phone": len(known["phone"] or "") <= MAX_PHONE,
        "department": len(known["department"] or "") <= MAX_DEPARTMENT,
    }
    if problems := {field: SENTENCES[field] for field, is_right in right.items() if not is_right}:
        raise Invalid(problems)
    return known


def _found(customer: Customer | None) -> Customer:
    if customer is None:
        raise NotFound("Brugeren findes ikke.")
    return customer


def _locked(connection: Connection, customer_id: int) -> Customer:
    return _found(customers.find_own(connection, customer_id, lock=True))


def _change(desk: Desk, connection: Connection, by: int, customer_id: int, seen: int, **columns: Any) -> None:
    """Raises ChangedMeanwhile where the customer is not as it was seen."""
    found = _locked(connection, customer_id)
    with recorded(desk, connection, by, partial(subjects.customers, ids=[customer_id])):
        if found.version != seen or not customers.change(connection, found, **columns):
            raise ChangedMeanwhile(say("%(name)s er rettet imens.", name=found.name))


def _must_correct(desk: Desk, connection: Connection, by: int) -> Agent:
    agent = desk.directory(connection).agents.get(by)
    if agent is None or not may_act(agent):
        raise Refused("D-08", "Du kan læse, men ikke oprette eller rette brugere.")
    return agent


def _must_decide(desk: Desk, connection: Connection, by: int) -> None:
    agent = desk.directory(connection).active(by)
    if agent is None or not agent.may(Right.KEEP_CUSTOMERS):
        raise Refused("D-08", "Kun teamledere og administratorer kan flette brugere og gøre dem inaktive.")
