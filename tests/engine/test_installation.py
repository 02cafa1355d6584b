"""A new house: all of the shipped diagrams and their routes, or none of them yet."""

from typing import Any

import pytest

import engine
from engine import Settings
from engine.store.counting import watched
from tests.fixtures.time import SettableClock


class Cut(Exception):
    """The process ends here."""


@pytest.mark.parametrize("at", ["INSERT INTO definitions", "INSERT INTO routes"])
def test_cut_short_it_leaves_an_empty_house(at: str, sqlite_url: str, tmp_path: Any, clock: SettableClock) -> None:
    desk = engine.open_desk(Settings(sqlite_url, tmp_path, secret_key="k" * 48), clock=clock)
    seen = []

    def cut(statement: str) -> None:
        seen.extend([statement] if statement.startswith(at) else [])
        if len(seen) == 3:
            raise Cut

    with watched(desk.database.engine.dialect, before=cut), pytest.raises(Cut):
        engine.install(desk)
    assert engine.processes(desk) == ()
    assert engine.install(desk) == 6
    assert [len(process.routes) > 0 for process in engine.processes(desk)] == [True] * 6
    assert engine.install(desk) == 0
    desk.close()
