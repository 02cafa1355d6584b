"""What was stored at random moments of a replay is what its events tell of these moments when it is over."""

from collections.abc import Callable
from random import Random

from engine import Settings
from engine.replay import Log, Map
from tests.engine.recorded import Moments
from tests.engine.replay.conftest import Replay


def test_the_events_alone_tell_what_was_stored_at_any_moment(
    settings_of: Callable[[str], Settings], few: Log, map_: Map
) -> None:
    replay, dice = Replay(settings_of("moments"), few, map_), Random(1)
    moments = Moments(replay.desk)
    for _ in replay.player().play():
        if dice.random() < 0.1:
            moments.note()
    moments.note()
    assert moments.compare() > 500
    replay.desk.close()
