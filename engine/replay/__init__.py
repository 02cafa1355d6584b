"""The event log of another desk, played through the functions that people of this one use, on the log's own clock.

`map` says how to read a log (`map_file` reads the map), `log` reads it, `people` makes those it names, `actions`
decides what a row asks and `doing` does it, `player` keeps the order and the place, `summary` tells what came of it.
"""

from engine.replay.log import Log, Row, read_log
from engine.replay.map import Map
from engine.replay.map_file import read_map
from engine.replay.player import LogClock, Player, open_replay
from engine.replay.problems import NotReplayable
from engine.replay.summary import Summary

__all__ = ["Log", "LogClock", "Map", "NotReplayable", "Player", "Row", "Summary", "open_replay", "read_log", "read_map"]
