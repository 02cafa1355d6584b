"""Notes beside the requests: what somebody has seen, when they were here last. At best effort, and nobody waits.

One thread of the process writes them, one after the other, when the page is on its way; a note that cannot be written
is lost. Whoever asks for the next page sees what was noted of the one before.
"""

import logging
import threading
from collections import Counter, deque
from collections.abc import Callable

from engine.errors import Unavailable

MOST_WAITING = 1000
PATIENCE_SECONDS = 0.2  # the next page waits so long, once, while the database takes no writes
END_SECONDS = 5.0

_log = logging.getLogger(__name__)


class Notes:
    """The notes of one process. Each is a function with a transaction of its own."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._waiting: deque[tuple[int, Callable[[], object]]] = deque()
        self._unwritten: Counter[int] = Counter()  # by person, the one in hand included
        self._stuck = False
        self._closed = False
        self._thread: threading.Thread | None = None

    def add(self, agent_id: int, write: Callable[[], object]) -> None:
        """Has `write` done soon, for that person; does nothing where too many wait already."""
        with self._changed:
            if self._closed or len(self._waiting) >= MOST_WAITING:
                return
            self._waiting.append((agent_id, write))
            self._unwritten[agent_id] += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="notes", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def settle(self, agent_id: int) -> None:
        """Waits for that person's notes, briefly; not at all while the thread is held up."""
        with self._changed:
            if not self._stuck:
                self._stuck = not self._changed.wait_for(lambda: not self._unwritten[agent_id], PATIENCE_SECONDS)

    def close(self) -> None:
        """Writes what waits, for so long at most; takes no more."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(END_SECONDS)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting or self._closed)
                if not self._waiting:
                    return
                agent_id, write = self._waiting.popleft()
            try:
                write()
            except Unavailable:
                pass  # the database's own line in the log is enough
            except Exception:
                _log.exception("a note beside a request was not written")
            with self._changed:
                self._unwritten[agent_id] -= 1
                self._stuck = False
                self._changed.notify_all()
