"""Two people at the same moment, a thousand times each: one succeeds, the other is told, and nothing is half done."""

import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest

import engine
from engine import By, Case, Status
from engine.errors import ChangedMeanwhile, DeskError, Refused
from tests.fixtures.house import House
from tests.fixtures.threads import PATIENCE_SECONDS, finish

RACES = 1000
Act = Callable[[], Any]


def race(house: House, prepare: Callable[[], tuple[Act, Act]], check: Callable[[list[Any]], None]) -> Counter[str]:
    """Runs two acts at once, over and over; `check` gets what each gave: its result or its DeskError."""
    met = threading.Barrier(2, timeout=PATIENCE_SECONDS)
    results: list[Any] = [None, None]
    acts: list[Act] = []

    def run_one(place: int) -> None:
        met.wait()
        try:
            results[place] = acts[place]()
        except Exception as error:  # looked at in the test's own thread
            results[place] = error
        met.wait()

    def run_others() -> None:
        with suppress(threading.BrokenBarrierError):  # it is over, or the test has failed
            while True:
                run_one(1)

    other = threading.Thread(target=run_others, name="the other", daemon=True)
    other.start()
    seen: Counter[str] = Counter()
    try:
        for _ in range(RACES):
            acts[:] = prepare()
            run_one(0)
            for broken in [one for one in results if isinstance(one, Exception) and not isinstance(one, DeskError)]:
                raise broken
            seen[" / ".join(type(result).__name__ for result in results)] += 1
            check(results)
    except threading.BrokenBarrierError:
        pytest.fail(f"one of the two was not through after {PATIENCE_SECONDS} seconds")
    finally:
        met.abort()
    finish([other])
    return seen


def press(house: House, case: Case, button: str, by: str, **fields: Any) -> Act:
    """The press with everything looked up beforehand, so that the two acts meet at the transaction."""
    step = house.step(case)
    form = engine.diagram_of(house.desk, step.definition_id).steps[step.element].form
    outcome = next(o for o in form.outcomes if o.name == button)
    values = {f.id: house.meant(fields[f.type]) for f in form.fields_of(outcome) if f.type in fields}
    by_id = house.id(by)
    return lambda: engine.complete(house.desk, step.id, outcome.id, values, by=By(by_id, reasons={"A-03": "haster"}))


def test_two_people_complete_the_same_step(house: House) -> None:
    def prepare() -> tuple[Act, Act]:
        case = house.register("pia", "Servicedesk")
        return press(house, case, "Tag sagen", "signe"), press(house, case, "Tag sagen", "anders")

    def check(results: list[Any]) -> None:
        losers = [result for result in results if isinstance(result, ChangedMeanwhile)]
        assert len(losers) == 1, results
        assert losers[0].who in ("Signe Dahl", "Anders Krogh") and losers[0].when is not None

    race(house, prepare, check)


def test_closing_against_a_new_blocking_task(house: House) -> None:
    case: Case

    def prepare() -> tuple[Act, Act]:
        nonlocal case
        case = house.keep("anders")
        close = press(house, case, "Løs og luk sagen", "anders", solution="Brugeren er hjulpet.")
        return close, lambda: house.create_task(case, "anders", "Netværk", blocking=True)

    def check(results: list[Any]) -> None:
        closed, created = (not isinstance(result, Exception) for result in results)
        assert closed != created, results
        refused = next(result for result in results if isinstance(result, Exception))
        assert isinstance(refused, Refused) and refused.rule in ("R047", "A-32", "D-04")
        assert (house.now(case).status == Status.CLOSED) == closed

    race(house, prepare, check)


def test_closing_against_solving_a_task(house: House) -> None:
    """The task's approver is told whoever is first; a close step that is no longer needed is gone."""
    case: Case

    def prepare() -> tuple[Act, Act]:
        nonlocal case
        case = house.keep("anders")
        task = house.create_task(case, "anders", "Netværk", agent="pia", agreed="ja")
        close = press(house, case, "Løs og luk sagen", "anders", solution="Brugeren er hjulpet.")
        return close, press(house, task, "Marker som løst", "pia", solution="Kablet er skiftet.")  # type: ignore[arg-type]

    def check(results: list[Any]) -> None:
        assert not any(isinstance(result, Exception) for result in results), results
        (task,) = engine.tasks_of(house.desk, case.id)
        assert house.now(case).status == Status.CLOSED and task.status == Status.SOLVED
        assert house.waits(task) == ""

    race(house, prepare, check)
