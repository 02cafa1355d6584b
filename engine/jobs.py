"""Jobs: when to look again, and the runner that does. What there is to do stands in the tables (outbox, timers)."""

import logging
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from engine.clock import Clock
from engine.store import FAR, Connection, Database, jobs

LOG = logging.getLogger(__name__)
LEASE = timedelta(minutes=5)
LONGEST_WAIT = timedelta(hours=1)
POLL_SECONDS = 1.0

# Does what is due, and answers when to look again (None: when somebody leaves a job).
Handler = Callable[[], datetime | None]


def defer(connection: Connection, name: str, due_at: datetime) -> None:
    """Leaves a job in the transaction at hand: whoever looks at or after `due_at` does it. The earliest wish counts."""
    jobs.defer(connection, name, due_at)


class Runner:
    """Does the jobs of one database, alone or beside other runners."""

    def __init__(self, database: Database, clock: Clock, handlers: Mapping[str, Handler], wake: threading.Event):
        self._database, self._clock, self._handlers, self._wake = database, clock, handlers, wake
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """A thread of its own, until `stop`."""
        self._thread = threading.Thread(target=self.run, name="jobs", daemon=True)
        self._thread.start()

    def stop(self, seconds: float = 10) -> None:
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(seconds)

    def run(self) -> None:
        """Looks whenever something was left, and every second; until `stop`."""
        while not self._stopping.is_set():
            self._wake.clear()
            try:
                self.run_due()
            except Exception:  # the database may be away for a while
                LOG.exception("jobs could not be read")
            self._wake.wait(POLL_SECONDS)

    def run_due(self) -> int:
        """Does everything that is due now; how many looks that took."""
        done = 0
        while ran := sum(self._look(name) for name in self._handlers):
            done += ran
        return done

    def _look(self, name: str) -> bool:
        with self._database.write() as connection:
            lease = jobs.take(connection, name, self._clock(), LEASE)
        if lease is None:
            return False
        error, again = None, None
        try:
            again = self._handlers[name]()
        except Exception as failure:  # the next look may go better
            LOG.exception("the job %s failed", name)
            error = f"{type(failure).__name__}: {failure}"
            again = self._clock() + min(LONGEST_WAIT, timedelta(seconds=2 ** (lease.attempts + 1)))
        with self._database.write() as connection:
            jobs.give_back(connection, lease, again or FAR, error=error)
        return True
