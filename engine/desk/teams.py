"""The teams of the house, kept by an administrator: each department has main teams, one of them its default (D-13).

A team stays in the department it was made in: so do the cases that lie there.
"""

from engine.desk.accounts import NewTeam
from engine.desk.house import Desk
from engine.desk.signing_in import must_administer
from engine.errors import Invalid, NotFound
from engine.model.people import Directory, Team
from engine.sentences import say
from engine.store import people

MAX_TEAM_NAME = 120


def add_team(desk: Desk, new: NewTeam, *, by: int) -> Team:
    """A new team, the first of its department as its default; raises Invalid by field and Refused."""
    with desk.database.write() as connection:
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
    with desk.database.write() as connection:
        must_administer(desk, connection, by)
        directory = desk.directory(connection)
        team = directory.teams.get(team_id)
        if team is None:
            raise NotFound("Teamet findes ikke.")
        new = NewTeam(name, team.department, is_main, is_default)
        _check(new, directory, team, is_default=directory.default_team(team.department) == team)
        if is_default:
            people.clear_default(connection, team.department)
        people.set_team(connection, team_id, name=name, is_main=is_main, is_default=is_default)
        desk.people_changed(connection)
    return desk.directory().teams[team_id]


def _check(new: NewTeam, directory: Directory, team: Team | None, *, is_default: bool) -> None:
    """Raises Invalid by field; `is_default` says whether the department's work goes there as things are."""
    problems = {}
    taken = {other.name.casefold() for other in directory.teams.values() if other != team}
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
