"""Tables and queries: the only SQL of the house. One file of queries a noun; functions take a connection and give values."""

from engine.store.database import Database, migrate

__all__ = ["Database", "migrate"]
