"""This process among all that work on one database: its heartbeat, which keeps its leases and shows its version.

A process that is killed stops beating, and others take over what it had in hand. One that finds the database brought
to another schema, or a later process of another version, is out of date: it says so and is stopped.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from uuid import uuid4

from engine.config import Settings
from engine.errors import Unavailable
from engine.store import Database, Heartbeat, Holder, heartbeats, schema_found, schema_newest, upgrade

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Pace:
    """How often a process tells of itself, and after which silence it is taken for dead."""

    beat: timedelta = timedelta(seconds=10)
    stale: timedelta = timedelta(seconds=25)  # two beats may be missed; with the poll of jobs, below 30 seconds


PACE = Pace()


def bring_up_to_date(settings: Settings, tell: Callable[[str], object]) -> None:
    """The database at its newest schema, once it answers; `tell` is given what its administrator should know.

    Raises WrongSetting where there is none, and while a process of another version is alive on it.
    """
    upgrade(settings.database_url, version("sagsgang"), PACE.stale, tell)


class Presence:
    """The heartbeat of a process. `role` is "serve" or "work"; `outdated` is called when it must not go on."""

    def __init__(
        self,
        database: Database,
        role: str = "work",
        *,
        pace: Pace = PACE,
        outdated: Callable[[], object] = lambda: None,
        version_: str | None = None,
    ):
        self._database, self._role, self._pace, self._outdated = database, role, pace, outdated
        self._version = version_ or version("sagsgang")
        self.holder = Holder(str(uuid4()), pace.stale)
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Beats until `stop`. Without a database nothing is held, so a beat that fails is only late."""
        self._ending.clear()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """What this process held is free."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join(self._pace.beat.total_seconds())
            self._thread = None
        self._leave()

    @contextmanager
    def meanwhile(self) -> Iterator[None]:
        """Present for a piece of work that is shorter than a silence may be; nothing more where it beats anyway."""
        if self._thread is not None:
            yield
            return
        self.beat()
        try:
            yield
        finally:
            self._leave()

    def beat(self) -> None:
        """Tells of this process, and looks around."""
        mine = schema_newest()
        with self._database.write() as connection:
            heartbeats.beat(connection, self.holder.id, self._role, self._version, mine)
            living = heartbeats.fresh(connection, self._pace.stale)
            found = schema_found(connection)
        if found != mine or self._later_of_another_version(living):
            _log.error("the database is now that of another version (schema %s): this process ends", found)
            self._outdated()

    def _later_of_another_version(self, living: tuple[Heartbeat, ...]) -> bool:
        return bool(living) and living[-1].version != self._version

    def _run(self) -> None:
        while True:
            try:
                self.beat()
            except Unavailable:
                pass  # the database's own line in the log is enough
            except Exception:
                _log.exception("this process could not tell of itself")
            if self._ending.wait(self._pace.beat.total_seconds()):
                return

    def _leave(self) -> None:
        """Where the database is away, the silence will tell."""
        with suppress(Unavailable), self._database.write() as connection:
            heartbeats.stop(connection, self.holder.id)
