"""Heartbeats: which processes work on this database, in which version. Every time here is the database's own clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from engine.store.connection.times import database_time
from engine.store.tables import heartbeats

KEPT = timedelta(days=1)  # a row of a process that was killed


@dataclass(frozen=True)
class Heartbeat:
    """A process as it last told of itself. `schema` is the one that its code works with."""

    id: str
    role: str
    version: str
    schema: str
    started_at: datetime


@dataclass(frozen=True)
class Holder:
    """Who takes a lease; whoever was silent for `stale_after` is taken for dead, and its leases are free."""

    id: str
    stale_after: timedelta


def beat(connection: Connection, id_: str, role: str, version: str, schema: str) -> None:
    """The process is alive now; what was left of long dead ones goes."""
    now = database_time(connection)
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    row = {"id": id_, "role": role, "version": version, "schema": schema, "started_at": now, "beat_at": now}
    insert = dialect.insert(heartbeats).values(**row)
    connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_={"beat_at": now}))
    connection.execute(delete(heartbeats).where(heartbeats.c.beat_at < database_time(connection, ago=KEPT)))


def stop(connection: Connection, id_: str) -> None:
    """The process has ended as it should: its leases are free at once."""
    connection.execute(delete(heartbeats).where(heartbeats.c.id == id_))


def fresh(connection: Connection, stale_after: timedelta) -> tuple[Heartbeat, ...]:
    """The living processes, the one that started last at the end."""
    columns = [heartbeats.c[name] for name in ("id", "role", "version", "schema", "started_at")]
    living = select(*columns).where(_is_fresh(connection, stale_after)).order_by(heartbeats.c.started_at)
    return tuple(Heartbeat(*row) for row in connection.execute(living))


def is_alive(connection: Connection, id_: ColumnElement[Any], stale_after: timedelta) -> ColumnElement[bool]:
    """For a query: whether the process of that column has told of itself lately."""
    return exists().where(and_(heartbeats.c.id == id_, _is_fresh(connection, stale_after)))


def _is_fresh(connection: Connection, stale_after: timedelta) -> ColumnElement[bool]:
    return heartbeats.c.beat_at > database_time(connection, ago=stale_after)
