"""Replays that are there to be killed, one after the other: `python -m … DATABASE FOLDER LOG MAP`.

Each life is forked from this process, which has read everything and runs nothing else, so that it costs little to
begin. What it is told comes as single bytes on stdin, what it says goes as lines to stdout:

    NEXT begins a life. It says its process id and then, when it is set up and after each action, how many actions
    stand in the history; after each of these it waits for NEXT before it goes on. Whatever ended it, OVER is said, and
    the dead one keeps its process id until BURY is told: then its exit code is said.
"""

import os
import signal
import sys
import traceback
from pathlib import Path

from engine import Settings
from engine.replay import Log, Map, read_log, read_map
from tests.engine.replay.conftest import Replay

NEXT, BURY, OVER = b"n", b"b", "over"
LONGEST_LIFE_SECONDS = 300  # one that hangs is ended by another signal than the one that kills


def say(word: object) -> None:
    os.write(1, f"{word}\n".encode())


def live(settings: Settings, log: Log, map_: Map) -> None:
    signal.alarm(LONGEST_LIFE_SECONDS)
    say(os.getpid())
    player = Replay(settings, log, map_).player()
    say(player.record.actions.total())
    rows = player.play()
    while os.read(0, 1) == NEXT and next(rows, None):
        say(player.record.actions.total())


def begin(settings: Settings, log: Log, map_: Map) -> int:
    child = os.fork()
    if child:
        return child
    try:
        live(settings, log, map_)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


def main(database: str, folder: str, log_file: str, map_file: str) -> None:
    map_ = read_map(Path(map_file).read_bytes())
    log = read_log(Path(log_file).read_bytes(), map_)
    settings = Settings(database, Path(folder), secret_key="k" * 48)
    while os.read(0, 1) == NEXT:
        child = begin(settings, log, map_)
        os.waitid(os.P_PID, child, os.WEXITED | os.WNOWAIT)
        say(OVER)
        while os.read(0, 1) not in (BURY, b""):
            pass  # what the dead one did not come to read
        _, status = os.waitpid(child, 0)
        say(os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main(*sys.argv[1:])
