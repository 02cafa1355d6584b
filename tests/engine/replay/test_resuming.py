"""Stopped after any action and begun again, a replay ends with the same database."""

from datetime import UTC, datetime
from itertools import islice
from typing import Any

import pytest
from sqlalchemy import MetaData, select

import engine
from engine import Settings
from engine.replay import Log, Map
from engine.replay.summary import Progress
from tests.engine.replay.conftest import Replay
from tests.engine.replay.content import whole


@pytest.mark.parametrize("stride", [1, 2, 3, 7])
def test_stopped_after_every_so_many_actions(stride: int, settings_of: Any, few: Log, map_: Map) -> None:
    through = Replay(settings_of("through"), few, map_)
    through.play()
    stopped = Replay(settings_of("stopped"), few, map_)
    stops = 0
    while (player := stopped.player()).progress.rows < len(few.rows):
        for _ in islice(player.play(), stride):
            pass  # the generator is thrown away here, in the middle of a row or between two
        stops += 1
    assert stops > 20
    assert whole(stopped) == whole(through)
    through.desk.close()
    stopped.desk.close()


def test_stopped_once_and_gone_on_in_another_process_of_the_desk(replay: Replay, settings: Settings) -> None:
    for _ in islice(replay.player().play(), 123):
        pass
    replay.desk.close()
    later = Replay(settings, replay.log, replay.map)
    before = later.player()
    assert 0 < before.progress.rows < len(replay.log.rows)
    told = later.play().summary(0).to_json()
    assert told["this_run"] == len(replay.log.rows) - before.progress.rows
    assert (told["applied"], told["noted"], told["user_tasks_completed"]) == (194, 16, 370)
    later.desk.close()


def test_no_row_is_looked_at_again_when_a_deadline_passed_after_it(short: Replay) -> None:
    """It would be compared with a desk that the deadline may have changed."""
    passed = 0
    for _ in short.player().play():
        kept = Progress.from_text(engine.find_mark(short.desk, "replay-progress"))
        overdue = _deadlines_passed(short)
        assert all(row.at >= at for row in short.log.rows[kept.rows :] for at in overdue)
        passed = len(overdue)
    assert passed == 4


def _deadlines_passed(replay: Replay) -> list[datetime]:
    tables = MetaData()
    with replay.desk.database.engine.connect() as connection:
        tables.reflect(connection, only=["events"])
        events = tables.tables["events"]
        found = connection.execute(select(events.c.subject_id).where(events.c.type == "overdue")).scalars()
        return [engine.get_task(replay.desk, task).deadline or datetime.max.replace(tzinfo=UTC) for task in found]


def test_played_again_nothing_happens(short: Replay) -> None:
    short.play()
    first = whole(short)
    again = short.play()
    assert again.summary(0).to_json()["this_run"] == 0
    assert whole(short) == first


def test_stopped_between_a_row_and_its_mark(short: Replay) -> None:
    """What was done stands in the history; the mark of rows gone by is written after."""
    short.play()
    first = whole(short)
    done = short.player().progress
    engine.set_mark(short.desk, "replay-progress", Progress(done.rows - 1, done.noted, done.refused).to_text())
    short.play()
    assert whole(short) == first
