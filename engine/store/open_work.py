"""How much work is open: counts alone, by the indexes of open work."""

from sqlalchemy import ColumnElement, Connection, func, literal_column, select

from engine.model.items import Kind, Status
from engine.model.people import Department
from engine.store.tables import cases, tasks, teams, user_tasks

_OPEN: tuple[tuple[Kind, ColumnElement[str], ColumnElement[int], ColumnElement[bool]], ...] = (
    (Kind.CASE, cases.c.status, cases.c.team_id, cases.c.status != literal_column("'closed'")),
    (Kind.TASK, tasks.c.status, tasks.c.team_id, tasks.c.status != literal_column("'solved'")),
)


def count_items(connection: Connection) -> dict[tuple[Kind, Status, Department], int]:
    """Open cases and tasks by status and by the department of the team that has them."""
    found = {}
    for kind, status, team_id, is_open in _OPEN:
        grouped = select(status, teams.c.department, func.count()).where(team_id == teams.c.id, is_open)
        for name, department, count in connection.execute(grouped.group_by(status, teams.c.department)):
            found[kind, Status(name), Department(department)] = count
    return found


def count_steps(connection: Connection) -> dict[Kind, int]:
    """Steps of processes that wait for a person."""
    kind = user_tasks.c.item_kind
    waiting = select(kind, func.count()).where(user_tasks.c.state == literal_column("'waiting'")).group_by(kind)
    return {Kind(name): count for name, count in connection.execute(waiting)}
