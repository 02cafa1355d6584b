"""How much work is open: counts alone, by the indexes of open work."""

from sqlalchemy import Connection, func, select

from engine.model.items import Kind, Status
from engine.model.people import Department
from engine.store.reading.scopes import OPEN, WAITS
from engine.store.tables import teams, user_tasks
from engine.store.work import items


def count_items(connection: Connection) -> dict[tuple[Kind, Status, Department], int]:
    """Open cases and tasks by status and by the department of the team that has them."""
    found = {}
    for kind, table in items.TABLES.items():
        grouped = select(table.c.status, teams.c.department, func.count()).group_by(table.c.status, teams.c.department)
        open_ones = grouped.where(table.c.team_id == teams.c.id, OPEN[kind])
        for status, department, count in connection.execute(open_ones):
            found[kind, Status(status), Department(department)] = count
    return found


def count_steps(connection: Connection) -> dict[Kind, int]:
    """Steps of processes that wait for a person."""
    kind = user_tasks.c.item_kind
    waiting = select(kind, func.count()).where(WAITS).group_by(kind)
    return {Kind(name): count for name, count in connection.execute(waiting)}
