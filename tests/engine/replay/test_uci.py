"""The whole log that the shipped map is for: `SAGSGANG_UCI_LOG` says where it lies; it is not part of the project."""

import os
from pathlib import Path

import pytest

import engine
import engine.replay
from engine import Desk, Ground, Settings
from engine.replay import read_log, read_map
from tests.engine.replay.conftest import Replay
from tests.fixtures.raw import bytes_of

LOG = os.environ.get("SAGSGANG_UCI_LOG", "")


@pytest.mark.skipif(not LOG, reason="SAGSGANG_UCI_LOG names no log")
def test_all_incidents_end_as_the_log_says(settings: Settings, postgresql_client: None) -> None:
    map_ = read_map((Path(engine.replay.__file__).parent / "uci_incident_log.toml").read_bytes())
    replay = Replay(settings, read_log(Path(LOG).read_bytes(), map_), map_)
    told = replay.play().summary(0).to_json()
    assert (told["incidents"], told["events"]) == (890, 5998)
    assert told["applied"] + sum(one["count"] for one in told["refused"].values()) == 5998
    assert told["final"] == {"closed": {"log": 890, "ours": 890}}
    assert list(engine.verify(replay.desk)) == []
    assert_forgotten(replay.desk, "Caller 3394")
    replay.desk.close()


def assert_forgotten(desk: Desk, name: str) -> None:
    """D-29 at the size of a real desk: the name is there before, and not after."""
    (customer,) = engine.find_customers(desk, name)
    assert any(name.encode() in kept for _, kept in bytes_of(desk))
    assert len(engine.forget(desk, customer.id, Ground.ASKED).case_ids) == 11
    assert not any(name.encode() in kept for _, kept in bytes_of(desk))
    assert list(engine.verify(desk)) == []
