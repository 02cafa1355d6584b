"""Sessions, each by a hash of the token that its browser holds."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select, update

from engine.model.sessions import Session
from engine.store.connection.prepared import first
from engine.store.people.people import DIRECTORY
from engine.store.tables import marks, sessions

_VERSION = select(marks.c.value).where(marks.c.name == DIRECTORY).scalar_subquery().label("directory_version")
_BY_KEY = select(sessions, _VERSION).where(sessions.c.key == bindparam("key"))


def key_of(token: str) -> str:
    """What stands in the table, so that whoever reads it signs in as nobody."""
    return hashlib.sha256(token.encode()).hexdigest()


def add(connection: Connection, key: str, agent_id: int, browser: str, now: datetime) -> None:
    row = {"key": key, "agent_id": agent_id, "browser": browser, "started_at": now, "last_used_at": now}
    connection.execute(insert(sessions), row)


def find(connection: Connection, key: str) -> tuple[Session, int] | None:
    """The session, and the version of who there is."""
    row = first(connection, _BY_KEY, {"key": key})
    return (_session(row), int(row["directory_version"] or 0)) if row else None


def of_agent(connection: Connection, agent_id: int) -> tuple[Session, ...]:
    """The one used last first."""
    rows = select(sessions).where(sessions.c.agent_id == agent_id)
    latest_first = rows.order_by(sessions.c.last_used_at.desc(), sessions.c.id.desc())
    return tuple(_session(row._mapping) for row in connection.execute(latest_first))


def count(connection: Connection, used_after: datetime, started_after: datetime) -> int:
    going_on = (sessions.c.last_used_at > used_after, sessions.c.started_at > started_after)
    return connection.execute(select(func.count()).select_from(sessions).where(*going_on)).scalar_one()


def note_use(connection: Connection, session_id: int, now: datetime) -> None:
    later = update(sessions).where(sessions.c.id == session_id, sessions.c.last_used_at < now)
    connection.execute(later.values(last_used_at=now))


def end(connection: Connection, key: str) -> None:
    connection.execute(delete(sessions).where(sessions.c.key == key))


def end_one(connection: Connection, agent_id: int, session_id: int) -> None:
    connection.execute(delete(sessions).where(sessions.c.agent_id == agent_id, sessions.c.id == session_id))


def end_all(connection: Connection, agent_id: int, *, but: str | None = None) -> None:
    """All sessions of that agent, except the one with the key `but`."""
    connection.execute(delete(sessions).where(sessions.c.agent_id == agent_id, sessions.c.key != (but or "")))


def end_unused(connection: Connection, last_used_before: datetime, started_before: datetime) -> None:
    old = or_(sessions.c.last_used_at <= last_used_before, sessions.c.started_at <= started_before)
    connection.execute(delete(sessions).where(old))


def _session(row: Mapping[Any, Any]) -> Session:
    return Session(row["id"], row["agent_id"], row["started_at"], row["last_used_at"], row["browser"])
