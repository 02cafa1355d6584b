"""The whole log that the shipped map is for: `SAGSGANG_UCI_LOG` says where it lies; it is not part of the project."""

import os
from pathlib import Path
from random import Random

import pytest

import engine
import engine.replay
from engine import Kind, Settings
from engine.replay import read_log, read_map
from tests.engine.recorded import Moments
from tests.engine.replay.conftest import Replay

LOG = os.environ.get("SAGSGANG_UCI_LOG", "")


@pytest.mark.skipif(not LOG, reason="SAGSGANG_UCI_LOG names no log")
def test_all_incidents_end_as_the_log_says(settings: Settings) -> None:
    map_ = read_map((Path(engine.replay.__file__).parent / "uci_incident_log.toml").read_bytes())
    replay = Replay(settings, read_log(Path(LOG).read_bytes(), map_), map_)
    told = replay.play().summary(0).to_json()
    assert (told["incidents"], told["events"]) == (890, 5998)
    assert told["applied"] + sum(one["count"] for one in told["refused"].values()) == 5998
    assert told["final"] == {"closed": {"log": 890, "ours": 890}}
    assert list(engine.verify(replay.desk)) == []
    replay.desk.close()


@pytest.mark.skipif(not LOG, reason="SAGSGANG_UCI_LOG names no log")
def test_the_events_alone_tell_what_was_stored_at_any_moment(settings: Settings) -> None:
    """At random moments everybody who works there, and 40 cases and tasks of then."""
    map_ = read_map((Path(engine.replay.__file__).parent / "uci_incident_log.toml").read_bytes())
    replay, dice = Replay(settings, read_log(Path(LOG).read_bytes(), map_), map_), Random(1)
    moments, player = Moments(replay.desk), replay.player()
    for _ in player.play():
        if dice.random() < 0.05:
            cases = [(Kind.CASE, number) for number in player.record.cases.values()]
            tasks = [(Kind.TASK, number) for made in player.record.tasks.values() for number in made]
            moments.note([place for all_ in (cases, tasks) for place in dice.sample(all_, min(20, len(all_)))])
    assert moments.compare() > 10_000
    replay.desk.close()
