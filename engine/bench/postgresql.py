"""B6: one step on PostgreSQL, with every commit on disk."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import engine
from engine.bench import houses
from engine.store.connection import bare

ROUNDS, WARM_UP = 900, 50
Tick = Callable[[], None]


def against_bare_statements(tick: Tick) -> dict[str, Any]:
    """B6: a dispatch as shipped / seven fixed statements of the same shape sent bare, on one server with fsync on.

    The server is the one at `SAGSGANG_BENCH_POSTGRESQL`, or one of the run's own; without either, a reason.
    """
    ours: list[float] = []
    seven: list[float] = []
    with _server() as (url, reason):
        if url is None:
            return {"ratio": None, "reason": reason}
        with houses.desk(url) as desk, bare.seven_statements(url) as send:
            presses = list(_ready(desk, tick))
            for number, press in enumerate(presses):
                spent = houses.timed(press)[0], houses.timed(send)[0]
                if number >= WARM_UP:
                    ours.append(spent[0])
                    seven.append(spent[1])
    shipped, floor = houses.median(ours), houses.median(seven)
    return {
        "ratio": round(shipped / floor, 2),
        "ours_us": houses.microseconds(shipped),
        "bare_us": houses.microseconds(floor),
    }


def _ready(desk: engine.Desk, tick: Tick) -> Iterator[Callable[[], engine.Completion]]:
    """Cases that wait for their dispatch, filled in: what is measured comes after, one beside the other."""
    for number in range(ROUNDS + WARM_UP):
        yield houses.press_of(desk, houses.case_across(desk, number), "dispatch")
        if number >= WARM_UP:
            tick()


@contextmanager
def _server() -> Iterator[tuple[str | None, str]]:
    """(URL of an empty database, "") or (None, why not)."""
    given = os.environ.get("SAGSGANG_BENCH_POSTGRESQL")
    if given:
        yield given, ""
        return
    with bare.server_of_its_own() as (url, reason):
        yield url, reason
