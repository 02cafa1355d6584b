"""Lists that somebody saved under a name."""

from sqlalchemy import Connection, delete, insert, or_, select, update

from engine.model.worklists import SavedList
from engine.store.tables import saved_lists
from engine.texts.danish_order import by_name


def of_agent(connection: Connection, agent_id: int, team_ids: frozenset[int]) -> tuple[SavedList, ...]:
    """Their own, and those that others saved for one of these teams; by name, in Danish order."""
    theirs = or_(saved_lists.c.agent_id == agent_id, saved_lists.c.team_id.in_(team_ids))
    rows = connection.execute(select(saved_lists).where(theirs))
    found = (SavedList(row.id, row.name, row.list, row.query, row.agent_id, row.team_id) for row in rows)
    return tuple(sorted(found, key=by_name))


def save(connection: Connection, agent_id: int, name: str, list_: str, query: str, team_id: int | None) -> None:
    """Under a name that the person has used for that list already, the new one takes its place."""
    values = {"query": query, "team_id": team_id}
    known = (saved_lists.c.agent_id == agent_id, saved_lists.c.name == name, saved_lists.c.list == list_)
    if not connection.execute(update(saved_lists).where(*known).values(**values)).rowcount:
        connection.execute(insert(saved_lists).values(agent_id=agent_id, name=name, list=list_, **values))


def remove(connection: Connection, saved_id: int, agent_id: int, led: frozenset[int]) -> bool:
    """Their own, or one of a team that they lead; whether there was such a one."""
    may = or_(saved_lists.c.agent_id == agent_id, saved_lists.c.team_id.in_(led))
    return bool(connection.execute(delete(saved_lists).where(saved_lists.c.id == saved_id, may)).rowcount)
