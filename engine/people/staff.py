"""Who works here, kept by an administrator: new people, and what people are to which team."""

import re
from dataclasses import replace

from engine.errors import Invalid, NotFound
from engine.model.by import By
from engine.model.people import Agent, Department, Directory
from engine.model.roles import GIVEN_ROLES, Role
from engine.people.accounts import NewAgent, NewTeam, add_memberships, insert_agent, is_address, password_hash_of
from engine.people.addresses import holders, problem_of_address
from engine.people.signing_in import must_administer
from engine.people.vacancies import offer_again
from engine.sentences import say
from engine.store import Connection
from engine.store.people import customers, people
from engine.texts.lines import one_line, tidy
from engine.transaction.chains import directory_change, recorded
from engine.transaction.desk import Desk
from engine.transaction.transaction import transaction

MAX_NAME = 120
FIRST_TEAM = NewTeam("Servicedesk", Department.SUPPORT, is_default=True)  # where the first administrator is at home
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,119}")


def add_agent(desk: Desk, new: NewAgent, *, by: int) -> Agent:
    """A new account; raises Invalid by field, Refused where `by` is no administrator."""
    new = cleaned(new)
    _check_new(new, desk.directory())
    password_hash = password_hash_of(new)
    with directory_change(desk, by) as connection:
        must_administer(desk, connection, by)
        directory = desk.directory(connection)
        agent_id = _insert(desk, connection, new, directory, password_hash, password_is_given=True)
    return desk.directory().agents[agent_id]


def add_administrator(desk: Desk, *, name: str, username: str, email: str | None, password: str) -> Agent:
    """An account made by whoever has the machine, which sets the desk up; raises Invalid by field.

    Its home is support's default team, where there is one; a desk without teams gets its first. It is a member of no
    team until the administrator says so.
    """
    roles = frozenset({Role.ADMINISTRATOR.value})
    new = cleaned(NewAgent(name, username, FIRST_TEAM.department, "", email=email, roles=roles, password=password))
    password_hash = password_hash_of(new)
    with directory_change(desk, None) as connection:
        people.hold(connection)
        if not people.team_ids(connection):
            people.add_team(connection, FIRST_TEAM.name, FIRST_TEAM.department, is_main=True, is_default=True)
        directory = people.load_directory(connection)  # as this transaction has it, which no cache may keep
        there = {team.department for team in directory.teams.values()}
        home = directory.default_team(next(department for department in Department if department in there))
        new = replace(new, department=home.department, home=home.name)
        agent_id = _insert(desk, connection, new, directory, password_hash)
    return desk.directory().agents[agent_id]


def change_agent(desk: Desk, agent_id: int, new: NewAgent, *, by: int) -> Agent:
    """What they are called, where they belong and what they may; username and password stay as they are.

    What waits for them is offered to others, where they can do it no more.
    """
    new = cleaned(new)
    with transaction(desk, By(by)) as opened, recorded(desk, opened.connection, by):
        connection = opened.connection
        must_administer(desk, connection, by)
        directory = desk.directory(connection)
        if agent_id not in directory.agents:
            raise NotFound("Personen findes ikke.")
        before = directory.agents[agent_id]
        problems = problems_of(new, directory)
        if problem := problem_of_address(before.username, new.email, before, holders(directory)):
            problems.setdefault("email", problem)
        if agent_id == by and Role.ADMINISTRATOR not in new.roles:
            problems["roles"] = "Du kan ikke tage rollen som administrator fra dig selv."
        if problems:
            raise Invalid(problems)
        put_agent(connection, agent_id, new)
        desk.people_changed(connection)
        offer_again(opened, directory.agents[agent_id])
    return desk.directory().agents[agent_id]


def _insert(
    desk: Desk,
    connection: Connection,
    new: NewAgent,
    directory: Directory,
    password_hash: str | None,
    *,
    password_is_given: bool = False,
) -> int:
    """The new account's id; raises Invalid by field."""
    _check_new(new, directory)
    team_ids = people.team_ids(connection)
    agent_id = insert_agent(connection, new, team_ids, password_hash, password_is_given=password_is_given)
    desk.people_changed(connection)
    return agent_id


def _check_new(new: NewAgent, directory: Directory) -> None:
    problems = problems_of(new, directory, username=True)
    if "username" not in problems and new.username in {agent.username for agent in directory.agents.values()}:
        problems["username"] = say("Brugernavnet %(name)s er taget.", name=new.username)
    if problem := problem_of_address(new.username, new.email, None, holders(directory)):
        problems.setdefault("email", problem)
    if problems:
        raise Invalid(problems)


def put_agent(connection: Connection, agent_id: int, new: NewAgent) -> None:
    """What they are called, where they belong and what they may, as it has been judged."""
    customers.keep_agent(connection, agent_id)
    team_ids = people.team_ids(connection)
    people.set_agent(
        connection,
        agent_id,
        name=new.name,
        email=new.email,
        department=new.department.value,
        team_id=team_ids[new.home],
        roles=sorted(new.roles),
    )
    people.remove_memberships(connection, agent_id)
    add_memberships(connection, agent_id, new, team_ids)


def cleaned(new: NewAgent) -> NewAgent:
    email, username = tidy(new.email or "") or None, tidy(new.username).lower()
    return replace(new, name=one_line(new.name), username=username, email=email)


def problems_of(new: NewAgent, directory: Directory, *, username: bool = False) -> dict[str, str]:
    """What is wrong, by field, as they stand in the form; the `username` is asked about where it is new."""
    found = {}
    teams = {team.name: team for team in directory.teams.values()}
    if not new.name or len(new.name) > MAX_NAME:
        found["name"] = say("Skriv et navn, højst %(most)s tegn.", most=MAX_NAME)
    if username and not _USERNAME.fullmatch(new.username):
        found["username"] = "Skriv et brugernavn af små bogstaver a-z, tal, punktum, bindestreg eller @."
    if new.email and not is_address(new.email):
        found["email"] = "Skriv en mailadresse som navn@eksempel.dk."
    if new.home not in teams:
        found["home"] = "Vælg et hjemmeteam."
    elif teams[new.home].department != new.department:
        found["home"] = "Hjemmeteamet hører til den anden afdeling."
    if not (new.teams | new.dispatches | new.leads) <= teams.keys():
        found["teams"] = "Et af teamene findes ikke."
    if not new.roles <= set(GIVEN_ROLES):
        found["roles"] = "En af rollerne findes ikke."
    return found
