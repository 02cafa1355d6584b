"""B11: what `verify` costs beside a bare hashing of the same rows; and that its memory does not grow with the desk."""

import tracemalloc
from collections.abc import Callable
from functools import partial
from typing import Any

import engine
from engine import Desk
from engine.bench import houses
from engine.store.work import bulk

CASES, REOPENINGS, ROUNDS = 8, 30, 7  # the record that is measured
FEW, MANY = 500, 5_000  # cases, of which the memory is compared
GROWN = 1.5  # more than that is a finding
Tick = Callable[[], None]


def against_bare_hashes(tick: Tick) -> dict[str, Any]:
    """B11: events a second of `verify`, everything compared / rows a second of a bare pass of SHA-256 over them."""
    with houses.desk(filled=True) as desk:
        for number in range(CASES):
            case = houses.case_across(desk, number)
            houses.timed_press(desk, case, "dispatch")
            for _ in range(REOPENINGS):
                houses.timed_press(desk, case, "solve")
                houses.timed_press(desk, case, "reopen")
        verifying, hashing, events, findings = [], [], 0, 0
        for _ in range(ROUNDS):
            seconds, findings = houses.timed(partial(_findings, desk))
            verifying.append(seconds)
            seconds, events = houses.timed(partial(bulk.hash_events, desk.database))
            hashing.append(seconds)
            tick()
    grown = _peak(MANY) / _peak(FEW)
    verified, bare = houses.median(verifying), houses.median(hashing)
    return {
        "ratio": round(bare / verified, 4),
        "events": events,
        "events_per_second": round(events / verified),
        "bare_per_second": round(events / bare),
        "memory": round(grown, 2),
        "findings": findings + (grown > GROWN),
    }


def _findings(desk: Desk) -> int:
    return sum(1 for _ in engine.verify(desk))


def _peak(cases: int) -> int:
    """Bytes that Python holds at most while a desk with so many cases is verified."""
    with houses.desk() as desk:
        bulk.multiply_cases(desk.database, houses.case_across(desk).id, cases, desk=desk.uuid)
        tracemalloc.start()
        try:
            for _ in engine.verify(desk):
                pass
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
