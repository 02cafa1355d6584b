"""Jobs: looked at when it is time, once, and again when a worker was killed or failed."""

import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from engine.jobs import LEASE, SWEEP, Runner, defer
from engine.store import Database, jobs
from tests.fixtures.threads import PATIENCE_SECONDS, at_once
from tests.fixtures.time import SettableClock

HOUR = timedelta(hours=1)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


class Looking:
    """A handler that counts its looks and answers as it is told."""

    def __init__(self, answer: Callable[[], datetime | None] = lambda: None):
        self.looks, self.answer = 0, answer
        self.looked = threading.Event()

    def __call__(self) -> datetime | None:
        self.looks += 1
        self.looked.set()
        return self.answer()


def ask(database: Database, due_at: datetime, name: str = "look") -> None:
    with database.write() as connection:
        defer(connection, name, due_at)


def planned(database: Database, name: str = "look") -> jobs.Job:
    with database.read() as connection:
        found = jobs.find(connection, name)
    assert found is not None
    return found


def test_a_job_is_looked_at_when_it_is_due_and_not_before(database: Database, clock: SettableClock) -> None:
    look = Looking()
    runner = Runner(database, clock, {"look": look})
    ask(database, clock() + HOUR)
    assert runner.run_due() == 0
    clock.advance(HOUR)
    assert runner.run_due() == 1
    assert look.looks == 1


def test_of_two_times_the_earlier_one_counts(database: Database, clock: SettableClock) -> None:
    for hours in (3, 1, 2):
        ask(database, clock() + hours * HOUR)
    assert planned(database).due_at == clock() + HOUR


def test_a_transaction_that_is_rolled_back_asks_for_nothing(database: Database, clock: SettableClock) -> None:
    with pytest.raises(LookupError), database.write() as connection:
        defer(connection, "look", clock())
        raise LookupError
    assert Runner(database, clock, {"look": Looking()}).run_due() == 0


def test_it_is_looked_at_again_when_the_handler_says(database: Database, clock: SettableClock) -> None:
    look = Looking(lambda: clock() + timedelta(seconds=5))
    runner = Runner(database, clock, {"look": look})
    ask(database, clock())
    assert runner.run_due() == 1
    clock.advance(timedelta(seconds=5))
    assert runner.run_due() == 1


def test_it_goes_on_until_nothing_is_due(database: Database, clock: SettableClock) -> None:
    left = [3]

    def one_of_three() -> datetime | None:
        left[0] -= 1
        return clock() if left[0] else None

    ask(database, clock())
    assert Runner(database, clock, {"look": one_of_three}).run_due() == 3


def test_one_job_may_ask_for_another(database: Database, clock: SettableClock) -> None:
    mail = Looking()

    def fire() -> None:
        ask(database, clock(), "mail")

    ask(database, clock(), "fire")
    assert Runner(database, clock, {"mail": mail, "fire": fire}).run_due() == 2
    assert mail.looks == 1


def test_what_is_asked_for_during_a_look_is_looked_at_after_it(database: Database, clock: SettableClock) -> None:
    asked = [False]

    def look() -> None:
        if not asked[0]:
            asked[0] = True
            ask(database, clock())

    ask(database, clock())
    assert Runner(database, clock, {"look": look}).run_due() == 2


def test_now_and_then_it_is_looked_at_without_being_asked(database: Database, clock: SettableClock) -> None:
    """A writer may have found an early enough look, and commit after it."""
    look = Looking()
    runner = Runner(database, clock, {"look": look})
    ask(database, clock())
    runner.run_due()
    clock.advance(SWEEP)
    assert runner.run_due() == 1


