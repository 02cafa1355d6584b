"""A new house: all of the shipped diagrams and their routes, or none of them yet."""

import threading
from typing import Any

import pytest

import engine
from engine import Settings
from engine.store.connection.counting import watched
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


def test_two_servers_begin_on_an_empty_database_and_both_go_on(
    postgresql_url: str, tmp_path: Any, clock: SettableClock
) -> None:
    """The second finds nothing, since the first has not committed yet, and then all of it."""
    settings = Settings(postgresql_url, tmp_path, secret_key="k" * 48)
    first, second = (engine.open_desk(settings, clock=clock) for _ in range(2))
    both, made = threading.Barrier(2, timeout=60), []

    def wait(statement: str) -> None:
        if statement.startswith("INSERT INTO definitions") and threading.current_thread().name not in made:
            made.append(threading.current_thread().name)
            both.wait()

    done: list[int] = []
    servers = [threading.Thread(target=lambda desk=desk: done.append(engine.install(desk))) for desk in (first, second)]
    with watched(first.database.engine.dialect, before=wait), watched(second.database.engine.dialect, before=wait):
        for server in servers:
            server.start()
        for server in servers:
            server.join(60)
    assert sorted(done) == [0, 6]
    assert len(engine.processes(first)) == 6
    first.close()
    second.close()
