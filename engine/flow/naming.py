"""Values as whoever reads a diagram's text reads them: people and teams by name, states in words, times of the house.

Such a value is still the number or text that it was, so an expression compares and chooses it as before.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from engine.clock import ZONE
from engine.facts import Value
from engine.model.items import Status
from engine.model.people import Department, Directory
from engine.rules.who import DEPARTMENTS

STATUSES: Mapping[str, str] = {
    Status.REGISTERED: "registreret",
    Status.ASSIGNED: "tildelt",
    Status.SOLVED: "løst",
    Status.CLOSED: "lukket",
}


class NamedNumber(int):
    """The number of an agent or a team, written as the name."""

    name: str

    def __str__(self) -> str:
        return self.name


class NamedText(str):
    """A value of the tables, written as a reader's word."""

    name: str

    def __str__(self) -> str:
        return self.name


def in_words(fact: str, kind: str, value: Value, directory: Directory) -> Value:
    """`kind` is the fact's, or the type of a form's field; what has no other words stays as it is."""
    if isinstance(value, datetime):
        return value.astimezone(ZONE)
    if isinstance(value, int) and not isinstance(value, bool) and kind in _NAMES:
        named = NamedNumber(value)
        named.name = _NAMES[kind](directory, value)
        return named
    if isinstance(value, str) and (word := _word(fact, kind, value)):
        worded = NamedText(value)
        worded.name = word
        return worded
    return value


def _word(fact: str, kind: str, value: str) -> str | None:
    if kind == "department":
        return DEPARTMENTS[Department(value)]
    return STATUSES.get(value) if fact == "status" else None


def _agent(directory: Directory, number: int) -> str:
    return directory.name_of(number) if number in directory.agents else "ingen"


def _team(directory: Directory, number: int) -> str:
    team = directory.teams.get(number)
    return team.name if team else "intet team"


_NAMES: Mapping[str, Callable[[Directory, int], str]] = {"agent": _agent, "team": _team}
