"""Tables and queries: the only SQL of the house.

One file of queries a noun; functions take a connection and give values, or take the `Writes` of a transaction.
"""

from sqlalchemy import Connection

from engine.store.database import Database, after_commit, migrate
from engine.store.tables import FAR
from engine.store.writes import Writes

__all__ = ["FAR", "Connection", "Database", "Writes", "after_commit", "migrate"]
