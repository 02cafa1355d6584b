"""A fault before and after every SQL statement and commit of each kind of step: all of it is there, or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

import engine
from engine import Case, Task
from engine.store.tables import metadata
from tests.fixtures.house import House

Act = Callable[[], Any]


class Fault(Exception):
    """The database goes away at that very place; nobody catches it."""


class Saboteur:
    """Counts the places where a transaction can be cut, and cuts at one of them."""

    def __init__(self, house: House):
        self.engine = house.desk.database.engine
        self.places = 0
        self.cut_at: int | None = None

    def reach(self, *_: Any) -> None:
        self.places += 1
        if self.places == self.cut_at:
            raise Fault

    @contextmanager
    def at_work(self, cut_at: int | None) -> Iterator[None]:
        self.places, self.cut_at = 0, cut_at
        names = ("before_cursor_execute", "after_cursor_execute", "commit")
        for name in names:
            event.listen(self.engine, name, self.reach)
        try:
            yield
        finally:
            for name in names:
                event.remove(self.engine, name, self.reach)


def everything(house: House) -> dict[str, list[Any]]:
    """Every row of every table."""
    with house.desk.reading() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{table.name}"')).all()))
            for table in metadata.sorted_tables
        }


def open_case(house: House) -> Case:
    return house.register("anders", "Netværk", deadline=house.clock() + timedelta(days=1))


def dispatched(house: House) -> Case:
    case = open_case(house)
    house.press(case, "Tildel", "jonas", agent="pia")
    return case


def solved(house: House) -> Case:
    case = dispatched(house)
    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")
    return case


def with_task(house: House) -> tuple[Case, Task]:
    case = house.keep("anders")
    return case, house.create_task(case, "anders", "Netværk")


def register(house: House) -> Act:
    return lambda: open_case(house)


def dispatch(house: House) -> Act:
    case = open_case(house)
    return lambda: house.press(case, "Tildel", "jonas", agent="pia")


def send_back(house: House) -> Act:
    case = dispatched(house)
    return lambda: house.press(case, "Send retur", "pia", comment="Hvilket lokale?", agent="anders")


def hand_over(house: House) -> Act:
    case = dispatched(house)
    return lambda: house.press(case, "Overdrag til andet team", "pia", comment="Serveren.", team="Server og backup")


def solve(house: House) -> Act:
    case = dispatched(house)
    return lambda: house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")


def reopen(house: House) -> Act:
    case = solved(house)
    return lambda: house.press(case, "Genåbn sagen", "anders", comment="Den skriver stadig ikke.")


def close(house: House) -> Act:
    case = solved(house)
    return lambda: house.press(case, "Luk sagen", "anders")


def reopen_closed(house: House) -> Act:
    case = solved(house)
    house.press(case, "Luk sagen", "anders")
    return lambda: engine.reopen_case(
        house.desk, case.id, why="Fejlen er tilbage.", by=house.id("anders"), deadline=house.clock() + timedelta(days=1)
    )


def create_task(house: House) -> Act:
    case = house.keep("anders")
    return lambda: house.create_task(case, "anders", "Netværk")


def comment(house: House) -> Act:
    case = open_case(house)
    return lambda: engine.write_comment(house.desk, case.kind, case.id, "Ringet til brugeren.", by=house.id("mette"))


def external(house: House) -> Act:
    case = house.keep("anders")
    return lambda: engine.send_external(house.desk, case.id, "Vi arbejder på sagen.", by=house.id("anders"))


def edit(house: House) -> Act:
    case = open_case(house)
    changes = {"deadline": house.clock() + timedelta(days=3), "subject": "Printer på 3. sal"}
    return lambda: engine.edit_case(house.desk, case.id, changes, by=house.id("anders"))


def overdue(house: House) -> Act:
    dispatched(house)
    house.clock.advance(timedelta(days=2))
    return lambda: engine.fire_due_timers(house.desk)


STEPS = [register, dispatch, send_back, hand_over, solve, reopen, close, reopen_closed, create_task, comment]
STEPS += [external, edit, overdue]


@pytest.mark.parametrize("prepare", STEPS, ids=lambda step: step.__name__)
def test_a_step_is_done_whole_or_not_at_all(house: House, prepare: Callable[[House], Act]) -> None:
    act = prepare(house)
    before = everything(house)
    saboteur = Saboteur(house)
    cut = 0
    while True:
        cut += 1
        with saboteur.at_work(cut):
            try:
                act()
            except Fault:
                pass
            else:
                break
        if prepare is overdue and everything(house) != before:  # it was the look for more that failed, after the commit
            assert engine.fire_due_timers(house.desk) == 0
            break
        assert everything(house) == before, f"half of it is there after a fault at place {cut}"
    assert cut > 8  # it did reach the database
    assert everything(house) != before
    house.check()
