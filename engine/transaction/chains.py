"""What happened to whatever is no case and no task: in the transaction that it happens in, under the chain's lock."""

import uuid
from importlib.metadata import version

from engine.clock import Clock
from engine.history.chain import chain
from engine.history.desk_events import Installed
from engine.history.shape import Recorded, Subject
from engine.store import Connection, Database, chains

THE_DESK = 1  # its id as a subject


def record(
    connection: Connection,
    subject: Subject,
    subject_id: int,
    *events: Recorded,
    desk: str,
    clock: Clock,
    by: int | None,
) -> None:
    """The events as the subject's next; `desk` is the desk's uuid. A clock that was put back does not turn its time."""
    head = chains.hold(connection, subject, subject_id)
    now, last = clock(), chains.last_at(connection, subject, subject_id, head)
    at = now if last is None else max(now, last)
    chains.add(connection, chain(subject, subject_id, head, events, desk=desk, at=at, by=by))


def identity(database: Database, clock: Clock) -> str:
    """The desk's uuid; of a new database one is made, by whoever comes first."""
    with database.read() as connection:
        known = chains.desk_uuid(connection)
    if known is not None:
        return known
    with database.write() as connection:
        if chains.hold(connection, Subject.DESK, THE_DESK).count == 0:
            new = str(uuid.uuid4())
            installed = Installed(uuid=new, product=version("sagsgang"))
            record(connection, Subject.DESK, THE_DESK, installed, desk=new, clock=clock, by=None)
        made = chains.desk_uuid(connection)
    assert made is not None
    return made
