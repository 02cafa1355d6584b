"""The job port and the runner that is built in: looks at whatever has a handler when it is time.

A job is a name and a time to look; what there is to do stands in the handler's own rows, so a look too many does no
harm and one that was lost is made up for. Handlers are given when the desk is put together.
"""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.clock import Clock
from engine.errors import Unavailable
from engine.presence import Presence
from engine.store import Connection, Database
from engine.store import jobs as store
from engine.store.jobs import LONGEST_DELAY, SWEEP

# looks once at what is due, and answers when to look next: None when nothing is planned
Handler = Callable[[], datetime | None]

LEASE = timedelta(minutes=10)  # of a living process; a dead one's ends with its heartbeat
POLL_SECONDS = 1.0

_log = logging.getLogger(__name__)


@dataclass
class Tally:
    """What this process has done for one job since it started; a look that a missing database ended is a failure."""

    looks: int = 0
    failures: int = 0
    seconds: float = 0.0


def defer(connection: Connection, name: str, due_at: datetime) -> None:
    """Has that job looked at by `due_at`, if the transaction is committed."""
    store.defer(connection, name, due_at)


class Runner:
    """Runs the jobs that have a handler, each in a thread of its own so that none waits for another, or when told.

    Any number of processes may have one.
    """

    def __init__(
        self,
        database: Database,
        clock: Clock,
        handlers: Mapping[str, Handler],
        *,
        wake: threading.Event | None = None,
        presence: Presence | None = None,
        tallies: dict[str, Tally] | None = None,
    ):
        self._database, self._clock, self._handlers = database, clock, dict(handlers)
        self._presence = presence or Presence(database)
        self._wake = wake or threading.Event()
        self._tallies = {} if tallies is None else tallies
        for name in self._handlers:
            self._tallies.setdefault(name, Tally())
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begins with one look at everything: the process before this one may have been killed."""
        if self._threads:
            raise RuntimeError("the runner is running already")
        self._stopping.clear()
        self._presence.start()
        for name in self._handlers:
            thread = threading.Thread(target=self._run, args=(name,), name=f"job {name}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def stop(self, seconds: float = 10) -> None:
        """Lets the looks that have begun come to their end, for so long at most."""
        self._stopping.set()
        self._wake.set()
        give_up = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, give_up - time.monotonic()))
        if self._threads:
            self._threads = []
            self._presence.stop()

    def run_due(self) -> int:
        """Looks, here and now, until nothing is due; returns how many looks that were."""
        looks = 0
        with self._presence.meanwhile():
            while any(made := [self._look_if_due(name) for name in self._handlers]):
                looks += sum(made)
        return looks

    def _run(self, name: str) -> None:
        self._round(name, early=True)
        while not self._stopping.is_set():
            self._wake.wait(POLL_SECONDS)
            self._wake.clear()
            self._round(name)

    def _round(self, name: str, *, early: bool = False) -> None:
        try:
            if early:
                self._look(name, early=True)
            while not self._stopping.is_set() and self._look_if_due(name):
                pass
        except Unavailable:
            self._stopping.wait(POLL_SECONDS)
        except Exception:
            _log.exception("%s: no look was possible", name)
            self._stopping.wait(POLL_SECONDS)

    def _look_if_due(self, name: str) -> bool:
        """Asks without locking anything first: most of the time nothing is due."""
        with self._database.read() as connection:
            due = store.is_due(connection, name, self._clock(), self._presence.holder)
        return due and self._look(name)

    def _look(self, name: str, *, early: bool = False) -> bool:
        with self._database.write() as connection:
            lease = store.take(connection, name, self._clock(), LEASE, self._presence.holder, early=early)
        if lease is None:
            return False
        planned, error = self._call(name)
        now = self._clock()
        if error is None:
            due_at = min(planned or now + SWEEP, now + SWEEP)
        else:
            due_at = now + min(timedelta(seconds=2 ** min(lease.attempts, 20)), LONGEST_DELAY)
        with self._database.write() as connection:
            store.give_back(connection, lease, due_at, error=error)
        return True

    def _call(self, name: str) -> tuple[datetime | None, str | None]:
        tally, began = self._tallies[name], time.perf_counter()
        tally.looks += 1
        try:
            return self._handlers[name](), None
        except Unavailable:
            tally.failures += 1
            raise
        except Exception as error:  # whatever it is, the job is tried again and the others go on
            tally.failures += 1
            _log.exception("%s failed", name)
            return None, f"{type(error).__name__}: {error}"
        finally:
            tally.seconds += time.perf_counter() - began
