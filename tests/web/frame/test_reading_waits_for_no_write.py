"""Whoever reads waits for nobody who writes: what a page notes is written beside it (through a real server)."""

import sqlite3
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing

import pytest
from flask import Flask

from engine import Kind
from engine.store.work import seen
from engine.transaction import notes
from tests.fixtures.house import House
from tests.fixtures.served import Server
from tests.web.conftest import signed_in

MUCH_TOO_LONG_SECONDS = 15  # a writer would wait for the lock for thirty


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    server = Server(app)
    yield f"http://127.0.0.1:{server.server_port}"
    server.stop()


def sign_in(app: Flask, house: House, name: str) -> str:
    """That person's cookie."""
    client = app.test_client(user=signed_in(house, name))
    client.get("/profil")
    cookie = client.get_cookie("sagsgang")
    assert cookie is not None
    return cookie.value


def read(cookie: str, address: str) -> str:
    asked = urllib.request.Request(address, headers={"Cookie": f"sagsgang={cookie}"})
    with urllib.request.urlopen(asked, timeout=60) as answer:
        return str(answer.read().decode())


def seen_by(house: House, name: str, case_id: int) -> int:
    with house.desk.reading() as connection:
        return seen.seen_by(connection, house.id(name), Kind.CASE, [case_id]).get(case_id, 0)


def test_a_lock_that_is_held_slows_no_reading_and_what_was_seen_is_noted_after_it(
    app: Flask, house: House, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notes, "PATIENCE_SECONDS", 0.2)  # as shipped
    case, pia = house.register("anders", "Netværk"), sign_in(app, house, "pia")
    with closing(sqlite3.connect(house.desk.database.engine.url.database or "")) as other:
        other.execute("BEGIN IMMEDIATE")
        before = time.monotonic()
        assert case.subject in read(pia, f"{address}/sager/{case.id}")
        assert case.number in read(pia, f"{address}/")
        assert time.monotonic() - before < MUCH_TOO_LONG_SECONDS
        assert seen_by(house, "pia", case.id) == 0
        other.rollback()
    house.desk.notes.close()
    assert seen_by(house, "pia", case.id) == house.now(case).event_count
