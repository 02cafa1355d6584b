"""Sessions on the server (D-20): begun by signing in, ended by signing out, by their owner, an administrator, or time.

The browser holds a token, the table its hash.
"""

import secrets

from engine.model.people import Agent
from engine.model.sessions import LONGEST, UNUSED, Session
from engine.people.signing_in import check_administrator
from engine.store import Connection
from engine.store.people import sessions
from engine.store.people.sessions import key_of
from engine.transaction.desk import Desk

MAX_BROWSER = 300  # characters


def begin_session(desk: Desk, agent_id: int, *, browser: str = "") -> str:
    """A new session of that agent: the token that its browser is to hold. Sessions whose time is over are deleted."""
    token, now = secrets.token_urlsafe(32), desk.clock()
    with desk.database.write() as connection:
        sessions.end_unused(connection, now - UNUSED, now - LONGEST)
        sessions.add(connection, key_of(token), agent_id, browser[:MAX_BROWSER], now)
    return token


def find_session(desk: Desk, token: str) -> tuple[Session, Agent] | None:
    """The session and who is signed in by it; None where it is over, or its agent has left."""
    session = desk.session(key_of(token))
    if session is None or session.is_over(desk.clock()):
        return None
    agent = desk.directory().active(session.agent_id)
    return (session, agent) if agent else None


def note_session_use(desk: Desk, session: Session) -> None:
    """That it was used now; to be called beside the request, since no page waits for it."""
    with desk.database.write() as connection:
        sessions.note_use(connection, session.id, desk.clock())
        desk.sessions_changed(connection)


def sessions_of(desk: Desk, agent_id: int, *, by: int) -> tuple[Session, ...]:
    """That agent's sessions, the one used last first: their own to see, and an administrator's; raises Refused."""
    with desk.reading() as connection:
        _check_owner(desk, connection, agent_id, by)
        now = desk.clock()
        return tuple(session for session in sessions.of_agent(connection, agent_id) if not session.is_over(now))


def end_session(desk: Desk, token: str) -> None:
    """Signing out."""
    with desk.database.write() as connection:
        sessions.end(connection, key_of(token))
        desk.sessions_changed(connection)


def end_one_session(desk: Desk, agent_id: int, session_id: int, *, by: int) -> None:
    """One session of that agent's list; one that is over already is no error. Raises Refused."""
    with desk.database.write() as connection:
        _check_owner(desk, connection, agent_id, by)
        sessions.end_one(connection, agent_id, session_id)
        desk.sessions_changed(connection)


def end_sessions(desk: Desk, agent_id: int, *, by: int) -> None:
    """Signs that agent out everywhere; raises Refused."""
    with desk.database.write() as connection:
        _check_owner(desk, connection, agent_id, by)
        sessions.end_all(connection, agent_id)
        desk.sessions_changed(connection)


def _check_owner(desk: Desk, connection: Connection, agent_id: int, by: int) -> None:
    if by != agent_id:
        check_administrator(desk, connection, by)
