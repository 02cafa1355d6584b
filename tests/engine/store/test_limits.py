"""Nobody waits for ever: for another writer of the process, for a lock, for a process that has stopped."""

import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from engine.errors import Unavailable
from engine.store import Database, migrate, schema_found, schema_newest, upgrade
from engine.store.connection import limits
from engine.store.migrations import _LOCK
from engine.store.reading import search_index
from tests.fixtures.threads import at_once, finish

QUICK = "&options=-c%20lock_timeout%3D100ms%20-c%20idle_in_transaction_session_timeout%3D200ms"
HELD = text("UPDATE marks SET value = 'held'")


def test_writers_of_one_process_do_not_wait_one_after_the_other(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "WAIT_SECONDS", 1)
    database, other = Database(sqlite_url), Database(sqlite_url)

    def write() -> None:
        with pytest.raises(Unavailable), database.write():
            pass

    with other.write():
        began = time.monotonic()
        at_once(*[write] * 8)
    assert time.monotonic() - began < 6
    with database.write() as connection:
        connection.execute(HELD)
    database.close()
    other.close()


def test_on_postgresql_a_lock_is_waited_for_and_a_transaction_rests_for_so_long_at_most(postgresql_url: str) -> None:
    as_shipped, holder, quick = Database(postgresql_url), Database(postgresql_url), Database(postgresql_url + QUICK)
    ask = "current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout')"
    with as_shipped.read() as connection:
        assert connection.execute(text(f"SELECT {ask}")).one() == ("30s", "1min")
    with holder.write() as connection:
        connection.execute(text("LOCK TABLE marks"))
        with pytest.raises(Unavailable), quick.write() as waiting:
            waiting.execute(HELD)
    with pytest.raises(Unavailable), quick.write() as stopped:
        stopped.execute(HELD)
        time.sleep(0.6)
        stopped.execute(HELD)
    with quick.read() as patient:
        limits.lift(patient)
        time.sleep(0.6)
        assert patient.scalar(text("SELECT 1")) == 1
    for database in (as_shipped, holder, quick):
        database.close()


def test_whoever_brings_a_database_up_to_date_waits_for_another_for_as_long_as_it_takes(postgresql_url: str) -> None:
    holder = Database(postgresql_url)
    waiting = threading.Thread(target=migrate, args=(postgresql_url + QUICK,), daemon=True)
    with holder.write() as connection:
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        waiting.start()
        waiting.join(1)
        assert waiting.is_alive()
    finish([waiting])
    holder.close()


@pytest.mark.parametrize("older", [True, False])
def test_several_processes_bring_one_sqlite_file_up_to_date_at_once(
    request: pytest.FixtureRequest, tmp_path: Path, older: bool
) -> None:
    url = f"sqlite:///{tmp_path / 'sagsgang.db'}"
    if older:
        migrate(url)
        request.getfixturevalue("next_version")
    at_once(*[lambda: upgrade(url, "1", timedelta(seconds=25), lambda _: None)] * 3)
    with Database(url).read() as connection:
        assert schema_found(connection) == schema_newest()
    assert list(tmp_path.glob("*.part")) == []


def test_what_stands_in_no_transaction_waits_no_longer(postgresql_url: str) -> None:
    holder, quick = Database(postgresql_url), Database(postgresql_url + QUICK)
    with holder.write() as connection:
        connection.execute(text("LOCK TABLE search_documents"))
        with pytest.raises(Unavailable):
            search_index.clean(quick)
    search_index.clean(quick)
    holder.close()
    quick.close()
