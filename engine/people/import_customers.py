"""Customers from a file. One is known by the mail address, or by the name where the row or the desk has no address;
who was merged into another is that other.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.errors import ChangedMeanwhile, Invalid
from engine.model.customer_words import email_key, folded
from engine.model.people import Customer
from engine.people.customers import cleaned
from engine.people.import_files import ImportLine, Progress, Row, RowOutcome, must_be_right, rows_of
from engine.sentences import say
from engine.store import Connection
from engine.store.history import subjects
from engine.store.people import customers
from engine.transaction.chains import recorded
from engine.transaction.desk import Desk

COLUMNS = {"navn": "name", "mail": "email", "telefon": "phone", "afdeling": "department"}
BATCH = 1_000


@dataclass
class _Plan:
    """What each row comes to; `new` and `changed` are what is to be written."""

    lines: list[ImportLine] = field(default_factory=list)
    new: list[Mapping[str, Any]] = field(default_factory=list)
    changed: list[tuple[Customer, Mapping[str, Any]]] = field(default_factory=list)


def import_customers(
    desk: Desk, content: bytes, *, do: bool = False, progress: Progress = lambda done: None
) -> tuple[ImportLine, ...]:
    """What every row would come to; with `do` it is done, in one transaction. Raises Invalid, and does nothing, for a
    file that cannot be read and, with `do`, for one with a wrong row. An empty cell changes nothing.
    """
    rows = rows_of(content, tuple(COLUMNS), ("navn",))
    if not do:
        with desk.reading() as connection:
            return tuple(_plan(connection, rows, progress).lines)
    with desk.database.write() as connection, recorded(desk, connection, None, subjects.customers):
        plan = _plan(connection, rows, progress)
        must_be_right(plan.lines)
        for start in range(0, len(plan.new), BATCH):
            customers.add_all(connection, plan.new[start : start + BATCH])
        for customer, known in sorted(plan.changed, key=lambda change: change[0].id):
            if not customers.change(connection, customer, **known):
                raise ChangedMeanwhile(say("%(name)s er rettet imens.", name=customer.name))
    return tuple(plan.lines)


def _plan(connection: Connection, rows: list[Row], progress: Progress) -> _Plan:
    by_email, by_name = defaultdict[str, list[Customer]](list), defaultdict[str, list[Customer]](list)
    everybody = {customer.id: customer for customer in customers.everybody(connection)}
    for one in everybody.values():
        customer = everybody[one.merged_into or one.id]
        known = [by_name[folded(one.name)]]
        if key := email_key(one.email):
            known.append(by_email[key])
        for alike in known:
            if customer not in alike:
                alike.append(customer)
    plan, lines = _Plan(), dict[str | int, int]()
    for row in rows:
        plan.lines.append(_planned(row, by_email, by_name, lines, plan))
        progress(1)
    return plan


def _planned(
    row: Row,
    by_email: Mapping[str, list[Customer]],
    by_name: Mapping[str, list[Customer]],
    lines: dict[str | int, int],
    plan: _Plan,
) -> ImportLine:
    name = row.get("navn")
    if row.problem:
        return ImportLine(row.line, RowOutcome.WRONG, name, row.problem)
    try:
        known = cleaned(**{field: row.get(column) for column, field in COLUMNS.items()})
    except Invalid as error:
        return ImportLine(row.line, RowOutcome.WRONG, name, str(error))
    key = email_key(known["email"]) or folded(known["name"])
    if (before := lines.setdefault(key, row.line)) != row.line:
        return ImportLine(row.line, RowOutcome.WRONG, name, say("Står allerede på linje %(line)s.", line=before))
    namesakes = by_name.get(folded(known["name"]), [])
    alike = by_email.get(key, []) if known["email"] else namesakes
    if not alike:
        alike = [one for one in namesakes if one.email is None]
    if len(alike) > 1:
        return ImportLine(row.line, RowOutcome.WRONG, name, say("Flere brugere passer. Ret eller flet dem først."))
    if not alike:
        plan.new.append(known)
        others = say("Der er allerede en anden af det navn.") if namesakes else ""
        return ImportLine(row.line, RowOutcome.NEW, name, others)
    (customer,) = alike
    if (before := lines.setdefault(customer.id, row.line)) != row.line:
        return ImportLine(row.line, RowOutcome.WRONG, name, say("Står allerede på linje %(line)s.", line=before))
    return _compared(row, customer, known, plan)


def _compared(row: Row, customer: Customer, known: Mapping[str, Any], plan: _Plan) -> ImportLine:
    """The name or address of somebody who was merged tells who is meant, and replaces nothing."""
    merged = "email" if known["email"] and customer.email else "name"
    if folded(getattr(customer, merged)) != folded(known[merged]):
        known = {**known, merged: None}
    given = {column: field for column, field in COLUMNS.items() if known[field] is not None}
    told = {column: known[field] for column, field in given.items() if known[field] != getattr(customer, field)}
    if not told:
        return ImportLine(row.line, RowOutcome.SAME, customer.name)
    plan.changed.append((customer, {COLUMNS[column]: value for column, value in told.items()}))
    changes = (f"{column}: {getattr(customer, COLUMNS[column]) or '–'} → {value}" for column, value in told.items())
    return ImportLine(row.line, RowOutcome.CHANGED, customer.name, "; ".join(changes))
