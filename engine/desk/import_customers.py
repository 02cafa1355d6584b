"""Customers from a file. One is known by the mail address, or by the name where the row or the desk has no address."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.desk.customers import cleaned
from engine.desk.house import Desk
from engine.desk.import_files import ImportLine, Progress, Row, RowOutcome, must_be_right, rows_of
from engine.errors import Invalid
from engine.model.customer_words import email_key, folded
from engine.model.people import Customer
from engine.sentences import say
from engine.store import Connection, customers

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
    with desk.database.write() as connection:
        plan = _plan(connection, rows, progress)
        must_be_right(plan.lines)
        for start in range(0, len(plan.new), BATCH):
            customers.add_all(connection, plan.new[start : start + BATCH])
        for customer, known in plan.changed:
            customers.change(connection, customer, **known)
    return tuple(plan.lines)


def _plan(connection: Connection, rows: list[Row], progress: Progress) -> _Plan:
    by_email, by_name = defaultdict[str, list[Customer]](list), defaultdict[str, list[Customer]](list)
    for customer in customers.everybody(connection):
        by_name[folded(customer.name)].append(customer)
        if key := email_key(customer.email):
            by_email[key].append(customer)
    plan, lines = _Plan(), dict[str, int]()
    for row in rows:
        plan.lines.append(_planned(row, by_email, by_name, lines, plan))
        progress(1)
    return plan


def _planned(
    row: Row,
    by_email: Mapping[str, list[Customer]],
    by_name: Mapping[str, list[Customer]],
    lines: dict[str, int],
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
    return _compared(row, alike[0], known, plan)


def _compared(row: Row, customer: Customer, known: Mapping[str, Any], plan: _Plan) -> ImportLine:
    given = {column: field for column, field in COLUMNS.items() if known[field] is not None}
    told = {column: known[field] for column, field in given.items() if known[field] != getattr(customer, field)}
    if not told:
        return ImportLine(row.line, RowOutcome.SAME, customer.name)
    plan.changed.append((customer, {COLUMNS[column]: value for column, value in told.items()}))
    changes = (f"{column}: {getattr(customer, COLUMNS[column]) or '–'} → {value}" for column, value in told.items())
    return ImportLine(row.line, RowOutcome.CHANGED, customer.name, "; ".join(changes))
