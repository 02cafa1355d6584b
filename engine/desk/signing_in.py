"""Who signs in, and passwords. Slower with every wrong one, alike for names that exist and names that do not."""

import hashlib
from datetime import datetime, timedelta

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from engine.desk.house import Desk
from engine.errors import Invalid, NotFound, Refused, SignInRefused
from engine.model.people import Agent
from engine.model.texts import composed, tidy
from engine.sentences import say
from engine.store import Connection, people, tries

_HASHER = PasswordHasher()
_NOBODY = _HASHER.hash("nobody's password")  # so that an unknown name costs what a known one costs
FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)  # tries are counted until nobody has tried for so long
MIN_PASSWORD = 10
WRONG = "Forkert brugernavn eller adgangskode."


def sign_in(desk: Desk, username: str, password: str, *, browser: str = "") -> Agent:
    """The agent; raises SignInRefused, slower with every wrong password for that name.

    `browser` names one from which this account has signed in before: its tries are counted by themselves, so what
    strangers type keeps nobody out of their own account.
    """
    name = tidy(username).lower()
    pause = _count_try(desk, name, browser)
    with desk.reading() as connection:
        account = people.find_account(connection, name)
    right = _matches(account.password_hash if account and account.password_hash else _NOBODY, password)
    if account is None or not right or not account.password_hash or not account.active:
        raise SignInRefused(WRONG, int(pause.total_seconds()))
    with desk.database.write() as connection:
        tries.forget(connection, _key(name, browser))
        return desk.directory(connection).agents[account.id]  # who may have been made by another process just now


def _count_try(desk: Desk, name: str, browser: str) -> timedelta:
    """Counts before it is known whether the password is right, so that many at once gain nothing.

    Returns how long the next try must wait if this one fails; raises SignInRefused for one that comes too early.
    """
    now = desk.clock()
    with desk.database.write() as connection:
        tries.forget_before(connection, now - FORGOTTEN)
        failed, locked_until = tries.find(connection, _key(name, browser), now)
        _check_wait(locked_until, now)
        pause = _pause(failed + 1)
        tries.put(connection, _key(name, browser), failed + 1, now + pause if pause else None, now)
    return pause


def _check_wait(locked_until: datetime | None, now: datetime) -> None:
    if locked_until and locked_until > now:
        wait = int((locked_until - now).total_seconds()) + 1
        raise SignInRefused(
            say("For mange forkerte forsøg. Vent %(seconds)s sekunder, og prøv igen.", seconds=wait), wait
        )


def _pause(failed: int) -> timedelta:
    if failed <= FREE_TRIES:
        return timedelta(0)
    return min(LONGEST_WAIT, timedelta(seconds=2 ** min(failed - FREE_TRIES, 20)))


def _key(name: str, browser: str = "") -> str:
    """What stands in the table: somebody may have typed their password where the name belongs."""
    return hashlib.sha256(f"{name}\n{browser}".encode()).hexdigest()


def demo_accounts(desk: Desk) -> tuple[Agent, ...]:
    """Who comes in by a button: nobody on a desk that is no demo, and nobody who has a password."""
    if not desk.settings.demo:
        return ()
    with desk.reading() as connection:
        unlocked = people.without_password(connection)
        return tuple(a for a in desk.directory(connection).agents.values() if a.active and a.id in unlocked)


def has_accounts(desk: Desk) -> bool:
    """Whether there is anybody who can sign in; until then only `add_administrator` makes somebody who can."""
    with desk.reading() as connection:
        return people.has_accounts(connection)


def demo_sign_in(desk: Desk, agent_id: int) -> Agent:
    """A demo account, without a password; raises NotFound for any other."""
    agent = next((a for a in demo_accounts(desk) if a.id == agent_id), None)
    if agent is None:
        raise NotFound("Siden findes ikke.")
    return agent


def set_password(desk: Desk, agent_id: int, password: str, *, by: int) -> None:
    """An administrator's act, or one's own. Sessions of before are over: the account's `credentials` count up."""
    hashed = hash_of(password)
    with desk.database.write() as connection:
        if by != agent_id:
            must_administer(desk, connection, by)
        people.set_agent(connection, agent_id, password_hash=hashed)
        people.end_sessions(connection, agent_id)
        tries.forget(connection, _key(desk.directory(connection).agents[agent_id].username.lower()))
        desk.people_changed(connection)


def change_password(desk: Desk, agent_id: int, current: str, password: str, *, browser: str = "") -> Agent:
    """One's own, by whoever knows the one before; wrong ones are counted as at signing in."""
    _check_length(password)
    username = desk.directory().agents[agent_id].username
    try:
        sign_in(desk, username, current, browser=browser)
    except SignInRefused as refused:
        sentence = refused.args[0] if str(refused) != WRONG else "Den nuværende adgangskode er forkert."
        raise Invalid({"current": sentence}) from None
    set_password(desk, agent_id, password, by=agent_id)
    return desk.directory().agents[agent_id]


def hash_of(password: str) -> str:
    """What is kept of a password; raises Invalid for one that is too short."""
    _check_length(password)
    return _HASHER.hash(composed(password))


def _check_length(password: str) -> None:
    if len(password) < MIN_PASSWORD:
        raise Invalid({"password": say("Adgangskoden skal være på mindst %(least)s tegn.", least=MIN_PASSWORD)})


def must_administer(desk: Desk, connection: Connection, by: int) -> None:
    agent = desk.directory(connection).active(by)
    if agent is None or "administrator" not in agent.roles:
        raise Refused("D-08", "Kun administratorer kan det.")


def _matches(password_hash: str, password: str) -> bool:
    try:
        return _HASHER.verify(password_hash, composed(password))
    except (VerifyMismatchError, InvalidHashError):
        return False
