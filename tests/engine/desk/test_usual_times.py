"""How long a team usually takes for a case of a category (A-33)."""

from collections.abc import Iterable
from datetime import timedelta

import pytest

import engine
from engine.desk import usual_times
from engine.store import Database
from engine.store.connection.counting import watched
from engine.store.reading import usual_times as store
from tests.fixtures.categories import solve
from tests.fixtures.house import House

HOUR = timedelta(hours=1)


def solve_each(house: House, hours: Iterable[int]) -> None:
    for taken in hours:
        solve(house, taken * HOUR)


def usual(house: House, team: str = "Servicedesk", category: str = "Printer") -> timedelta | None:
    return engine.usual_time(house.desk, house.id(team), category)


@pytest.mark.parametrize(("hours", "median"), [((1, 50, 2, 3, 90), 3 * HOUR), ((9, 1, 2, 90, 4, 7), 5.5 * HOUR)])
def test_a_team_usually_takes_the_median_of_its_closed_cases(
    house: House, hours: tuple[int, ...], median: timedelta
) -> None:
    solve_each(house, hours)
    assert usual(house) == median
    assert usual(house, category=" Printer ") == median
    assert (usual(house, team="Netværk"), usual(house, category="Skærm"), usual(house, category="")) == (None,) * 3


def test_too_few_closed_cases_say_nothing(house: House) -> None:
    solve_each(house, range(1, 5))
    assert usual(house) is None


def test_a_reopened_case_counts_again_when_it_is_closed_again(house: House) -> None:
    solve_each(house, (1, 1, 1, 1))
    case = solve(house, HOUR)
    engine.reopen_case(house.desk, case.id, why="Den driller igen.", by=house.by("anders"))
    assert usual(house) is None
    house.press(case, "Løs og luk sagen", "anders", solution="Nu sidder det fast.")
    assert usual(house) == HOUR


def test_only_the_newest_are_looked_at(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(usual_times, "NEWEST", 5)
    solve_each(house, (90, 90, 90, 1, 1, 2, 1, 1))
    assert usual(house) == HOUR


def test_closed_cases_are_found_in_their_order_by_an_index(sqlite_url: str) -> None:
    asked: list[str] = []
    database = Database(sqlite_url)
    with database.read() as connection, watched(connection.dialect, before=asked.append):
        store.solving_times(connection, 1, "Printer", 100)
    with database.read() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked.pop()}", (1, "Printer", 100, 0)).all()
    assert len(plan) == 1 and "ix_cases_solving_time" in plan[0][-1], plan
    database.close()
