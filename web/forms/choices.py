"""Whom and what a field offers: agents and teams by the field's properties, customers by what was searched for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from engine import Agent, Customer, Directory, FormField, Team
from web.words import DEPARTMENTS


@dataclass(frozen=True)
class Option:
    """One choice of a list. `teams` are ids of teams for which it is right, for lists that follow another field."""

    value: str
    label: str
    group: str = ""
    teams: tuple[int, ...] = ()


@dataclass(frozen=True)
class Choices:
    """Where choices are made from. `team_id` holds the item, `chosen_id` is the team chosen in this form so far.

    `receiving` are the teams that new work may go to; without them it is those of the holder's department (D-12).
    """

    directory: Directory
    team_id: int
    chosen_id: int | None = None
    receiving: tuple[Team, ...] = ()
    customer: Customer | None = None
    customers: tuple[Customer, ...] = ()
    searched: str = ""

    def of(self, field: FormField) -> tuple[Option, ...]:
        """What that field offers; nothing for fields that are typed."""
        if field.type == "enum":
            return tuple(Option(choice.id, choice.name) for choice in field.choices)
        sources = SOURCES.get(field.type, {})
        source = sources.get(field.properties.get("from", "")) or sources.get("")
        return tuple(source(self)) if source else ()


def _members(choices: Choices) -> Iterable[Option]:
    return _agents(choices.directory.members(choices.team_id))


def _of_chosen(choices: Choices) -> Iterable[Option]:
    """Members of the chosen team; before one is chosen, of every team that can be, by team."""
    if choices.chosen_id is not None:
        return _agents(choices.directory.members(choices.chosen_id))
    return (
        Option(str(agent.id), agent.name, team.name, (team.id,))
        for team in choices.receiving or _teams_here(choices)
        for agent in _sorted(choices.directory.members(team.id))
    )


def _anyone(choices: Choices) -> Iterable[Option]:
    agents = [a for a in choices.directory.agents.values() if a.active and a.teams]
    teams = choices.directory.teams
    return (
        Option(str(agent.id), agent.name, _place(teams[agent.team_id]))
        for agent in sorted(agents, key=lambda a: (_place(teams[a.team_id]), a.name))
    )


def _receiving(choices: Choices) -> Iterable[Option]:
    return _team_options(choices.receiving or _teams_here(choices))


def _other(choices: Choices) -> Iterable[Option]:
    here = choices.directory.teams[choices.team_id].department
    return _team_options(t for t in choices.directory.teams.values() if t.is_main and t.department != here)


SOURCES: Mapping[str, Mapping[str, Callable[[Choices], Iterable[Option]]]] = {
    "agent": {"": _members, "team": _members, "chosen_team": _of_chosen, "anyone": _anyone},
    "team": {"": _receiving, "receiving": _receiving, "other": _other},
}


def _teams_here(choices: Choices) -> tuple[Team, ...]:
    return choices.directory.main_teams(choices.directory.teams[choices.team_id].department)


def _agents(agents: Iterable[Agent]) -> Iterable[Option]:
    return (Option(str(agent.id), agent.name, "", tuple(sorted(agent.teams))) for agent in _sorted(agents))


def _sorted(agents: Iterable[Agent]) -> list[Agent]:
    return sorted(agents, key=lambda agent: agent.name)


def _team_options(teams: Iterable[Team]) -> Iterable[Option]:
    return (Option(str(team.id), team.name, str(DEPARTMENTS[team.department])) for team in teams)


def _place(team: Team) -> str:
    return f"{DEPARTMENTS[team.department]} · {team.name}"
