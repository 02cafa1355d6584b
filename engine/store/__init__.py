"""Tables and queries: the only SQL of the house.

One file of queries a noun; functions take a connection and give values, or take the `Writes` of a transaction.
"""

from sqlalchemy import Connection

from engine.store.connection.database import Database, after_commit, migrate
from engine.store.connection.upgrading import require_newest, upgrade
from engine.store.heartbeats import Heartbeat, Holder
from engine.store.migrations import found as schema_found
from engine.store.migrations import known as schema_known
from engine.store.migrations import newest as schema_newest
from engine.store.tables import FAR
from engine.store.writes import Writes

__all__ = [
    "FAR",
    "Connection",
    "Database",
    "Heartbeat",
    "Holder",
    "Writes",
    "after_commit",
    "migrate",
    "require_newest",
    "schema_found",
    "schema_known",
    "schema_newest",
    "upgrade",
]
