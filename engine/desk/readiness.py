"""Whether this desk can do its work now: what a load balancer and whoever watches ask."""

from dataclasses import dataclass

from engine.errors import Unavailable
from engine.presence import PACE
from engine.store import heartbeats, schema_found, schema_newest
from engine.transaction.desk import Desk


@dataclass(frozen=True)
class Readiness:
    """The database answers, its schema is this version's, and a process that sends mail and watches deadlines lives."""

    database: bool
    schema: bool
    worker: bool


def readiness(desk: Desk) -> Readiness:
    """Asked anew each time; never raises."""
    try:
        with desk.reading() as connection:
            right = schema_found(connection) == schema_newest()
            return Readiness(True, right, right and bool(heartbeats.fresh(connection, PACE.stale)))
    except Unavailable:
        return Readiness(False, False, False)
