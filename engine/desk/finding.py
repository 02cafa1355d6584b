"""Quick open: a number, with or without its prefix, words, or the customer (R104, A-27, A-28)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from engine import rules
from engine.desk.house import Desk
from engine.model.items import PREFIX, Case, Kind, Status, WorkItem
from engine.model.people import Customer
from engine.model.texts import tidy
from engine.store import Connection, items, people, search

_NUMBER = re.compile(r"\s*(sag|tsk)?[\s#:-]*0*(\d{1,9})\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    kind: Kind
    id: int
    number: str
    subject: str
    status: Status
    customer: str
    team_id: int
    agent_id: int | None


LOOKED_THROUGH = 5  # times as many as are asked for: some may not be the reader's to see


def find_item(desk: Desk, text: str, *, by: int, limit: int = 20) -> tuple[Found, ...]:
    """What a person typed into quick open: "TSK12", "tsk 12", "SAG7", "7" (both), or words.

    Words are of the subject and the description, which whoever may see the item reads (A-37), or of its customer.
    """
    text = tidy(text)
    with desk.reading() as connection:
        found = _by_number(connection, text) or search.by_words(connection, text, limit * LOOKED_THROUGH)
        seen = _seen(desk, connection, found, by)[:limit]
        customers = people.customers_of(connection, {case.customer_id for _, case in seen})
        return tuple(_found(item, customers[case.customer_id]) for item, case in seen)


def _found(item: WorkItem, customer: Customer) -> Found:
    return Found(item.kind, item.id, item.number, item.subject, item.status, customer.name, item.team_id, item.agent_id)


def _by_number(connection: Connection, text: str) -> tuple[WorkItem, ...]:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return ()
    prefix, number = match.groups()
    kinds = [kind for kind in Kind if prefix is None or PREFIX[kind] == prefix.upper()]
    candidates = (items.find(connection, kind, int(number)) for kind in kinds)
    return tuple(item for item in candidates if item is not None)


def _seen(desk: Desk, connection: Connection, found: Iterable[WorkItem], by: int) -> list[tuple[WorkItem, Case]]:
    """Those that `by` may see with their cases, asked of all the cases at once."""
    pairs = [(item, item.case_number) for item in found]
    ids = sorted({case_id for _, case_id in pairs})
    cases, tasks = items.cases_of(connection, ids), items.tasks_of_each(connection, ids)
    directory = desk.directory(connection)
    reader = directory.agents[by]
    return [(item, cases[case]) for item, case in pairs if rules.may_see(reader, cases[case], tasks[case], directory)]
