"""Who opened which case, task or file is noted at best effort, and kept for as long as the desk is set to (D-28).

A day that is over is closed: how many viewings it had, and their sha256, go into the desk's history, so that `verify`
finds what was changed in it afterwards.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from itertools import groupby

from engine.clock import ZONE, local_day
from engine.history.canonical import canonical, moment
from engine.history.events.desk_events import ViewingsClosed, ViewingsDeleted
from engine.history.shape import Recorded, Subject
from engine.model.viewings import REPEATED, Viewable
from engine.sentences import say
from engine.store import Connection
from engine.store.history import chains, viewings
from engine.store.history.subjects import THE_DESK
from engine.transaction.desk import Desk

LEEWAY = timedelta(hours=1)  # after midnight, in which notes of the day before are still written


def note_viewing(desk: Desk, viewed: Viewable, *, by: int) -> None:
    """That `by` opened it now; to be called beside the request, since no page waits for it."""
    with desk.database.write() as connection:
        now = desk.clock()
        viewings.add(connection, by, viewed, now, now - REPEATED)


def close_viewings(desk: Desk) -> None:
    """A job: closes every day that is over, and deletes what is older than the desk keeps."""
    now = desk.clock()
    today = local_day(now - LEEWAY)
    kept_from = today - timedelta(days=desk.settings.viewings_days)
    with desk.reading() as connection:
        is_over = viewings.has_any(connection, _after(viewings.last_closed(connection)), _midnight(today))
        if not is_over and not viewings.has_any(connection, None, _midnight(kept_from)):
            return
    with desk.database.write() as connection:
        chains.hold(connection, Subject.DESK, THE_DESK)
        closed = [*_days(connection, _after(viewings.last_closed(connection)), _midnight(today))]
        told: list[Recorded] = [ViewingsClosed(day=day.isoformat(), count=n, sha256=sum_) for day, n, sum_ in closed]
        if viewings.delete_before(connection, _midnight(kept_from)):
            told.append(ViewingsDeleted(before=kept_from.isoformat()))
        if told:
            chains.record(connection, Subject.DESK, THE_DESK, *told, desk=desk.uuid, now=now, by=None)


def check_viewings(connection: Connection) -> Iterator[tuple[date, str]]:
    """(day, what is wrong) of each closed day whose viewings are not as they were then."""
    told, kept_from = viewings.closed(connection), viewings.deleted_before(connection)
    if not told:
        return
    found = {day: (count, sum_) for day, count, sum_ in _days(connection, None, _after(max(told)))}
    for day in sorted(told.keys() | found.keys()):
        if kept_from and day < kept_from:
            if day in found:
                yield day, say("Visninger, som er slettet, står der igen.")
        elif told.get(day) != found.get(day):
            counts = {"now": found.get(day, (0,))[0], "count": told.get(day, (0,))[0]}
            yield day, say("Visningerne er andre end dem, dagen sluttede med (%(now)s nu, %(count)s da).", **counts)


def _days(connection: Connection, since: datetime | None, until: datetime | None) -> Iterator[tuple[date, int, str]]:
    """(day, how many viewings, their sha256) of each day of that time that has any."""
    for day, rows in groupby(viewings.between(connection, since, until), key=lambda row: local_day(row["at"])):
        count, hashed = 0, sha256()
        for row in rows:
            count += 1
            hashed.update(canonical(row | {"at": moment(row["at"])}) + b"\n")
        yield day, count, hashed.hexdigest()


def _after(day: date | None) -> datetime | None:
    """When that day is over."""
    return _midnight(day + timedelta(days=1)) if day else None


def _midnight(day: date) -> datetime:
    """When the day begins where the desk is."""
    return datetime.combine(day, time(), ZONE)
