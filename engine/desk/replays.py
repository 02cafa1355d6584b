"""That another desk's log is played on this one: told in the desk's history, and how far it is, in marks."""

from engine.history.events.desk_events import ReplayBegun, ReplayEnded
from engine.history.shape import Subject
from engine.store import marks
from engine.store.history import chains
from engine.store.history.subjects import THE_DESK
from engine.transaction.desk import Desk

ENDED = "replay-ended"  # the mark that its end is told of


def find_mark(desk: Desk, name: str) -> str | None:
    with desk.reading() as connection:
        return marks.find(connection, name)


def set_mark(desk: Desk, name: str, value: str) -> None:
    with desk.database.write() as connection:
        marks.put(connection, name, value)


def begin_replay(desk: Desk, name: str, value: str, *, log: str, map_: str, rows: int) -> None:
    """Sets the mark that the database is this replay's. `log` and `map_` are the sha256 of the files."""
    begun = ReplayBegun(log=log, map=map_, rows=rows)
    with desk.database.write() as connection:
        marks.put(connection, name, value)
        chains.record(connection, Subject.DESK, THE_DESK, begun, desk=desk.uuid, now=desk.clock(), by=None)


def end_replay(desk: Desk, log: str) -> None:
    """Tells once that the log has come to its end."""
    with desk.database.write() as connection:
        if marks.find(connection, ENDED) is None:
            marks.put(connection, ENDED, log)
            ended = ReplayEnded(log=log)
            chains.record(connection, Subject.DESK, THE_DESK, ended, desk=desk.uuid, now=desk.clock(), by=None)
