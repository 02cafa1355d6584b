"""People from a file. One is known by the username; whoever is new arrives without a password."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from engine.model.by import By
from engine.model.people import Agent, Department, Directory
from engine.model.roles import GIVEN_ROLES, ROLES
from engine.people.accounts import NewAgent, insert_agent
from engine.people.addresses import Holders, Holding, holders, problem_of_address
from engine.people.import_files import ImportLine, Progress, Row, RowOutcome, must_be_right, rows_of
from engine.people.staff import cleaned, problems_of, put_agent
from engine.people.vacancies import offer_again
from engine.sentences import say
from engine.store.people import customers, people
from engine.texts.lines import one_line, tidy
from engine.transaction.chains import recorded
from engine.transaction.desk import Desk
from engine.transaction.transaction import Transaction, transaction

COLUMNS = ("navn", "brugernavn", "mail", "hjemmeteam", "teams", "dispatcher", "teamleder", "roller")
NEEDED = ("navn", "brugernavn", "hjemmeteam")
_GIVEN = {ROLES[role].name: role.value for role in GIVEN_ROLES}  # as a cell of the file names them
_COLUMN_OF = {"name": "navn", "email": "mail", "home": "hjemmeteam", "teams": "teams"}
_COLUMN_OF |= {"dispatches": "dispatcher", "leads": "teamleder", "roles": "roller"}
Planned = tuple[ImportLine, NewAgent | None]


def import_people(
    desk: Desk, content: bytes, *, do: bool = False, progress: Progress = lambda done: None
) -> tuple[ImportLine, ...]:
    """What every row would come to; with `do` it is done, in one transaction. Raises Invalid, and does nothing, for a
    file that cannot be read and, with `do`, for one with a wrong row. An empty cell changes nothing.
    """
    rows = rows_of(content, COLUMNS, NEEDED)
    if not do:
        return tuple(line for line, _ in _plan(desk.directory(), rows, progress))
    with transaction(desk, By()) as opened, recorded(desk, opened.connection, None):
        people.hold(opened.connection)
        directory = desk.directory(opened.connection)
        plan = _plan(directory, rows, progress)
        must_be_right([line for line, _ in plan])
        _write(desk, opened, directory, plan)
    return tuple(line for line, _ in plan)


def _write(desk: Desk, opened: Transaction, directory: Directory, plan: list[Planned]) -> None:
    there = {agent.username: agent for agent in directory.agents.values()}
    team_ids = people.team_ids(opened.connection)
    changed = {new.username: new for line, new in plan if new is not None and line.outcome is RowOutcome.CHANGED}
    for username in changed:  # before an address goes from one to another
        customers.keep_agent(opened.connection, there[username].id)
    for username, asked in changed.items():
        put_agent(opened.connection, there[username].id, asked)
    for line, new in plan:
        if line.outcome is RowOutcome.NEW and new is not None:
            insert_agent(opened.connection, new, team_ids, None)
    desk.people_changed(opened.connection)
    for username in changed:
        offer_again(opened, there[username])


def _plan(directory: Directory, rows: list[Row], progress: Progress) -> list[Planned]:
    there = {agent.username: agent for agent in directory.agents.values()}
    plan, lines = list[Planned](), dict[str, int]()
    addresses = holders(directory, _planned_addresses(rows, there))
    for row in rows:
        plan.append(_planned(row, directory, there, lines, addresses))
        progress(1)
    return plan


def _planned_addresses(rows: list[Row], there: Mapping[str, Agent]) -> Iterator[Holding]:
    """What the file gives to those who work here and to those who are new."""
    for row in rows:
        username, email = row.get("brugernavn").lower(), tidy(row.get("mail"))
        if email and (username not in there or there[username].active):
            yield username, one_line(row.get("navn")), email


def _planned(
    row: Row, directory: Directory, there: Mapping[str, Agent], lines: dict[str, int], addresses: Holders
) -> Planned:
    username = row.get("brugernavn").lower()
    agent = there.get(username)
    new, problem = _asked(row, directory, agent)
    before = lines.setdefault(username, row.line)
    if before != row.line:
        problem = problem or say("Står allerede på linje %(line)s.", line=before)
    problem = row.problem or problem or " ".join(problems_of(new, directory, username=True).values())
    problem = problem or problem_of_address(username, new.email, agent, addresses) or ""
    if problem:
        return ImportLine(row.line, RowOutcome.WRONG, new.name, problem), None
    if agent is None:
        return ImportLine(row.line, RowOutcome.NEW, new.name), new
    told = _differences(_as_new(agent, directory), new)
    if not told:
        return ImportLine(row.line, RowOutcome.SAME, new.name), None
    return ImportLine(row.line, RowOutcome.CHANGED, new.name, ", ".join(told)), new


def _asked(row: Row, directory: Directory, agent: Agent | None) -> tuple[NewAgent, str]:
    """The account as the row has it, over what is there; and what is wrong with its roles."""
    home = one_line(row.get("hjemmeteam"))
    department = next((team.department for team in directory.teams.values() if team.name == home), Department.SUPPORT)
    roles = _parts(row.get("roller"))
    unknown = [role for role in roles if role.casefold() not in _GIVEN]
    asked: dict[str, Any] = {
        "name": row.get("navn"),
        "username": row.get("brugernavn"),
        "email": row.get("mail"),
        "home": home,
        "teams": _parts(row.get("teams")),
        "dispatches": _parts(row.get("dispatcher")),
        "leads": _parts(row.get("teamleder")),
        "roles": frozenset(_GIVEN[role.casefold()] for role in roles if role not in unknown),
    }
    usual = _as_new(agent, directory) if agent else NewAgent("", "", department, "")
    new = cleaned(replace(usual, **{name: value for name, value in asked.items() if value}))
    if home:
        new = replace(new, department=department)
    problem = say("Rollen “%(name)s” kendes ikke.", name=min(unknown)) if unknown else ""
    return replace(new, teams=new.teams | new.dispatches | new.leads), problem


def _as_new(agent: Agent, directory: Directory) -> NewAgent:
    """An account as the form would make it."""

    def names(ids: frozenset[int]) -> frozenset[str]:
        return frozenset(directory.teams[number].name for number in ids)

    return NewAgent(
        name=agent.name,
        username=agent.username,
        department=agent.department,
        home=directory.teams[agent.team_id].name,
        teams=names(agent.teams),
        dispatches=names(agent.dispatches),
        leads=names(agent.leads),
        email=agent.email,
        roles=agent.roles,
    )


def _differences(before: NewAgent, after: NewAgent) -> list[str]:
    """The columns that differ."""
    return [column for field, column in _COLUMN_OF.items() if getattr(before, field) != getattr(after, field)]


def _parts(cell: str) -> frozenset[str]:
    """Several in one cell stand between vertical bars."""
    return frozenset(filter(None, map(one_line, cell.split("|"))))
