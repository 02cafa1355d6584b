"""People, teams and departments (A-16, D-13)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from engine.model.categories import Category
from engine.model.roles import Right, Role, roles_with


class Department(StrEnum):
    """The two sides of every hand-over (R001, R002)."""

    SUPPORT = "support"
    OPERATIONS = "operations"


# what is no description by itself. What they point with, and a number after it, makes no difference.
REFERENCES = (
    *("se sag", "se sagen", "se hovedsag", "se hovedsagen", "se opgave", "se opgaven"),
    *("se sagsbeskrivelse", "se sagsbeskrivelsen", "se ovenstående", "see case", "see ticket", "see above"),
)


@dataclass(frozen=True)
class Demands:
    """What a team asks of the descriptions of its work (A-34): the product's own, until a lead changes it."""

    least: int = 30  # characters: shorter ones get a caution (R042, R108), with 0 none does
    references: tuple[str, ...] = REFERENCES  # R043


@dataclass(frozen=True)
class Team:
    """A team; `is_main` teams receive new work (R009), one of them is its department's default (D-13)."""

    id: int
    name: str
    department: Department
    is_main: bool = True
    is_default: bool = False
    demands: Demands = Demands()


@dataclass(frozen=True)
class Agent:
    """Someone with an account. `team_id` is the home team, where returned cases go (R130)."""

    id: int
    name: str
    username: str
    email: str | None
    department: Department
    team_id: int
    active: bool = True
    roles: frozenset[str] = frozenset()  # those that an administrator gives (engine.model.roles)
    teams: frozenset[int] = frozenset()
    dispatches: frozenset[int] = frozenset()  # teams where dispatcher
    leads: frozenset[int] = frozenset()  # teams where team lead
    muted: frozenset[str] = frozenset()  # kinds of notices the person switched off
    password_is_given: bool = False  # an administrator chose it: its owner must choose another one first (D-20)
    locale: str | None = None  # the language that they chose: "da" or "en"

    @property
    def all_roles(self) -> frozenset[Role]:
        """Those that were given, and those of the teams they are in."""
        of_teams = {Role.AGENT: self.teams, Role.DISPATCHER: self.dispatches, Role.LEAD: self.leads}
        return frozenset(map(Role, self.roles)) | {role for role, teams in of_teams.items() if teams}

    def may(self, right: Right) -> bool:
        """Whether any of their roles lets them, as long as they work here."""
        return self.active and bool(self.all_roles & roles_with(right))


@dataclass(frozen=True)
class Customer:
    """The person helped (bruger, R007). `agent_id` when that person is an agent too (A-37).

    `version` counts the changes. Who was merged into another (`merged_into`) is read as that other, and is then among
    the other's `merged`.
    """

    id: int
    name: str
    email: str | None
    phone: str | None = None
    agent_id: int | None = None
    department: str | None = None  # where they work, in words
    active: bool = True
    merged_into: int | None = None
    version: int = 1
    merged: tuple["Customer", ...] = ()

    @property
    def rows(self) -> tuple["Customer", ...]:
        """All that is known of the person: as they are read, and as they were before they were merged."""
        return (self, *self.merged)

    @property
    def can_be_chosen(self) -> bool:
        """For new work."""
        return self.active and self.merged_into is None


@dataclass(frozen=True)
class Directory:
    """Who there is: small, read often, cached by version."""

    version: int
    agents: Mapping[int, Agent]
    teams: Mapping[int, Team]
    categories: tuple[Category, ...] = ()  # of cases, in Danish order

    @property
    def offered_categories(self) -> tuple[str, ...]:
        """The names that a case can be given; where there are none, whatever is typed."""
        return tuple(category.name for category in self.categories if category.active)

    def why_no_category(self, text: str) -> str:
        """What stands in the way of giving a case that category, in words; empty where nothing does."""
        offered = self.offered_categories
        return "Vælg en kategori fra listen." if offered and text and text not in offered else ""

    def active(self, agent_id: int | None) -> Agent | None:
        """That agent, if there is one and they are active."""
        agent = self.agents.get(agent_id) if agent_id is not None else None
        return agent if agent and agent.active else None

    @cached_property
    def _namesakes(self) -> Mapping[str, list[Agent]]:
        found: dict[str, list[Agent]] = {}
        for agent in self.agents.values():
            found.setdefault(agent.name.casefold(), []).append(agent)
        return found

    def name_of(self, agent_id: int) -> str:
        """Their name; where others bear it too, with the home team, and with the username where that is the same."""
        agent = self.agents[agent_id]
        others = [other for other in self._namesakes[agent.name.casefold()] if other.id != agent_id]
        if not others:
            return agent.name
        team = self.teams[agent.team_id].name
        beside = team if all(other.team_id != agent.team_id for other in others) else f"{team}, {agent.username}"
        return f"{agent.name} ({beside})"

    def able(self, agent_id: int | None, department: Department | None = None) -> Agent | None:
        """That agent, if they can be given work: active, and in a team, of that department where one is named."""
        agent = self.active(agent_id)
        return agent if agent and self.home(agent, department) else None

    def home(self, agent: Agent, department: Department | None = None) -> int | None:
        """The team in which they get work, their home team first; None where they are in none (of that department)."""
        teams = [t for t in sorted(agent.teams) if department in (None, self.teams[t].department)]
        return agent.team_id if agent.team_id in teams else next(iter(teams), None)

    def members(self, team_id: int) -> tuple[Agent, ...]:
        return tuple(a for a in self.agents.values() if a.active and team_id in a.teams)

    def dispatchers(self, team_id: int) -> tuple[Agent, ...]:
        return tuple(a for a in self.agents.values() if a.active and team_id in a.dispatches)

    def leads(self, team_id: int) -> tuple[Agent, ...]:
        return tuple(a for a in self.agents.values() if a.active and team_id in a.leads)

    def main_teams(self, department: Department) -> tuple[Team, ...]:
        return tuple(t for t in self.teams.values() if t.is_main and t.department == department)

    def default_team(self, department: Department) -> Team:
        """The department's default main team (D-13, A-15's last resort)."""
        teams = self.main_teams(department) or tuple(t for t in self.teams.values() if t.department == department)
        return next((t for t in teams if t.is_default), teams[0])

    def staffed(self, team_id: int) -> int:
        """That team, or where nobody is in it the nearest that is: its department's default, then others."""
        department = self.teams[team_id].department
        others = (self.default_team(department), *self.main_teams(department))
        return next((t for t in (team_id, *(team.id for team in others)) if self.members(t)), team_id)