def test_one_that_fails_is_tried_again_ever_later_and_the_others_go_on(
    database: Database, clock: SettableClock
) -> None:
    broken: list[Exception] = [ValueError("i stykker")]

    def fail() -> None:
        if broken:
            raise broken[0]

    other = Looking()
    runner = Runner(database, clock, {"look": fail, "other": other})
    ask(database, clock())
    ask(database, clock(), "other")
    waits = []
    for _ in range(14):
        runner.run_due()
        waits.append((planned(database).due_at - clock()).total_seconds())
        clock.set(planned(database).due_at)
    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] == 3600
    assert planned(database).error == "ValueError: i stykker"
    assert other.looks > 0
    broken.clear()
    runner.run_due()
    assert (planned(database).error, planned(database).attempts) == (None, 0)


def test_two_runners_do_not_look_at_one_job_at_once(database: Database, clock: SettableClock) -> None:
    inside, most = [0], [0]

    def look() -> None:
        inside[0] += 1
        most[0] = max(most[0], inside[0])
        threading.Event().wait(0.05)
        inside[0] -= 1

    runners = [Runner(database, clock, {"look": look}) for _ in range(4)]
    ask(database, clock())
    at_once(*(runner.run_due for runner in runners))
    assert most == [1]


DIES = """
import os, signal, sys
from datetime import datetime
from engine.jobs import Runner
from engine.store import Database
now = datetime.fromisoformat(sys.argv[2])
Runner(Database(sys.argv[1]), lambda: now, {"look": lambda: os.kill(os.getpid(), signal.SIGKILL)}).run_due()
"""


def test_the_job_of_a_killed_worker_is_taken_over_when_its_lease_is_over(
    database: Database, clock: SettableClock
) -> None:
    ask(database, clock())
    command = [sys.executable, "-c", DIES, database.url, clock().isoformat()]
    died = subprocess.run(command, cwd=Path(__file__).parents[2], check=False, timeout=PATIENCE_SECONDS)
    assert died.returncode == -signal.SIGKILL
    runner = Runner(database, clock, {"look": Looking()})
    assert runner.run_due() == 0
    clock.advance(LEASE)
    assert runner.run_due() == 1


def test_a_lease_that_was_lost_changes_nothing(database: Database, clock: SettableClock) -> None:
    ask(database, clock())
    with database.write() as connection:
        first = jobs.take(connection, "look", clock(), LEASE)
    clock.advance(LEASE)
    with database.write() as connection:
        second = jobs.take(connection, "look", clock(), LEASE)
    assert first is not None
    assert second is not None
    with database.write() as connection:
        jobs.give_back(connection, first, clock())
    assert planned(database).due_at == clock() + LEASE


def test_the_thread_looks_at_once_what_was_left_behind_and_when_it_is_woken(
    database: Database, clock: SettableClock
) -> None:
    look = Looking()
    wake = threading.Event()
    runner = Runner(database, clock, {"look": look}, wake=wake)
    runner.start()
    assert look.looked.wait(PATIENCE_SECONDS)  # though nobody ever asked
    look.looked.clear()
    ask(database, clock())
    wake.set()
    assert look.looked.wait(PATIENCE_SECONDS)
    runner.stop(PATIENCE_SECONDS)


def test_it_starts_again_after_it_was_stopped_and_not_twice(database: Database, clock: SettableClock) -> None:
    look = Looking()
    runner = Runner(database, clock, {"look": look})
    runner.start()
    with pytest.raises(RuntimeError):
        runner.start()
    runner.stop(PATIENCE_SECONDS)
    look.looked.clear()
    runner.start()
    assert look.looked.wait(PATIENCE_SECONDS)
    runner.stop(PATIENCE_SECONDS)


@pytest.mark.parametrize("zone", ["UTC", "Europe/Copenhagen"])
def test_times_are_kept_whatever_zone_the_machine_is_in(
    database_url: str, clock: SettableClock, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    monkeypatch.setenv("PGTZ", zone)
    database = Database(database_url)
    ask(database, clock())
    Runner(database, clock, {"look": Looking()}).run_due()
    assert planned(database).due_at == clock() + SWEEP
    database.close()
