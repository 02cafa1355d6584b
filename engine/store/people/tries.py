"""Tries to sign in, by what was typed and where (a hash): alike for names that exist and names that do not."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.tables import tries


def find(connection: Connection, key: str, now: datetime) -> tuple[int, datetime | None]:
    """(how many failed, until when the next must wait); locks them for this transaction, whoever tries beside it."""
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    new = dialect.insert(tries).values(key=key, failed=0, tried_at=now)
    connection.execute(new.on_conflict_do_nothing(index_elements=["key"]))
    row = connection.execute(select(tries).where(tries.c.key == key).with_for_update()).one()
    return row.failed, row.locked_until


def put(connection: Connection, key: str, failed: int, locked_until: datetime | None, now: datetime) -> None:
    values = {"failed": failed, "locked_until": locked_until, "tried_at": now}
    connection.execute(update(tries).where(tries.c.key == key).values(**values))


def count(connection: Connection, key: str) -> int:
    """How many failed, without locking."""
    return connection.execute(select(tries.c.failed).where(tries.c.key == key)).scalar_one_or_none() or 0


def take_back(connection: Connection, key: str) -> None:
    """The last try did not fail."""
    connection.execute(update(tries).where(tries.c.key == key, tries.c.failed > 0).values(failed=tries.c.failed - 1))


def forget(connection: Connection, key: str) -> None:
    connection.execute(delete(tries).where(tries.c.key == key))


def forget_before(connection: Connection, moment: datetime) -> None:
    connection.execute(delete(tries).where(tries.c.tried_at < moment))
