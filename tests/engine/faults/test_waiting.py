"""PostgreSQL: whoever waits for a case that somebody else holds goes on from what that person left."""

import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import Connection, text

import engine
from engine import By, Case, Kind, Task
from engine.errors import ChangedMeanwhile, DeskError
from engine.store.history import subjects
from engine.transaction.chains import recorded
from tests.engine.faults.acts import pressing
from tests.fixtures.house import House
from tests.fixtures.threads import PATIENCE_SECONDS, finish

HOLD = text("SELECT id FROM cases WHERE id = :id FOR UPDATE")
WAITS = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND backend_type = 'client backend' AND wait_event_type = 'Lock'"
)
LEAVES = text("UPDATE people SET active = false WHERE id = :id")
TELLS = text("UPDATE marks SET value = CAST(CAST(value AS integer) + 1 AS text) WHERE name = 'directory'")


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    """SQLite lets nobody begin while another writes."""
    return postgresql_url


def while_waiting(
    house: House, case: Case, *acts: Callable[[], Any], meanwhile: Callable[[Connection], Any] = lambda _holder: None
) -> list[Any]:
    """What the acts give, which wait for the case in that order until `meanwhile` is committed."""
    given: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        try:
            given[place] = acts[place]()
        except DeskError as error:
            given[place] = error

    threads = [threading.Thread(target=run, args=(place,), daemon=True) for place in range(len(acts))]
    with house.desk.database.write() as holder:
        holder.execute(HOLD, {"id": case.id})
        for count, thread in enumerate(threads, start=1):
            thread.start()
            wait_for(house, threads[:count])
        meanwhile(holder)
    finish(threads)
    return given


def wait_for(house: House, threads: Sequence[threading.Thread]) -> None:
    """Until each of them waits for a lock."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while all(thread.is_alive() for thread in threads) and time.monotonic() < give_up:
        with house.desk.reading() as looking:
            if looking.execute(WAITS).scalar_one() == len(threads):
                return
        time.sleep(0.01)
    pytest.fail("one of them does not wait")


def task_of(house: House) -> tuple[Case, Task]:
    task = house.create_task(house.keep("anders"), "anders", "Netværk", agent="pia", agreed="ja")
    return engine.get_case(house.desk, task.case_id), task


def test_nobody_is_given_work_who_has_left_meanwhile(house: House) -> None:
    case = house.register("anders", "Netværk")
    dispatch = pressing(house, case, "Tildel", "jonas", agent="pia")

    def leaves(holder: Connection) -> None:
        with recorded(house.desk, holder, None, subjects.everybody):
            holder.execute(LEAVES, {"id": house.id("pia")})
        holder.execute(TELLS)

    (told,) = while_waiting(house, case, lambda: dispatch(None), meanwhile=leaves)
    assert isinstance(told, ChangedMeanwhile) and "roller eller teams" in told.what
    assert engine.get_case(house.desk, case.id).agent_id is None
    house.check()


def test_a_solution_has_a_higher_number_than_what_was_written_before_it(house: House) -> None:
    case, task = task_of(house)
    solve = pressing(house, task, "Marker som løst", "pia", solution="Kablet er skiftet.")
    mette = house.id("mette")

    def comment() -> Any:
        return engine.write_comment(house.desk, Kind.TASK, task.id, "Først.", by=By(mette))

    while_waiting(house, case, comment, lambda: solve(None))
    entries = engine.entries_of(house.desk, Kind.TASK, task.id)
    assert [entry.text for entry in entries] == ["Først.", "Kablet er skiftet."]
    history = engine.history_of(house.desk, Kind.TASK, task.id)
    assert [event.details["entry"] for event in history if event.type == "entry"] == [entry.id for entry in entries]
