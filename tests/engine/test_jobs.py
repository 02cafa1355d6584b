"""Jobs: looked at when it is time, once, and again when a worker was killed or failed."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from engine.errors import Unavailable
from engine.jobs import LEASE, POLL_SECONDS, SWEEP, Runner, Tally, defer
from engine.presence import PACE, Pace, Presence
from engine.store import Database, Holder, heartbeats, jobs
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
    ask(database, clock() + SWEEP / 2)
    assert runner.run_due() == 0
    clock.advance(SWEEP / 2)
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
    tallies: dict[str, Tally] = {}
    runner = Runner(database, clock, {"look": fail, "other": other}, tallies=tallies)
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
    assert (tallies["look"].looks, tallies["look"].failures) == (14, 14)
    assert (tallies["other"].looks, tallies["other"].failures) == (other.looks, 0)
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


def test_a_moment_without_the_database_delays_a_job_by_a_moment(database: Database, clock: SettableClock) -> None:
    looked_again, looks = threading.Event(), [0]

    def look() -> None:
        looks[0] += 1
        if looks[0] == 1:
            raise Unavailable
        looked_again.set()

    runner = Runner(database, clock, {"look": look})
    runner.start()
    assert looked_again.wait(10)
    runner.stop(PATIENCE_SECONDS)


def test_no_job_waits_for_another(database: Database, clock: SettableClock) -> None:
    free, began = threading.Event(), threading.Event()

    def send_a_thousand_mails() -> None:
        began.set()
        assert free.wait(PATIENCE_SECONDS)

    look = Looking()
    runner = Runner(database, clock, {"mail": send_a_thousand_mails, "look": look})
    runner.start()
    assert began.wait(PATIENCE_SECONDS)
    assert look.looked.wait(10)
    free.set()
    runner.stop(PATIENCE_SECONDS)


WORKS = """
import os, signal, sys, threading
from datetime import datetime, timedelta
from engine.clock import system_clock
from engine.jobs import Runner
from engine.presence import Pace, Presence
from engine.store import Database

def look():
    print("looks", flush=True)
    if sys.argv[2] == "hangs":
        threading.Event().wait()

database, ahead = Database(sys.argv[1]), timedelta(days=float(sys.argv[3]))
presence = Presence(database, pace=Pace(timedelta(seconds=0.2), timedelta(seconds=6)))
runner = Runner(database, lambda: system_clock() + ahead, {"look": look}, presence=presence)
presence.beat()
if sys.argv[2] == "waits":
    runner.run_due()
    print("waits", flush=True)
runner.start()
threading.Event().wait()
"""


@contextmanager
def worker(database: Database, how: str, days_ahead: int = 0) -> Iterator[subprocess.Popen[str]]:
    """A process at work, with quick heartbeats; killed at the end."""
    command = [sys.executable, "-c", WORKS, database.url, how, str(days_ahead)]
    process = subprocess.Popen(command, cwd=Path(__file__).parents[2], stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line: str = at_once(process.stdout.readline)[0]
    return line


def test_the_job_of_a_killed_process_is_taken_over_by_another_whatever_its_clock_says(database: Database) -> None:
    with worker(database, "hangs") as first:
        assert said(first) == "looks\n"
        with worker(database, "waits", days_ahead=2) as second:
            assert said(second) == "waits\n"  # the first is alive
            first.kill()
            killed = time.monotonic()
            assert said(second) == "looks\n"
            assert time.monotonic() - killed < 25


def test_silence_is_noticed_and_work_taken_over_within_thirty_seconds() -> None:
    assert PACE.stale + timedelta(seconds=2 * POLL_SECONDS) < timedelta(seconds=30)
    assert PACE.stale > 2 * PACE.beat  # one that is late is not dead


def test_what_a_dead_process_held_is_free_by_the_clock_of_the_database_alone(
    database: Database, clock: SettableClock
) -> None:
    ask(database, clock())
    with database.write() as connection:
        heartbeats.beat(connection, "dead", "work", "1", "1")
        assert jobs.take(connection, "look", clock(), LEASE, Holder("dead", HOUR)) is not None
    clock.advance(timedelta(days=400))
    assert Runner(database, clock, {"look": Looking()}, presence=Presence(database)).run_due() == 0
    silent = Presence(database, pace=Pace(stale=timedelta(milliseconds=1)))
    assert Runner(database, clock, {"look": Looking()}, presence=silent).run_due() == 1


def test_a_lease_that_was_lost_changes_nothing(database: Database, clock: SettableClock) -> None:
    ask(database, clock())
    holder = Holder("somebody", HOUR)  # without a heartbeat
    with database.write() as connection:
        first = jobs.take(connection, "look", clock(), LEASE, holder)
    with database.write() as connection:
        heartbeats.beat(connection, holder.id, "work", "1", "1")
        second = jobs.take(connection, "look", clock(), LEASE, Holder("another", HOUR), early=True)
    assert (first, second) == (first, None)
    with database.write() as connection:
        heartbeats.stop(connection, holder.id)
        second = jobs.take(connection, "look", clock(), LEASE, holder)
    assert first is not None
    assert second is not None
    with database.write() as connection:
        jobs.give_back(connection, first, clock())
    assert planned(database).leased_until is not None


@pytest.mark.parametrize("attempts", [0, 3])
def test_what_a_clock_that_was_wrong_planned_for_tomorrow_is_looked_at_today(
    database: Database, clock: SettableClock, attempts: int
) -> None:
    fails = [True] * attempts

    def look() -> None:
        if fails:
            raise ValueError(fails.pop())

    runner = Runner(database, clock, {"look": look})
    clock.advance(timedelta(days=1))
    ask(database, clock())
    for _ in range(attempts or 1):
        runner.run_due()
        clock.set(planned(database).due_at)
    clock.advance(-timedelta(days=1))
    assert runner.run_due() == 1


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
