"""People, teams and customers: who there is, and who signs in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from engine.desk.house import Desk
from engine.desk.unit import unit
from engine.desk.vacancies import offer_again
from engine.errors import Invalid, NotFound, Refused, SignInRefused
from engine.model.people import Agent, Customer, Department
from engine.sentences import say
from engine.store import Connection, people

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody's password")  # so that an unknown name costs what a known one costs
FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=15)
MIN_PASSWORD = 10


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
    with desk.database.write() as connection:
        team_ids = people.team_ids(connection)
        for team in teams:
            if team.name not in team_ids:
                team_ids[team.name] = people.add_team(
                    connection, team.name, team.department, is_main=team.is_main, is_default=team.is_default
                )
        agent_ids = people.agent_ids(connection)
        for agent in agents:
            if agent.username not in agent_ids:
                agent_ids[agent.username] = insert_agent(connection, agent, team_ids)
        customer_ids = people.customer_ids(connection)
        for name, email in customers:
            if name not in customer_ids:
                customer_ids[name] = people.add_customer(connection, name=name, email=email)
        desk.people_changed(connection)
    return Added(team_ids, agent_ids, customer_ids)


def insert_agent(connection: Connection, new: NewAgent, team_ids: Mapping[str, int]) -> int:
    """The new account's id; raises Invalid for a password that is too short."""
    if new.password is not None and len(new.password) < MIN_PASSWORD:
        raise Invalid({"password": say("Adgangskoden skal være på mindst %(least)s tegn.", least=MIN_PASSWORD)})
    agent_id = people.add_agent(
        connection,
        name=new.name,
        username=new.username,
        email=new.email,
        password_hash=_HASHER.hash(new.password) if new.password else None,
        department=new.department.value,
        team_id=team_ids[new.home],
        roles=sorted(new.roles),
        active=True,
        failed_logins=0,
    )
    add_memberships(connection, agent_id, new, team_ids)
    return agent_id


def add_memberships(connection: Connection, agent_id: int, new: NewAgent, team_ids: Mapping[str, int]) -> None:
    for name in sorted(new.teams | new.dispatches | new.leads):
        people.add_membership(
            connection, agent_id, team_ids[name], dispatcher=name in new.dispatches, lead=name in new.leads
        )


def sign_in(desk: Desk, username: str, password: str) -> Agent:
    """The agent; raises SignInRefused, slower with every wrong password of that account."""
    with desk.reading() as connection:
        account = people.find_account(connection, username.strip())
    now = desk.clock()
    locked_until = account.locked_until if account else None
    if locked_until and locked_until > now:
        wait = int((locked_until - now).total_seconds()) + 1
        raise SignInRefused(
            say("For mange forkerte forsøg. Vent %(seconds)s sekunder, og prøv igen.", seconds=wait), wait
        )
    right = _matches(account.password_hash if account and account.password_hash else _NOBODY, password)
    if account is None:
        raise SignInRefused("Forkert brugernavn eller adgangskode.")
    if not right or not account.password_hash or not account.active:
        failed = account.failed_logins + 1
        pause = min(LONGEST_WAIT, timedelta(seconds=2 ** min(failed - FREE_TRIES, 20))) if failed > FREE_TRIES else None
        with desk.database.write() as connection:
            people.note_login(connection, account.id, failed=failed, locked_until=now + pause if pause else None)
        raise SignInRefused("Forkert brugernavn eller adgangskode.", int(pause.total_seconds()) if pause else 0)
    if account.failed_logins:
        with desk.database.write() as connection:
            people.note_login(connection, account.id, failed=0, locked_until=None)
    return desk.directory().agents[account.id]


def demo_sign_in(desk: Desk, agent_id: int) -> Agent:
    """A demo account, without a password; raises NotFound on a desk that is no demo."""
    agent = desk.directory().agents.get(agent_id)
    if not desk.settings.demo or agent is None or not agent.active:
        raise NotFound("Siden findes ikke.")
    return agent


