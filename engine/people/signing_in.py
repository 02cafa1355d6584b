"""Who signs in. Slower with every wrong password, alike for names that exist and names that do not.

What a password must be is in `passwords`, what signing in begins in `sessions`.
"""

import hashlib
from datetime import datetime, timedelta

from engine.errors import Invalid, NotFound, Refused, SignInRefused
from engine.history.events.people_events import SignedIn, SignInFailed
from engine.history.shape import Subject
from engine.model.people import Agent
from engine.model.roles import Right
from engine.people.passwords import check_password, hash_of, matches
from engine.sentences import say
from engine.store import Connection
from engine.store.history import chains
from engine.store.people import people, sessions, tries
from engine.texts.lines import tidy
from engine.transaction.chains import directory_change
from engine.transaction.desk import Desk

FREE_TRIES = 5
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN = timedelta(days=1)  # tries are counted until nobody has tried for so long
ADDRESS_TRIES = 60  # wrong passwords from one network address …
ADDRESS_WINDOW_SECONDS = 600  # … in so long a time
WRONG = "Forkert brugernavn eller adgangskode."


def sign_in(desk: Desk, username: str, password: str, *, browser: str = "", address: str = "") -> Agent:
    """The agent; raises SignInRefused, slower with every wrong password for that name.

    `browser` names one from which this account has signed in before: its tries are counted by themselves, so what
    strangers type keeps nobody out of their own account. `address` is the network address the try came from: the
    wrong passwords of strangers from it are counted together, whatever the names (D-20).
    """
    name = tidy(username).lower()
    stranger = "" if browser else address
    pause = _count_try(desk, name, browser, stranger)
    with desk.reading() as connection:
        account = people.find_account(connection, name)
    right = matches(account.password_hash if account else None, password)
    if account is None or not right or not account.active:
        raise SignInRefused(WRONG, int(pause.total_seconds()))
    with desk.database.write() as connection:
        if stranger:  # the address before the name, as a try locks them
            tries.take_back(connection, _address_key(stranger, desk.clock()))
        failed, _ = tries.find(connection, _key(name, browser), desk.clock())
        tries.forget(connection, _key(name, browser))
        _record(desk, connection, account.id, failed - 1)  # this try was counted too
        return desk.directory(connection).agents[account.id]  # who may have been made by another process just now


def _record(desk: Desk, connection: Connection, agent_id: int, failed: int) -> None:
    """That they came in, and how many wrong passwords came before; those of whom nobody came in are told nowhere."""
    told = [SignInFailed(count=failed)] if failed > 0 else []
    now = desk.clock()
    chains.record(connection, Subject.AGENT, agent_id, *told, SignedIn(), desk=desk.uuid, now=now, by=agent_id)


def _count_try(desk: Desk, name: str, browser: str, stranger: str) -> timedelta:
    """Counts before it is known whether the password is right, so that many at once gain nothing.

    Returns how long the next try must wait if this one fails; raises SignInRefused for one that comes too early.
    """
    now = desk.clock()
    with desk.database.write() as connection:
        tries.forget_before(connection, now - FORGOTTEN)
        if stranger:
            _count_address(connection, stranger, now)
        failed, locked_until = tries.find(connection, _key(name, browser), now)
        _check_wait(locked_until, now)
        pause = _pause(failed + 1)
        tries.put(connection, _key(name, browser), failed + 1, now + pause if pause else None, now)
    return pause


def _count_address(connection: Connection, address: str, now: datetime) -> None:
    """Counts in windows of fixed length; those of the window before count by the share that is not gone by yet."""
    key, gone = _address_key(address, now), now.timestamp() % ADDRESS_WINDOW_SECONDS
    before = tries.count(connection, _address_key(address, now - timedelta(seconds=ADDRESS_WINDOW_SECONDS)))
    failed, _ = tries.find(connection, key, now)
    if failed + before * (1 - gone / ADDRESS_WINDOW_SECONDS) >= ADDRESS_TRIES:
        wait = int(ADDRESS_WINDOW_SECONDS - gone) + 1
        raise SignInRefused(
            say("For mange forkerte forsøg herfra. Vent %(minutes)s minutter, og prøv igen.", minutes=wait // 60 + 1),
            wait,
        )
    tries.put(connection, key, failed + 1, None, now)


def _address_key(address: str, at: datetime) -> str:
    return _key(address, f"window {int(at.timestamp()) // ADDRESS_WINDOW_SECONDS}")


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


def set_password(desk: Desk, agent_id: int, password: str, *, by: int, but: str | None = None) -> None:
    """An administrator's act, or one's own. The account's sessions are over, except the one with the key `but`.

    What an administrator chose must be changed by its owner at the next sign-in.
    """
    agent = desk.directory().agents[agent_id]
    hashed = hash_of(password, names=names_of(agent.name, agent.username, agent.email))
    with directory_change(desk, by) as connection:
        if by != agent_id:
            must_administer(desk, connection, by)
        people.set_agent(connection, agent_id, password_hash=hashed, password_is_given=by != agent_id)
        sessions.end_all(connection, agent_id, but=but)
        desk.sessions_changed(connection)
        tries.forget(connection, _key(agent.username.lower()))
        desk.people_changed(connection)


def change_password(
    desk: Desk, agent_id: int, current: str, password: str, *, browser: str = "", address: str = "", token: str = ""
) -> None:
    """One's own, by whoever knows the one before; wrong ones are counted as at signing in.

    The session of `token` goes on; all others of the account are over.
    """
    agent = desk.directory().agents[agent_id]
    check_password(password, names_of(agent.name, agent.username, agent.email))
    if password == current:
        raise Invalid({"password": "Den nye adgangskode er den samme som den nuværende. Vælg en anden."})
    try:
        sign_in(desk, agent.username, current, browser=browser, address=address)
    except SignInRefused as refused:
        sentence = refused.args[0] if str(refused) != WRONG else "Den nuværende adgangskode er forkert."
        raise Invalid({"current": sentence}) from None
    set_password(desk, agent_id, password, by=agent_id, but=sessions.key_of(token))


def names_of(name: str, username: str, email: str | None) -> tuple[str, ...]:
    """What a person's password must not be made of."""
    return name, username, email or ""


def must_administer(desk: Desk, connection: Connection, by: int) -> None:
    """Raises Refused. Holds who there is: two administrators change it one after the other."""
    people.hold(connection)
    check_administrator(desk, connection, by)


def check_administrator(desk: Desk, connection: Connection, by: int) -> None:
    """Raises Refused; holds nothing, so that a page may ask."""
    agent = desk.directory(connection).active(by)
    if agent is None or not agent.may(Right.ADMINISTER):
        raise Refused("D-08", "Kun administratorer kan det.")
