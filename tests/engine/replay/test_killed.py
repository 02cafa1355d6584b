"""Killed from outside at any moment, a replay loses nothing, does nothing twice, and goes on where it stopped."""

import os
import random
import select
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest

import engine
from engine import Settings
from engine.replay import Log, Map
from tests.engine.replay.conftest import Replay

FIRST = 20  # of the kills meet a replay that is being set up: diagrams, people, what was done before


def start(settings: Settings, log: Log, map_: Map) -> tuple[int, int]:
    """A process of its own that replays; gives its id, and where it says that it begins and that it is at work."""
    ready, say = os.pipe()
    child = os.fork()
    if child:
        os.close(say)
        return child, ready
    try:
        os.write(say, b"b")
        player = Replay(settings, log, map_).player()
        os.write(say, b"w")
        for _ in player.play():
            pass
    finally:
        os._exit(0)


def kill(settings: Settings, log: Log, map_: Map, *, at_work: bool, after: float) -> bool:
    """One run that is killed so many seconds after it was at work, or began; whether it still lived.

    What is killed in its beginning goes no further: a second set-up is shorter than the first.
    """
    child, ready = start(settings, log, map_)
    os.read(ready, 1)
    if at_work:
        os.read(ready, 1)
        time.sleep(after)
    else:
        select.select([ready], [], [], after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    os.close(ready)
    return os.WIFSIGNALED(status)


def summary_of(replay: Replay) -> dict[str, Any]:
    return replay.play().summary(0).to_json() | {"this_run": 0}


def undisturbed(settings: Settings, log: Log, map_: Map) -> tuple[dict[str, Any], float, float]:
    """What comes of a replay that nobody kills, and how many seconds it takes to set up and to play."""
    began = time.monotonic()
    replay = Replay(settings, log, map_)
    replay.player()
    at_work = time.monotonic()
    told = summary_of(replay)
    replay.desk.close()
    return told, at_work - began, time.monotonic() - at_work


@pytest.mark.filterwarnings("ignore:.*use of fork.*:DeprecationWarning")
@pytest.mark.parametrize(("kind", "kills"), [("sqlite", 200), ("postgresql", 60)])
def test_killed_again_and_again(
    kind: str,
    kills: int,
    request: pytest.FixtureRequest,
    tmp_path: Any,
    settings_of: Callable[[str], Settings],
    log: Log,
    map_: Map,
) -> None:
    url = request.getfixturevalue(f"{kind}_url").replace("postgresql://", "postgresql+psycopg://")
    settings = Settings(url, tmp_path / "files", secret_key="k" * 48)
    told, set_up, whole = undisturbed(settings_of(f"through-{kind}"), log, map_)
    luck = random.Random(20260302)
    killed = 0
    for number in range(kills):
        at_work = number >= FIRST
        longest = whole / kills if at_work else set_up  # so that the log is not over before the last kill
        killed += kill(settings, log, map_, at_work=at_work, after=luck.random() * longest)
        if number % 20 == 0:
            looking = Replay(settings, log, map_)
            assert list(engine.verify(looking.desk)) == []
            looking.desk.close()
    stopped = Replay(settings, log, map_)
    assert summary_of(stopped) == told
    assert list(engine.verify(stopped.desk)) == []
    assert killed == kills, f"the log was over after {killed} kills"
    stopped.desk.close()