def set_password(desk: Desk, agent_id: int, password: str, *, by: int) -> None:
    """An administrator's act, or one's own."""
    if len(password) < MIN_PASSWORD:
        raise Invalid({"password": say("Adgangskoden skal være på mindst %(least)s tegn.", least=MIN_PASSWORD)})
    with desk.database.write() as connection:
        if by != agent_id:
            must_administer(desk, connection, by)
        people.set_agent(connection, agent_id, password_hash=_HASHER.hash(password), failed_logins=0, locked_until=None)


def change_password(desk: Desk, agent_id: int, current: str, password: str) -> None:
    """One's own, by whoever knows the one before; wrong ones are counted as at signing in."""
    username = desk.directory().agents[agent_id].username
    try:
        sign_in(desk, username, current)
    except SignInRefused as refused:
        sentence = refused.args[0] if refused.wait_seconds else "Den nuværende adgangskode er forkert."
        raise Invalid({"current": sentence}) from None
    set_password(desk, agent_id, password, by=agent_id)


def set_active(desk: Desk, agent_id: int, active: bool, *, by: int) -> None:
    """Someone leaves or comes back; what waits for someone who leaves is offered to others."""
    with unit(desk, by) as one:
        must_administer(desk, one.connection, by)
        if agent_id == by and not active:
            raise Refused("D-08", "Du kan ikke lukke din egen konto: så kunne ingen lukke op igen.")
        was = desk.directory(one.connection).agents.get(agent_id)
        if was is None:
            raise NotFound("Personen findes ikke.")
        people.set_agent(one.connection, agent_id, active=active)
        desk.people_changed(one.connection)
        offer_again(one, was)


def locale_of(desk: Desk, agent_id: int) -> str | None:
    with desk.reading() as connection:
        return people.locale_of(connection, agent_id)


def set_locale(desk: Desk, agent_id: int, locale: str) -> None:
    if locale not in ("da", "en"):
        raise Invalid({"locale": "Vælg dansk eller engelsk."})
    with desk.database.write() as connection:
        people.set_agent(connection, agent_id, locale=locale)


def find_customers(desk: Desk, text: str, limit: int = 20) -> tuple[Customer, ...]:
    """Customers whose name or address begins so."""
    with desk.reading() as connection:
        return people.search_customers(connection, text.strip(), limit) if text.strip() else ()


def get_customer(desk: Desk, customer_id: int) -> Customer:
    with desk.reading() as connection:
        found = people.find_customer(connection, customer_id)
    if found is None:
        raise NotFound("Brugeren findes ikke.")
    return found


def add_customer(desk: Desk, *, name: str, email: str | None, phone: str | None, by: int) -> Customer:
    """A new customer; raises Invalid."""
    name, email, phone = name.strip(), (email or "").strip(), (phone or "").strip()
    problems = {}
    if not name or len(name) > 200:
        problems["name"] = "Skriv et navn, højst 200 tegn."
    if email and not is_address(email):
        problems["email"] = "Skriv en mailadresse som navn@eksempel.dk."
    if len(phone) > 40:
        problems["phone"] = "Telefonnummeret er for langt."
    if problems:
        raise Invalid(problems)
    with desk.database.write() as connection:
        agent = desk.directory(connection).agents.get(by)
        if agent is None or not agent.active or not agent.teams:
            raise Refused("D-08", "Du kan læse, men ikke oprette brugere.")
        customer_id = people.add_customer(connection, name=name, email=email or None, phone=phone or None)
    return Customer(customer_id, name, email or None, phone or None)


def must_administer(desk: Desk, connection: Connection, by: int) -> None:
    agent = desk.directory(connection).agents.get(by)
    if agent is None or "administrator" not in agent.roles:
        raise Refused("D-08", "Kun administratorer kan det.")


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def is_address(text: str) -> bool:
    name, at, host = text.rpartition("@")
    return (
        bool(name and at and host)
        and len(text) <= 254
        and text.isprintable()
        and not any(c in text for c in ' <>,;"()')
    )
