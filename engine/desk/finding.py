"""Quick open: a number, with or without its prefix, or a few words (R104, A-27, A-28)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from engine import rules
from engine.desk.house import Desk
from engine.model.items import PREFIX, Kind, Task, WorkItem
from engine.store import Connection, items, search

_NUMBER = re.compile(r"\s*(sag|tsk)?[\s#:-]*0*(\d{1,9})\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    kind: Kind
    id: int
    number: str
    subject: str


def find_item(desk: Desk, text: str, *, by: int, limit: int = 20) -> tuple[Found, ...]:
    """What a person typed into quick open: "TSK12", "tsk 12", "SAG7", "7" (both), or part of a subject."""
    with desk.reading() as connection:
        found = _by_number(connection, text) or search.by_subject(connection, text.strip(), limit)
        return tuple(Found(i.kind, i.id, i.number, i.subject) for i in _seen(desk, connection, found, by))


def _by_number(connection: Connection, text: str) -> tuple[WorkItem, ...]:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return ()
    prefix, number = match.groups()
    kinds = [kind for kind in Kind if prefix is None or PREFIX[kind] == prefix.upper()]
    candidates = (items.find(connection, kind, int(number)) for kind in kinds)
    return tuple(item for item in candidates if item is not None)


def _seen(desk: Desk, connection: Connection, found: Iterable[WorkItem], by: int) -> list[WorkItem]:
    """Those that `by` may see, asked of all their cases at once."""
    pairs = [(item, item.case_id if isinstance(item, Task) else item.id) for item in found]
    ids = sorted({case_id for _, case_id in pairs})
    cases, tasks = items.cases_of(connection, ids), items.tasks_of_each(connection, ids)
    directory = desk.directory(connection)
    reader = directory.agents[by]
    return [item for item, case in pairs if rules.may_see(reader, cases[case], tasks[case], directory)]
