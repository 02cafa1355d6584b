"""Whom and what a field offers: agents and teams by the field's properties, customers by what was searched for."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine import Agent, Customer, Directory, FormField, Team, by_name
from web.wording.language import language
from web.wording.words import DEPARTMENTS

MOST_MADE = 1000  # lists of choices that are kept


@dataclass(frozen=True)
class Option:
    """One choice of a list. `teams` are ids of teams for which it is right, for lists that follow another field."""

    value: str
    label: str
    group: str = ""
    teams: tuple[int, ...] = ()


@dataclass(frozen=True)
class Group:
    """Choices under one heading, which may be empty."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Choices:
    """Where choices are made from. `team_id` holds the item, `chosen_id` is the team chosen in this form so far.

    `receiving` are the teams that new work may go to; without them it is those of the holder's department (D-12).
    `sender_id` is whose work it is that is sent on.
    """

    directory: Directory
    team_id: int
    chosen_id: int | None = None
    receiving: tuple[Team, ...] | None = None
    sender_id: int | None = None
    customer: Customer | None = None
    customers: tuple[Customer, ...] = ()
    searched: str = ""
    alike: tuple[tuple[Customer, Customer], ...] = ()  # who may be meant by a new one, and as whom each is read

    def of(self, field: FormField, acts: Iterable[str | None] = ()) -> tuple[Group, ...]:
        """What that field offers; nothing for fields that are typed.

        `acts` are what the buttons that take it are `allowed` as: what every one of them refuses is not offered.
        """
        if field.type == "enum":
            return grouped(Option(choice.id, choice.name) for choice in field.choices)
        if field.type == "string" and field.properties.get("sets") == "category":
            return grouped(Option(name, name) for name in self.directory.offered_categories)
        sources = SOURCES.get(field.type, {})
        source = sources.get(field.properties.get("from", "")) or sources.get("")
        return _OFFERED.of(self, source, frozenset(acts)) if source else ()

    def everyone(self) -> tuple[Group, ...]:
        """All who can be given work, in one list."""
        return _OFFERED.of(self, _everyone, frozenset())


class _Offered:
    """The choices of people and teams, made once for each version of who there is."""

    def __init__(self) -> None:
        self._made: tuple[Directory | None, dict[Any, tuple[Group, ...]]] = None, {}

    def of(self, choices: Choices, source: "Source", acts: frozenset[str | None]) -> tuple[Group, ...]:
        directory, made = self._made
        if directory is not choices.directory or len(made) >= MOST_MADE:
            made = {}
            self._made = choices.directory, made
        teams = None if choices.receiving is None else tuple(team.id for team in choices.receiving)
        key = (source, acts, choices.team_id, choices.chosen_id, teams, choices.sender_id, language().name)
        if key not in made:
            made[key] = grouped(source(narrowed(choices, acts)))
        return made[key]


def grouped(options: Iterable[Option]) -> tuple[Group, ...]:
    """By heading, those without one first."""
    found: dict[str, list[Option]] = {}
    for option in options:
        found.setdefault(option.group, []).append(option)
    return tuple(Group(label, tuple(found[label])) for label in sorted(found, key=str.lower))


_OFFERED = _Offered()


def _members(choices: Choices) -> Iterable[Option]:
    return _agents(choices, choices.team_id)


def _of_chosen(choices: Choices) -> Iterable[Option]:
    """Members of the chosen team; before one is chosen, of every team that can be, by team."""
    if choices.chosen_id is not None:
        return _agents(choices, choices.chosen_id)
    return (
        Option(str(agent.id), choices.directory.name_of(agent.id), team.name, (team.id,))
        for team in _receivers(choices)
        for agent in _sorted(choices.directory.members(team.id))
    )


def _anyone(choices: Choices) -> Iterable[Option]:
    agents = [a for a in choices.directory.agents.values() if a.active and a.teams]
    teams = choices.directory.teams
    return (
        Option(str(agent.id), choices.directory.name_of(agent.id), _place(teams[agent.team_id]))
        for agent in sorted(agents, key=lambda a: (teams[a.team_id].department, by_name(teams[a.team_id]), by_name(a)))
    )


def _everyone(choices: Choices) -> Iterable[Option]:
    agents = (agent for agent in choices.directory.agents.values() if agent.active and agent.teams)
    return (Option(str(agent.id), choices.directory.name_of(agent.id)) for agent in _sorted(agents))


def _receiving(choices: Choices) -> Iterable[Option]:
    return team_options(_receivers(choices))


def _other(choices: Choices) -> Iterable[Option]:
    here = choices.directory.teams[choices.team_id].department
    return team_options(t for t in choices.directory.teams.values() if t.is_main and t.department != here)


Source = Callable[[Choices], Iterable[Option]]
SOURCES: Mapping[str, Mapping[str, Source]] = {
    "agent": {"": _members, "team": _members, "chosen_team": _of_chosen, "anyone": _anyone},
    "team": {"": _receiving, "receiving": _receiving, "other": _other},
}


def _other_teams(choices: Choices) -> Choices:
    """A move is to another team of the department (D-12)."""
    return replace(choices, receiving=tuple(t for t in _teams_here(choices) if t.id != choices.team_id))


def _other_people(choices: Choices) -> Choices:
    """Nobody sends back to themselves (R063)."""
    directory = choices.directory
    agents = {agent_id: agent for agent_id, agent in directory.agents.items() if agent_id != choices.sender_id}
    return replace(choices, directory=replace(directory, agents=agents))


def _all(choices: Choices) -> Choices:
    return choices


# what a button is `allowed` as → what it leaves of the choices
NARROWER: Mapping[str, Callable[[Choices], Choices]] = {"move-team": _other_teams, "send-back": _other_people}


def narrowed(choices: Choices, acts: frozenset[str | None]) -> Choices:
    """What is left of them where a field serves one kind of act alone."""
    (act,) = acts if len(acts) == 1 else (None,)
    return NARROWER.get(act or "", _all)(choices)


def _receivers(choices: Choices) -> tuple[Team, ...]:
    return _teams_here(choices) if choices.receiving is None else choices.receiving


def _teams_here(choices: Choices) -> tuple[Team, ...]:
    return choices.directory.main_teams(choices.directory.teams[choices.team_id].department)


def _agents(choices: Choices, team_id: int) -> Iterable[Option]:
    directory = choices.directory
    return (
        Option(str(agent.id), directory.name_of(agent.id), "", tuple(sorted(agent.teams)))
        for agent in _sorted(directory.members(team_id))
    )


def _sorted(agents: Iterable[Agent]) -> list[Agent]:
    return sorted(agents, key=by_name)


def team_options(teams: Iterable[Team]) -> Iterable[Option]:
    return (Option(str(team.id), team.name, str(DEPARTMENTS[team.department])) for team in sorted(teams, key=by_name))


def _place(team: Team) -> str:
    return f"{DEPARTMENTS[team.department]} · {team.name}"
