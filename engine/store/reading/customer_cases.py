"""The cases of a customer that somebody may see: `engine.rules.seeing` as a condition, for counts and pages."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, func, or_, select, true

from engine.model.items import Case, Kind
from engine.model.people import Agent, Directory
from engine.rules.seeing import READERS
from engine.store.reading.scopes import OPEN
from engine.store.tables import cases, tasks
from engine.store.work.items import from_row


def page(
    connection: Connection,
    customer_ids: Collection[int],
    reader: Agent,
    directory: Directory,
    *,
    is_open: bool,
    before: int | None,
    limit: int,
) -> tuple[tuple[Case, ...], int]:
    """Open or closed cases with a lower number than `before`, the newest first, and how many there are in all."""
    state = OPEN[Kind.CASE] if is_open else ~OPEN[Kind.CASE]
    asked = select(cases).where(cases.c.customer_id.in_(customer_ids), state, _sees(reader, directory))
    count = connection.execute(select(func.count()).select_from(asked.subquery())).scalar_one()
    if before is not None:
        asked = asked.where(cases.c.id < before)
    rows = connection.execute(asked.order_by(cases.c.id.desc()).limit(limit))
    found = [from_row(Kind.CASE, row) for row in rows]
    return tuple(case for case in found if isinstance(case, Case)), count


def _sees(reader: Agent, directory: Directory) -> ColumnElement[bool]:
    if reader.roles & READERS:
        return true()
    teams = [team.id for team in directory.teams.values() if team.department == reader.department]
    of_task = or_(_is_theirs(tasks, reader, teams), tasks.c.approver_id == reader.id)
    has_task = exists().where(tasks.c.case_id == cases.c.id, of_task).correlate(cases)
    return or_(cases.c.origin == reader.department.value, _is_theirs(cases, reader, teams), has_task)


def _is_theirs(table: Any, reader: Agent, teams: Collection[int]) -> ColumnElement[bool]:
    people = (table.c[name] == reader.id for name in _PEOPLE)
    return or_(table.c.team_id.in_(teams), table.c.solver_team_id.in_(teams), *people)


_PEOPLE = ("agent_id", "created_by", "sender_id", "receiver_id", "sent_on_by")
