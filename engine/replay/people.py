"""Who acts in a replay: everybody the log names, made before its first row.

Openers are agents of support; groups are teams of operations, assignees and resolvers their agents. The columns are
separate pseudonyms and never joined. Every team gets a dispatcher, whom no log names.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import engine
from engine import Department, Desk, NewAgent, NewTeam
from engine.replay.log import Log, Row
from engine.replay.map import MAX_NAME, Means, Names
from engine.replay.problems import NotReplayable


@dataclass(frozen=True)
class Cast:
    """Who is to be made."""

    teams: tuple[NewTeam, ...]
    agents: tuple[NewAgent, ...]
    customers: tuple[str, ...]


@dataclass(frozen=True)
class People:
    """Everybody's id, by the name in the log."""

    names: Names
    teams: Mapping[str, int]
    agents: Mapping[str, int]
    customers: Mapping[str, int]
    dispatchers: Mapping[int, int]  # team → its dispatcher

    def opener(self, row: Row) -> int:
        return self.agents[_username("opener", row.opener or self.names.unknown)]

    def customer(self, row: Row) -> int:
        return self.customers[row.caller or self.names.unknown]

    def team(self, row: Row) -> int:
        """The team of a row that names its group, or that has none before it."""
        return self.teams[row.group or self.names.unknown_group]

    def agent(self, row: Row) -> int | None:
        return self.agents[_username("agent", row.agent)] if row.agent else None

    def resolver(self, row: Row) -> int | None:
        return self.agents.get(_username("resolver", row.resolver)) if row.resolver else None

    @property
    def support(self) -> int:
        return self.teams[self.names.support]


def make(desk: Desk, cast: Cast, names: Names) -> People:
    """Makes those who are not there yet, all in one transaction."""
    added = engine.add_people(desk, cast.teams, cast.agents, [(name, None) for name in cast.customers])
    dispatchers = {added.teams[team.name]: added.agents[_username("dispatcher", team.name)] for team in cast.teams}
    return People(names, added.teams, added.agents, added.customers, dispatchers)


def everybody(log: Log, names: Names) -> Cast:
    """Who there must be for that log. Pure; raises NotReplayable where they cannot be."""
    groups = list(dict.fromkeys(_group(row, names) for row in log.rows))
    if names.support in groups:
        raise NotReplayable([f"people.support is {names.support!r}, but a group of the log has that name."])
    teams = [NewTeam(names.support, Department.SUPPORT, is_default=True)]
    teams += [NewTeam(name, Department.OPERATIONS, is_default=name == groups[0]) for name in groups]
    first = [row for row in log.rows if row.before is None]
    openers = dict.fromkeys(row.opener or names.unknown for row in first)
    agents = [_agent("opener", name, [names.support], Department.SUPPORT) for name in openers]
    agents += [_agent("agent", name, teams_of, Department.OPERATIONS) for name, teams_of in _assignees(log.rows, names)]
    agents += [
        _agent("resolver", name, teams_of, Department.OPERATIONS) for name, teams_of in _resolvers(log.rows, names)
    ]
    agents += [_dispatcher(team, names) for team in teams]
    if long := [agent.name for agent in agents if len(agent.name) > MAX_NAME]:
        raise NotReplayable([f"people.dispatcher makes {long[0]!r}, which is too long for a name."])
    return Cast(tuple(teams), tuple(agents), tuple(dict.fromkeys(row.caller or names.unknown for row in first)))


def _assignees(rows: Iterable[Row], names: Names) -> Iterable[tuple[str, list[str]]]:
    """Each assignee with the groups in which the log shows them."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        if row.agent:
            found[row.agent][_group(row, names)] = None
    return [(name, list(groups)) for name, groups in found.items()]


def _resolvers(rows: Iterable[Row], names: Names) -> Iterable[tuple[str, list[str]]]:
    """Each resolver with the groups that had an incident when it was resolved."""
    found: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for row in rows:
        if row.resolver and row.state.means in (Means.SOLVED, Means.CLOSED):
            found[row.resolver][_group(row, names)] = None
    return [(name, list(groups)) for name, groups in found.items()]


def _group(row: Row, names: Names) -> str:
    return row.standing_group or names.unknown_group


def _agent(column: str, name: str, teams: list[str], department: Department) -> NewAgent:
    return NewAgent(name, _username(column, name), department, home=teams[0], teams=frozenset(teams))


def _dispatcher(team: NewTeam, names: Names) -> NewAgent:
    own = frozenset({team.name})
    name = names.dispatcher.format(team=team.name)
    username = _username("dispatcher", team.name)
    return NewAgent(name, username, team.department, home=team.name, teams=own, dispatches=own)


def _username(column: str, name: str) -> str:
    """Separate pseudonyms: the same name in two columns is two people."""
    return f"{column}:{name}"
