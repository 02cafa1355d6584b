"""The desk itself: what every transaction needs, put together once."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from engine import clock as clocks
from engine import runner
from engine.config import ATTACHMENTS, Settings
from engine.diagrams.read import read
from engine.errors import NotFound
from engine.files import Files
from engine.hooks import Hooks, built_in
from engine.jobs import Tally
from engine.model.people import Directory
from engine.model.sessions import Session
from engine.reasons import NO_SERVER
from engine.sentences import say
from engine.store import Connection, Database, after_commit, definitions, require_newest
from engine.store.people import people, sessions
from engine.transaction.identity import identity
from engine.transaction.notes import Notes
from engine.transaction.recent_viewings import RecentViewings

FRESH_SECONDS = 1.0
MOST_SESSIONS = 1_000  # of which one is known as it was


class Desk:
    """The service desk: clock, database, hooks, jobs and files. `open_desk` makes one; nothing connects at import."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        clock: clocks.Clock,
        uuid: str,
        hooks: Hooks,
        not_sent: str | None,
    ):
        self.settings = settings
        self.database = database
        self.uuid = uuid  # with which every chain of its history begins
        self.clock = clock
        self.hooks = hooks
        self.not_sent = not_sent  # the reason why nothing leaves the house, if so
        self.files = Files(settings.data_dir / ATTACHMENTS)
        self.notes = Notes()
        self.recent_viewings = RecentViewings()
        self.wake = threading.Event()  # set after a commit that left something to do
        self.tallies: dict[str, Tally] = {}  # by job: what the runner of this process did
        self._directory: Directory | None = None
        self._looked_at = -FRESH_SECONDS
        self._changes = 0  # of who there is, by this process
        self._programs: dict[int, runner.Program] = {}
        self._sessions: dict[str, tuple[Session, float]] = {}

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        with self.database.read() as connection:
            yield connection

    def directory(self, connection: Connection | None = None, version: int | None = None) -> Directory:
        """Who there is, from the cache unless its version has gone by; without a connection, as of a second ago."""
        known = self._directory
        if connection is None:
            if known is not None and time.monotonic() - self._looked_at < FRESH_SECONDS:
                return known
            with self.reading() as connection:
                self._looked_at = time.monotonic()
                return self.directory(connection)
        if version is None:
            version = people.directory_version(connection)
        if known is None or known.version != version:
            known = people.load_directory(connection)
            if self._directory is None or known.version > self._directory.version:
                self._directory = known
        return known

    def people_changed(self, connection: Connection) -> None:
        """Who there is changes with this transaction: caches read it again, this process's as soon as it is there."""
        people.changed(connection)
        after_commit(connection, self._look_again)

    def _look_again(self) -> None:
        self._changes += 1
        self._looked_at = -FRESH_SECONDS

    def session(self, key: str) -> Session | None:
        """The session with that key as of a second ago: every request asks for one, and with it whether who there is
        has changed.
        """
        known = self._sessions  # whatever ends one meanwhile leaves this behind, with what is read here
        session, read_at = known.get(key, (None, -FRESH_SECONDS))
        if session is None or time.monotonic() - read_at >= FRESH_SECONDS or session.is_over(self.clock()):
            asked_at, changes = time.monotonic(), self._changes
            with self.database.without_transaction() as connection:
                found = sessions.find(connection, key)
            session = found[0] if found else None
            if found and self._directory and found[1] == self._directory.version and changes == self._changes:
                self._looked_at = asked_at
            if len(known) >= MOST_SESSIONS:
                known.clear()
            if session is not None:
                known[key] = session, time.monotonic()
        return session

    def sessions_changed(self, connection: Connection) -> None:
        """Some are over with this transaction, or were used: this process knows it as soon as it is there."""
        after_commit(connection, self._forget_sessions)

    def _forget_sessions(self) -> None:
        self._sessions = {}

    def program(self, connection: Connection, definition_id: int) -> runner.Program:
        """The parsed definition, parsed once a process."""
        if definition_id not in self._programs:
            content = definitions.content_of(connection, definition_id)
            if content is None:
                raise NotFound(say("Processen findes ikke."))
            self._programs[definition_id] = runner.build(content, read(content))
        return self._programs[definition_id]

    def close(self) -> None:
        self.notes.close()
        self.database.close()


def open_desk(
    settings: Settings,
    *,
    clock: clocks.Clock = clocks.system_clock,
    hooks: Hooks | None = None,
    not_sent: str | None = None,
) -> Desk:
    """The one constructor: deploys nothing, and changes no schema. An empty database gets its tables, and a
    desk its number.

    Raises WrongSetting where the database has the schema of another version: `bring_up_to_date` first.
    `not_sent` is a reason why no message of this desk leaves the house (a replay); without a mail server there is one.
    """
    require_newest(settings.database_url)
    if not_sent is None and not settings.smtp_url:
        not_sent = NO_SERVER
    database = Database(settings.database_url)
    uuid = identity(database, clock)
    return Desk(settings, database, clock, uuid, hooks or built_in(settings.base_url), not_sent)
