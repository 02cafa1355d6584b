"""People, teams and routes."""

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from engine.model.people import Agent, Demands, Department, Directory, Team
from engine.store import marks
from engine.store.categories import all_categories
from engine.store.tables import marks as marks_table
from engine.store.tables import memberships, muted, people, routes, teams
from engine.texts.danish_order import sort_key

_ROUTE = select(routes.c.definition_key).where(
    routes.c.kind == bindparam("kind"),
    routes.c.origin == bindparam("origin"),
    routes.c.receiver == bindparam("receiver"),
)
DIRECTORY = "directory"  # the mark that every change of who there is counts up


def directory_version(connection: Connection) -> int:
    return int(marks.find(connection, DIRECTORY) or 0)


def changed(connection: Connection) -> None:
    """Counts the directory's version up: caches read it again."""
    marks.count_up(connection, DIRECTORY)


def hold(connection: Connection) -> None:
    """Whoever else changes who there is waits until this transaction ends, and then reads what it has written.

    SQLite lets one write at a time anyhow.
    """
    connection.execute(select(marks_table.c.value).where(marks_table.c.name == DIRECTORY).with_for_update())


def load_directory(connection: Connection) -> Directory:
    """Who there is, whole: a department has dozens, not millions.

    The version is read first: on PostgreSQL others may commit in between, and an old number is only read again.
    """
    version = directory_version(connection)
    all_teams = {
        row.id: Team(row.id, row.name, Department(row.department), row.is_main, row.is_default, _demands(row))
        for row in connection.execute(select(teams).order_by(teams.c.id))
    }
    roles: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for row in connection.execute(select(memberships)):
        roles[row.agent_id]["teams"].add(row.team_id)
        if row.is_dispatcher:
            roles[row.agent_id]["dispatches"].add(row.team_id)
        if row.is_lead:
            roles[row.agent_id]["leads"].add(row.team_id)
    silent = list(connection.execute(select(muted)))
    agents = {}
    for row in connection.execute(select(people).order_by(people.c.id)):
        mine = roles[row.id]
        off = {m.kind for m in silent if m.agent_id == row.id or m.team_id in mine["teams"]}
        agents[row.id] = Agent(
            row.id,
            row.name,
            row.username,
            row.email,
            Department(row.department),
            row.team_id,
            row.active,
            frozenset(row.roles),
            frozenset(mine["teams"]),
            frozenset(mine["dispatches"]),
            frozenset(mine["leads"]),
            frozenset(off),
            row.password_is_given,
            row.locale,
        )
    return Directory(version, agents, all_teams, all_categories(connection))


def add_team(connection: Connection, name: str, department: Department, *, is_main: bool, is_default: bool) -> int:
    row = {"name": name, "department": department.value, "is_main": is_main, "is_default": is_default}
    return _id(connection, insert(teams), with_sort_key(row))


def set_team(connection: Connection, team_id: int, **columns: Any) -> None:
    connection.execute(update(teams).where(teams.c.id == team_id).values(**with_sort_key(columns)))


def set_demands(connection: Connection, team_id: int, demands: Demands) -> None:
    """What is as the product has it stays so, also when the product changes."""
    usual = Demands()
    least = None if demands.least == usual.least else demands.least
    references = None if demands.references == usual.references else list(demands.references)
    set_team(connection, team_id, least_length=least, bare_references=references)


def clear_default(connection: Connection, department: Department) -> None:
    """No team of that department is its default: whoever calls this says which one is."""
    connection.execute(update(teams).where(teams.c.department == department.value).values(is_default=False))


def add_agent(connection: Connection, **columns: Any) -> int:
    return _id(connection, insert(people), with_sort_key(columns))


def set_agent(connection: Connection, agent_id: int, **columns: Any) -> None:
    connection.execute(update(people).where(people.c.id == agent_id).values(**with_sort_key(columns)))


def add_membership(connection: Connection, agent_id: int, team_id: int, *, dispatcher: bool, lead: bool) -> None:
    connection.execute(
        insert(memberships), {"agent_id": agent_id, "team_id": team_id, "is_dispatcher": dispatcher, "is_lead": lead}
    )


def remove_memberships(connection: Connection, agent_id: int) -> None:
    connection.execute(memberships.delete().where(memberships.c.agent_id == agent_id))


def set_muted(connection: Connection, kinds: frozenset[str], *, agent_id: int | None, team_id: int | None) -> None:
    """Exactly these kinds of notices are off for that person or team."""
    connection.execute(muted.delete().where(muted.c.agent_id == agent_id, muted.c.team_id == team_id))
    for kind in sorted(kinds):
        connection.execute(insert(muted), {"agent_id": agent_id, "team_id": team_id, "kind": kind})


def muted_by(connection: Connection, agent_id: int) -> frozenset[str]:
    """What that person has switched off themselves."""
    return frozenset(connection.execute(select(muted.c.kind).where(muted.c.agent_id == agent_id)).scalars())


def muted_by_teams(connection: Connection) -> dict[int, frozenset[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for row in connection.execute(select(muted).where(muted.c.team_id.is_not(None))):
        found[row.team_id].add(row.kind)
    return {team: frozenset(kinds) for team, kinds in found.items()}


def team_ids(connection: Connection) -> dict[str, int]:
    return {row.name: row.id for row in connection.execute(select(teams.c.id, teams.c.name))}


def agent_ids(connection: Connection) -> dict[str, int]:
    return {row.username: row.id for row in connection.execute(select(people.c.id, people.c.username))}


def locale_of(connection: Connection, agent_id: int) -> str | None:
    return connection.execute(select(people.c.locale).where(people.c.id == agent_id)).scalar_one_or_none()


def find_account(connection: Connection, username: str) -> Any | None:
    """The account's row for signing in: `id`, `password_hash`, `active`."""
    return connection.execute(select(people).where(func.lower(people.c.username) == username.lower())).one_or_none()


def without_password(connection: Connection) -> frozenset[int]:
    return frozenset(connection.execute(select(people.c.id).where(people.c.password_hash.is_(None))).scalars())


def has_accounts(connection: Connection) -> bool:
    """Whether there is anybody who can sign in."""
    there = select(people.c.id).where(people.c.active, people.c.password_hash.is_not(None)).limit(1)
    return connection.execute(there).one_or_none() is not None


def find_route(connection: Connection, kind: str, origin: Department, receiver: Department) -> str | None:
    wanted = {"kind": kind, "origin": origin.value, "receiver": receiver.value}
    return connection.execute(_ROUTE, wanted).scalar_one_or_none()


def add_route(connection: Connection, kind: str, origin: Department, receiver: Department, key: str) -> None:
    row = {"kind": kind, "origin": origin.value, "receiver": receiver.value, "definition_key": key}
    connection.execute(insert(routes), row)


def all_routes(connection: Connection) -> tuple[tuple[str, str, str, str], ...]:
    return tuple((r.kind, r.origin, r.receiver, r.definition_key) for r in connection.execute(select(routes)))


def _demands(row: Any) -> Demands:
    usual = Demands()
    least = usual.least if row.least_length is None else row.least_length
    return Demands(least, usual.references if row.bare_references is None else tuple(row.bare_references))


def with_sort_key(columns: dict[str, Any]) -> dict[str, Any]:
    """With the key that a name is ordered by, where a name is among them."""
    return columns | {"sort_key": sort_key(columns["name"])} if "name" in columns else columns


def _id(connection: Connection, statement: Any, row: dict[str, Any]) -> int:
    key = connection.execute(statement.values(**row)).inserted_primary_key
    assert key is not None
    return int(key[0])
