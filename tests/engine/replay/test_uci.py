"""The whole log that the shipped map is for: `SAGSGANG_UCI_LOG` says where it lies; it is not part of the project."""

import os
from pathlib import Path

import pytest

import engine
import engine.replay
from engine import Settings
from engine.replay import read_log, read_map
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
