"""Quick open: a number, with or without its prefix, or a few words (R104, A-27, A-28)."""

import re
from dataclasses import dataclass

from engine import rules
from engine.desk.house import Desk
from engine.model.items import PREFIX, Case, Kind, Task, WorkItem
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
        return tuple(Found(i.kind, i.id, i.number, i.subject) for i in found if _sees(desk, connection, i, by))


def _by_number(connection: Connection, text: str) -> tuple[WorkItem, ...]:
    match = _NUMBER.fullmatch(text)
    if match is None:
        return ()
    prefix, number = match.groups()
    kinds = [kind for kind in Kind if prefix is None or PREFIX[kind] == prefix.upper()]
    candidates = (items.find(connection, kind, int(number)) for kind in kinds)
    return tuple(item for item in candidates if item is not None)


def _sees(desk: Desk, connection: Connection, item: WorkItem, by: int) -> bool:
    directory = desk.directory(connection)
    case = items.find(connection, Kind.CASE, item.case_id) if isinstance(item, Task) else item
    assert isinstance(case, Case)
    return rules.may_see(directory.agents[by], case, items.tasks_of(connection, case.id), directory)
