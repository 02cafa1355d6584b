"""Trying an act out: everything is asked and reckoned as it would be, and nothing of it is kept."""

import copy
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from engine.store import Connection, Database
from engine.transaction.desk import Desk


class _NotKept(Exception):
    """Ends a transaction that was only tried."""


class _Rehearsed(Database):
    """The same database; what is written to it is rolled back at the end, and what waits for a commit is not done."""

    def __init__(self, database: Database):
        self.__dict__.update(database.__dict__)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        with suppress(_NotKept), super().write() as connection:
            yield connection
            raise _NotKept


def rehearsed(desk: Desk) -> Desk:
    """The desk for a rehearsal: the same rules refuse, warn and count as on the desk itself."""
    tried = copy.copy(desk)
    tried.database = _Rehearsed(desk.database)
    return tried
