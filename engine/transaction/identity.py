"""The desk's own number, with which every chain of its history begins."""

import uuid
from importlib.metadata import version

from engine.clock import Clock
from engine.history.events.desk_events import Installed
from engine.history.shape import Subject
from engine.store import Database
from engine.store.history import chains, subjects


def identity(database: Database, clock: Clock) -> str:
    """The desk's uuid; of a new database one is made, by whoever comes first."""
    with database.read() as connection:
        known = chains.desk_uuid(connection)
    if known is not None:
        return known
    with database.write() as connection:
        head = chains.hold(connection, Subject.DESK, subjects.THE_DESK)
        if head.count == 0:
            new = str(uuid.uuid4())
            installed = Installed(uuid=new, product=version("sagsgang"))
            chains.add(connection, Subject.DESK, subjects.THE_DESK, head, [installed], desk=new, now=clock(), by=None)
        made = chains.desk_uuid(connection)
    assert made is not None
    return made
