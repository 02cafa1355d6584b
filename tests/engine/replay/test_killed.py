"""Killed from outside at any moment, a replay loses nothing, does nothing twice, and goes on where it stopped."""

import os
import random
import signal
import time
from collections.abc import Callable
from typing import Any

import pytest

import engine
from engine import Settings
from engine.replay import Log, Map
from tests.engine.replay.conftest import Replay

LONGEST_SECONDS = 0.03  # of work between two kills: the whole log takes a few seconds


def start(settings: Settings, log: Log, map_: Map) -> tuple[int, int]:
    """A process of its own that replays; gives its id, and where it says that it is at work."""
    ready, say = os.pipe()
    child = os.fork()
    if child:
        os.close(say)
        return child, ready
    try:
        player = Replay(settings, log, map_).player()
        os.write(say, b".")
        for _ in player.play():
            pass
    finally:
        os._exit(0)


def kill(settings: Settings, log: Log, map_: Map, luck: random.Random) -> bool:
    """One run that is killed after a while; whether it was still at work."""
    child, ready = start(settings, log, map_)
    os.read(ready, 1)
    os.close(ready)
    time.sleep(luck.random() * LONGEST_SECONDS)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def summary_of(replay: Replay) -> dict[str, Any]:
    return replay.play().summary(0).to_json() | {"this_run": 0}


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
    luck = random.Random(20260302)
    killed = 0
    for number in range(kills):
        if kill(settings, log, map_, luck):
            killed += 1
        if number % 20 == 0:
            looking = Replay(settings, log, map_)
            assert list(engine.verify(looking.desk)) == []
            looking.desk.close()
    through = Replay(settings_of(f"through-{kind}"), log, map_)
    stopped = Replay(settings, log, map_)
    assert summary_of(stopped) == summary_of(through)
    assert list(engine.verify(stopped.desk)) == []
    assert killed == kills, f"the log was over after {killed} kills"
    through.desk.close()
    stopped.desk.close()
