"""People and teams: who there is. Who signs in is in `signing_in`, whom they help in `customers`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from engine.errors import Invalid, NotFound, Refused
from engine.model.by import By
from engine.model.people import Department
from engine.people.addresses import problem_of_return
from engine.people.passwords import hash_of
from engine.people.signing_in import must_administer, names_of
from engine.people.vacancies import offer_again
from engine.store import Connection
from engine.store.history import subjects
from engine.store.people import customers as customers_store
from engine.store.people import people, sessions
from engine.store.work import form_drafts
from engine.texts.addresses import checked_address
from engine.transaction.chains import directory_change, recorded
from engine.transaction.desk import Desk
from engine.transaction.transaction import transaction


@dataclass(frozen=True)
class NewTeam:
    name: str
    department: Department
    is_main: bool = True
    is_default: bool = False


@dataclass(frozen=True)
class NewAgent:
    """An account to be made; teams by name."""

    name: str
    username: str
    department: Department
    home: str
    teams: frozenset[str] = frozenset()
    dispatches: frozenset[str] = frozenset()
    leads: frozenset[str] = frozenset()
    email: str | None = None
    roles: frozenset[str] = frozenset()
    password: str | None = None


@dataclass(frozen=True)
class Added:
    """Ids by name (teams, customers) and by username (agents)."""

    teams: Mapping[str, int]
    agents: Mapping[str, int]
    customers: Mapping[str, int]


def add_people(
    desk: Desk,
    teams: Iterable[NewTeam] = (),
    agents: Iterable[NewAgent] = (),
    customers: Iterable[tuple[str, str | None]] = (),
) -> Added:
    """Makes those that are not there yet, in one transaction; `customers` are (name, mail address)."""
    hashed = [(agent, password_hash_of(agent)) for agent in agents]
    with desk.database.write() as connection, recorded(desk, connection, None, subjects.everybody):
        team_ids = people.team_ids(connection)
        for team in teams:
            if team.name not in team_ids:
                team_ids[team.name] = people.add_team(
                    connection, team.name, team.department, is_main=team.is_main, is_default=team.is_default
                )
        agent_ids = people.agent_ids(connection)
        for agent, password_hash in hashed:
            if agent.username not in agent_ids:
                agent_ids[agent.username] = insert_agent(connection, agent, team_ids, password_hash)
        customer_ids = customers_store.ids_by_name(connection)
        for name, email in customers:
            if name not in customer_ids:
                customer_ids[name] = customers_store.add(connection, name=name, email=email)
        desk.people_changed(connection)
    return Added(team_ids, agent_ids, customer_ids)


def password_hash_of(new: NewAgent) -> str | None:
    """What is kept of a new account's password; raises Invalid for one that is too easy to guess.

    It takes its time: whoever asks holds no transaction.
    """
    names = names_of(new.name, new.username, new.email)
    return hash_of(new.password, names=names) if new.password is not None else None


def insert_agent(
    connection: Connection,
    new: NewAgent,
    team_ids: Mapping[str, int],
    password_hash: str | None,
    *,
    password_is_given: bool = False,
) -> int:
    """The new account's id."""
    agent_id = people.add_agent(
        connection,
        name=new.name,
        username=new.username,
        email=new.email,
        password_hash=password_hash,
        department=new.department.value,
        team_id=team_ids[new.home],
        roles=sorted(new.roles),
        active=True,
        password_is_given=password_is_given and password_hash is not None,
    )
    add_memberships(connection, agent_id, new, team_ids)
    return agent_id


def add_memberships(connection: Connection, agent_id: int, new: NewAgent, team_ids: Mapping[str, int]) -> None:
    for name in sorted(new.teams | new.dispatches | new.leads):
        people.add_membership(
            connection, agent_id, team_ids[name], dispatcher=name in new.dispatches, lead=name in new.leads
        )


def set_active(desk: Desk, agent_id: int, active: bool, *, by: int) -> None:
    """Someone leaves or comes back: what waits for who leaves is offered to others, and their sessions are over.

    Raises Invalid where another has got their mail address meanwhile.
    """
    with transaction(desk, By(by)) as opened, recorded(desk, opened.connection, by):
        must_administer(desk, opened.connection, by)
        if agent_id == by and not active:
            raise Refused("D-08", "Du kan ikke lukke din egen konto: så kunne ingen lukke op igen.")
        was = desk.directory(opened.connection).agents.get(agent_id)
        if was is None:
            raise NotFound("Personen findes ikke.")
        if active and not was.active and (problem := problem_of_return(was, desk.directory(opened.connection))):
            raise Invalid({"email": problem})
        people.set_agent(opened.connection, agent_id, active=active)
        sessions.end_all(opened.connection, agent_id)
        desk.sessions_changed(opened.connection)
        if not active:
            form_drafts.discard(opened.connection, agent_id)
        desk.people_changed(opened.connection)
        offer_again(opened, was)


def locale_of(desk: Desk, agent_id: int) -> str | None:
    with desk.reading() as connection:
        return people.locale_of(connection, agent_id)


def set_locale(desk: Desk, agent_id: int, locale: str) -> None:
    """The language of the pages and of the notices that this person gets."""
    if locale not in ("da", "en"):
        raise Invalid({"locale": "Vælg dansk eller engelsk."})
    with directory_change(desk, agent_id) as connection:
        people.set_agent(connection, agent_id, locale=locale)
        desk.people_changed(connection)


def is_address(text: str) -> bool:
    """Whether mail can be sent there."""
    try:
        return len(text) <= 254 and bool(checked_address(text))
    except ValueError:
        return False
