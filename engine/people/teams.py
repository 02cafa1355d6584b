"""The teams of the house: each department has main teams, one of them its default (D-13), kept by an administrator.

What a team asks of the descriptions of its work is its lead's choice (A-34).

A team stays in the department it was made in: so do the cases that lie there.
"""

from collections.abc import Iterable
from dataclasses import replace

from engine.errors import Invalid, NotFound, Refused
from engine.model.people import Demands, Directory, Team
from engine.model.roles import Right
from engine.people.accounts import NewTeam
from engine.people.signing_in import must_administer
from engine.sentences import say
from engine.store.people import people
from engine.texts.danish_order import by_name
from engine.texts.lines import composed, one_line
from engine.transaction.chains import directory_change
from engine.transaction.desk import Desk

MAX_TEAM_NAME = 120
MAX_LEAST = 500  # characters
MAX_REFERENCES, MAX_REFERENCE = 50, 80  # how many, and how long each


def add_team(desk: Desk, new: NewTeam, *, by: int) -> Team:
    """A new team, the first of its department as its default; raises Invalid by field and Refused."""
    new = replace(new, name=one_line(new.name))
    with directory_change(desk, by) as connection:
        must_administer(desk, connection, by)
        directory = desk.directory(connection)
        first = all(team.department != new.department for team in directory.teams.values())
        _check(new, directory, None, is_default=first)
        if first or new.is_default:
            people.clear_default(connection, new.department)
        team_id = people.add_team(
            connection, new.name, new.department, is_main=new.is_main, is_default=first or new.is_default
        )
        desk.people_changed(connection)
    return desk.directory().teams[team_id]


def change_team(desk: Desk, team_id: int, *, name: str, is_main: bool, is_default: bool, by: int) -> Team:
    """What it is called, and whether it receives work; what it has already stays. Raises as `add_team` does."""
    with directory_change(desk, by) as connection:
        must_administer(desk, connection, by)
        directory = desk.directory(connection)
        team = directory.teams.get(team_id)
        if team is None:
            raise NotFound("Teamet findes ikke.")
        new = NewTeam(one_line(name), team.department, is_main, is_default)
        _check(new, directory, team, is_default=directory.default_team(team.department) == team)
        if is_default:
            people.clear_default(connection, team.department)
        people.set_team(connection, team_id, name=new.name, is_main=is_main, is_default=is_default)
        desk.people_changed(connection)
    return desk.directory().teams[team_id]


def _check(new: NewTeam, directory: Directory, team: Team | None, *, is_default: bool) -> None:
    """Raises Invalid by field; `is_default` says whether the department's work goes there as things are."""
    problems = {}
    taken = {composed(other.name).casefold() for other in directory.teams.values() if other != team}
    if not new.name or len(new.name) > MAX_TEAM_NAME:
        problems["name"] = say("Skriv et navn, højst %(most)s tegn.", most=MAX_TEAM_NAME)
    elif new.name.casefold() in taken:
        problems["name"] = say("Der er allerede et team, der hedder %(name)s.", name=new.name)
    if not new.is_main and team is None and is_default:
        problems["main"] = "Afdelingens første team skal være et hovedteam: det modtager dens arbejde."
    elif not new.is_main and (new.is_default or is_default):
        problems["main"] = "Afdelingens standardteam skal være et hovedteam. Gør først et andet til standard."
    elif team is not None and is_default and not new.is_default:
        problems["default"] = "En afdeling har altid et standardteam. Gør et andet hovedteam til standard i stedet."
    if problems:
        raise Invalid(problems)


def set_demands(desk: Desk, team_id: int, demands: Demands, *, by: int) -> Team:
    """What that team asks of descriptions from now on; by its lead or an administrator. Raises Invalid and Refused."""
    demands = replace(demands, references=_tidy(demands.references))
    with directory_change(desk, by) as connection:
        directory = desk.directory(connection)
        agent = directory.active(by)
        if agent is None or (team_id not in agent.leads and not agent.may(Right.ADMINISTER)):
            who = ", ".join(lead.name for lead in sorted(directory.leads(team_id), key=by_name))
            raise Refused("D-08", "Kun teamlederen bestemmer, hvad teamet kræver af beskrivelser.", who=who)
        if team_id not in directory.teams:
            raise NotFound("Teamet findes ikke.")
        _check_demands(demands)
        people.set_demands(connection, team_id, demands)
        desk.people_changed(connection)
    return desk.directory().teams[team_id]


def _tidy(references: Iterable[str]) -> tuple[str, ...]:
    """Each once, without empty ones."""
    return tuple(dict.fromkeys(tidy for reference in references if (tidy := one_line(reference))))


def _check_demands(demands: Demands) -> None:
    problems = {}
    if not 0 <= demands.least <= MAX_LEAST:
        problems["least"] = say("Skriv et helt tal fra 0 til %(most)s.", most=MAX_LEAST)
    if len(demands.references) > MAX_REFERENCES:
        problems["references"] = say("Højst %(most)s vendinger.", most=MAX_REFERENCES)
    elif any(len(reference) > MAX_REFERENCE for reference in demands.references):
        problems["references"] = say("En vending er højst %(most)s tegn.", most=MAX_REFERENCE)
    if problems:
        raise Invalid(problems)
