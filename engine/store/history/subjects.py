"""What the history tells of everything but cases and tasks, as it stands in the tables now: rows by subject.

A row is {column: value as JSON holds it}; an empty list is None, as of a subject that nothing was ever told of.
`password_hash` is what the history only has a commitment to.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, select

from engine.history.shape import Subject
from engine.store.tables import categories, definitions, memberships, muted, people, routes, teams
from engine.store.tables import customers as customer_rows

Rows = dict[tuple[Subject, int], dict[str, Any]]
THE_DESK = 1  # its id as a subject

_OF_PERSON = [
    "id",
    "name",
    "username",
    "email",
    "password_hash",
    "department",
    "team_id",
    "active",
    "roles",
    "password_is_given",
    "locale",
]
_OF_TEAM = ["id", "name", "department", "is_main", "is_default", "least_length", "bare_references"]
_OF_CUSTOMER = ["id", "name", "email", "phone", "department", "agent_id", "active", "merged_into"]
_OF_DEFINITION = ["id", "key", "version", "name", "sha256", "deployed_by", "deployed_at", "note"]


def directory(connection: Connection) -> Rows:
    """Who works here, the teams, what holds for the whole desk, and which customers are agents."""
    off: dict[tuple[str, int], list[str]] = defaultdict(list)
    for one in connection.execute(select(muted).order_by(muted.c.kind)):
        off["agent" if one.agent_id is not None else "team", one.agent_id or one.team_id].append(one.kind)
    member: dict[int, list[Any]] = defaultdict(list)
    for one in connection.execute(select(memberships).order_by(memberships.c.team_id)):
        member[one.agent_id].append([one.team_id, one.is_dispatcher, one.is_lead])
    found: Rows = {}
    for number, row in _rows(connection, people, _OF_PERSON):
        more = {"memberships": member[number] or None, "muted": off["agent", number] or None}
        found[Subject.AGENT, number] = {**row, "roles": row["roles"] or None, **more}
    for number, row in _rows(connection, teams, _OF_TEAM):
        found[Subject.TEAM, number] = {**row, "muted": off["team", number] or None}
    are_agents = select(customer_rows.c.id, customer_rows.c.agent_id).where(customer_rows.c.agent_id.is_not(None))
    for one in connection.execute(are_agents):
        found[Subject.CUSTOMER, one.id] = {"agent_id": one.agent_id}
    return found | {(Subject.DESK, THE_DESK): _desk(connection)}


def _desk(connection: Connection) -> dict[str, Any]:
    ways = select(routes).order_by(routes.c.kind, routes.c.origin, routes.c.receiver)
    words = select(categories.c.id, categories.c.name, categories.c.active).order_by(categories.c.id)
    found = {"routes": ways, "categories": words}
    return {name: [list(row) for row in connection.execute(wanted)] or None for name, wanted in found.items()}


def customers(connection: Connection, ids: Collection[int] | None = None) -> Rows:
    """Those customers, or all."""
    which = None if ids is None else customer_rows.c.id.in_(ids)
    return {(Subject.CUSTOMER, number): row for number, row in _rows(connection, customer_rows, _OF_CUSTOMER, which)}


def everybody(connection: Connection) -> Rows:
    """The directory and all customers."""
    return directory(connection) | customers(connection)


def deployed(connection: Connection) -> Rows:
    """Every version of a process; its time is a time."""
    return {(Subject.DEFINITION, number): row for number, row in _rows(connection, definitions, _OF_DEFINITION)}


def _rows(
    connection: Connection, table: Any, columns: Sequence[str], which: Any = None
) -> list[tuple[int, dict[str, Any]]]:
    found = select(*(table.c[name] for name in columns)).order_by(table.c.id)
    rows = connection.execute(found if which is None else found.where(which)).mappings()
    return [(row["id"], {name: row[name] for name in columns if name != "id"}) for row in rows]
