"""Killed from outside at any moment, a replay loses nothing, does nothing twice, and goes on where it stopped."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

import engine
from engine import Settings
from engine.clock import system_clock
from engine.replay import Log, Map
from engine.store import Database
from tests.engine.replay.conftest import FOLDER, Replay
from tests.engine.replay.content import whole
from tests.engine.replay.mortal import BURY, NEXT, OVER

FIRST = 20  # of the kills meet a replay that is being set up: diagrams, people, what was done before
LOOK_EVERY = 20  # kills: the record is verified
PATIENCE_SECONDS = 120
OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


class Mortal:
    """One replay after the other, each in a process of its own that does an action when it is told to."""

    def __init__(self, process: subprocess.Popen[bytes], errors: Path):
        self._process, self._errors = process, errors

    def begin(self) -> None:
        self.go_on()
        self._victim = self._number()

    def go_on(self) -> None:
        self._tell(NEXT)

    def done(self) -> int:
        """How many actions stand in the history, once it is set up or has done what it was told to."""
        return self._number()

    def kill(self) -> list[int]:
        """What it had still said before it was dead."""
        os.kill(self._victim, signal.SIGKILL)
        said = list(iter(self._heard, OVER))
        self._tell(BURY)
        assert self._number() == -signal.SIGKILL, f"it ended by itself: {self._errors.read_text()}"
        return [int(word) for word in said]

    def _tell(self, word: bytes) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(word)

    def _heard(self) -> str:
        assert self._process.stdout is not None
        word = self._process.stdout.readline().decode().strip()
        assert word, f"nobody is there any more: {self._errors.read_text()}"
        return word

    def _number(self) -> int:
        word = self._heard()
        assert word != OVER, f"it came to its end, where it should wait: {self._errors.read_text()}"
        return int(word)


@contextmanager
def mortal(settings: Settings, folder: Path) -> Iterator[Mortal]:
    files = (settings.data_dir, FOLDER / "every_pair.csv", FOLDER / "every_pair.toml")
    command = [sys.executable, "-m", "tests.engine.replay.mortal", settings.database_url, *files]
    errors, pipe = folder / "errors.txt", subprocess.PIPE
    with (
        errors.open("wb") as stderr,
        subprocess.Popen(
            command, bufsize=0, stdin=pipe, stdout=pipe, stderr=stderr, cwd=Path(__file__).parents[3]
        ) as process,
    ):
        yield Mortal(process, errors)


class Hunt:
    """Kills, and remembers where it met them; `last` is what was last known to be done."""

    def __init__(self, victims: Mortal, luck: random.Random, longest_set_up: float):
        self.victims, self.luck = victims, luck
        self.longest_set_up, self.pace = longest_set_up, 0.01  # seconds
        self.last = self.in_set_up = self.at_work = self.further = 0
        self.unheard = False  # the one before may have done an action more than it could say

    def kill_in_set_up(self) -> None:
        """Each set-up goes as far as it gets, so that later ones are shorter than the first."""
        self.victims.begin()
        after = self.luck.random() * self.longest_set_up
        time.sleep(after)
        if said := self.victims.kill():
            self.longest_set_up = after
            self.check(said)
        else:
            self.in_set_up += 1

    def kill_at_work(self, actions: int) -> None:
        """After so many actions, somewhere in the next one."""
        self.victims.begin()
        said = [self.victims.done()]
        for _ in range(actions):
            began = time.monotonic()
            self.victims.go_on()
            said.append(self.victims.done())
            self.pace = time.monotonic() - began
        self.victims.go_on()
        time.sleep(self.luck.random() * self.pace)
        more = self.victims.kill()
        self.check(said + more)
        self.unheard = not more
        self.at_work += not more

    def check(self, said: list[int]) -> None:
        """It began where the one before was killed: all that was said to be done is, and at most the action that
        was under way besides. Then one action came after the other.
        """
        assert self.last <= said[0] <= self.last + self.unheard
        assert all(0 <= after - before <= 1 for before, after in zip(said, said[1:], strict=False))
        self.further += said[-1] > self.last
        self.last, self.unheard = said[-1], False


def undisturbed(settings: Settings, log: Log, map_: Map) -> tuple[Replay, int, float]:
    """A replay that nobody killed, how many stops it made, and how many seconds it took to set up."""
    began = time.monotonic()
    replay = Replay(settings, log, map_)
    player = replay.player()
    set_up = time.monotonic() - began
    return replay, sum(1 for _ in player.play()), set_up


def wait_until_alone(database: Database) -> None:
    """PostgreSQL takes a moment to notice that whoever was connected is dead; until then another is at it."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not database.is_sqlite:
        with database.read() as connection:
            if connection.execute(OTHERS).scalar_one() == 0:
                return
        assert time.monotonic() < give_up, "the server still works for one that was killed"
        time.sleep(0.005)


def look(settings: Settings, log: Log, map_: Map) -> None:
    looking = Replay(settings, log, map_)
    looking.clock.reach(system_clock())  # to nobody who looks today does the log lie ahead
    assert list(engine.verify(looking.desk)) == []
    looking.desk.close()


# by kind: how many kills, and how many actions are done at most before the one in which a kill comes
@pytest.mark.parametrize(("kind", "kills", "most"), [("sqlite", 200, 3), ("postgresql", 60, 12)])
def test_killed_again_and_again(
    kind: str,
    kills: int,
    most: int,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    settings_of: Callable[[str], Settings],
    log: Log,
    map_: Map,
) -> None:
    url = request.getfixturevalue(f"{kind}_url")
    settings = Settings(url, tmp_path / "files", secret_key="k" * 48)
    through, stops, set_up = undisturbed(settings_of(f"through-{kind}"), log, map_)
    luck = random.Random(20260302)
    plan = [luck.randint(0, most) for _ in range(kills - FIRST)]
    assert sum(plan) + len(plan) < stops, "the log would be over before the last kill"
    watching = Database(url)
    with mortal(settings, tmp_path) as victims:
        hunt = Hunt(victims, luck, set_up)
        for number in range(kills):
            wait_until_alone(watching)
            if number < FIRST:
                hunt.kill_in_set_up()
            else:
                hunt.kill_at_work(plan[number - FIRST])
            if number % LOOK_EVERY == 0:
                wait_until_alone(watching)
                look(settings, log, map_)
    assert hunt.in_set_up >= FIRST / 4 and hunt.at_work >= len(plan) / 4, "too few were killed in the middle"
    assert hunt.further >= len(plan) / 2, "too few came further than the one before"
    wait_until_alone(watching)
    watching.close()
    stopped = Replay(settings, log, map_)
    stopped.play()
    assert list(engine.verify(stopped.desk)) == []
    told, content = whole(stopped)
    expected, all_of_it = whole(through)
    assert told == expected
    if kind == "postgresql":  # which leaves out the numbers of what was not committed
        assert {table: len(rows) for table, rows in content.items()} == {t: len(rows) for t, rows in all_of_it.items()}
    else:
        assert content == all_of_it
    stopped.desk.close()
    through.desk.close()
