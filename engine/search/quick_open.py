"""Quick open: a number, with or without its prefix, opens the case or task (R104, A-28)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from engine import rules
from engine.model.items import Case, Kind, Status, WorkItem
from engine.model.people import Customer
from engine.store import Connection
from engine.store.people import customers
from engine.store.work import items
from engine.texts.lines import tidy
from engine.transaction.desk import Desk

_NUMBER = re.compile(
    r"[\s\[(<]*(?:(?P<case>sag(?:en)?|case)|(?P<task>tsk|opgaven?|task))?(?:[\s#:.-]|nr)*0*(?P<number>\d{1,9})[\s\])>.,:;!?]*",
    re.IGNORECASE,
)


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


def find_item(desk: Desk, text: str, *, by: int) -> tuple[Found, ...]:
    """What a typed number opens: "TSK12", "tsk 12", "[SAG7]", "sag nr. 7", "7" (both); nothing for anything else."""
    with desk.reading() as connection:
        seen = seen_with_cases(desk, connection, _by_number(connection, tidy(text)), by)
        who = customers.of(connection, {case.customer_id for _, case in seen})
        return tuple(as_found(item, who[case.customer_id]) for item, case in seen)


def as_found(item: WorkItem, customer: Customer) -> Found:
    return Found(item.kind, item.id, item.number, item.subject, item.status, customer.name, item.team_id, item.agent_id)


def _by_number(connection: Connection, text: str) -> tuple[WorkItem, ...]:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return ()
    named = [kind for kind in Kind if match[kind.value]]
    candidates = (items.find(connection, kind, int(match["number"])) for kind in named or Kind)
    return tuple(item for item in candidates if item is not None)


def seen_with_cases(
    desk: Desk, connection: Connection, found: Iterable[WorkItem], by: int
) -> list[tuple[WorkItem, Case]]:
    """Those that `by` may see with their cases, asked of all the cases at once."""
    pairs = [(item, item.case_number) for item in found]
    ids = sorted({case_id for _, case_id in pairs})
    cases, tasks = items.cases_of(connection, ids), items.tasks_of_each(connection, ids)
    directory = desk.directory(connection)
    reader = directory.agents[by]
    return [(item, cases[case]) for item, case in pairs if rules.may_see(reader, cases[case], tasks[case], directory)]
