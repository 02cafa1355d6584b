"""The desk's people at their browsers: the desk of `house`, no scripts, every token as a browser sends it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask_login import FlaskLoginClient

import engine
from engine.desk import notes
from tests.fixtures.house import House
from tests.fixtures.threads import PATIENCE_SECONDS
from tests.web.visitor import Visitor
from web import create_app
from web.here import Signed

Visit = Callable[[str], Visitor]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The engine is proven on both databases; its pages stand on one, but for the story of a case."""
    return sqlite_url


@pytest.fixture
def app(house: House, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(notes, "PATIENCE_SECONDS", PATIENCE_SECONDS)  # on a busy machine too the next page shows them
    app = create_app(house.desk)
    app.testing = True
    app.test_client_class = FlaskLoginClient
    return app


@pytest.fixture
def visit(app: Flask, house: House) -> Visit:
    """`visit("anders")`: Anders at his own browser."""
    return lambda name: Visitor(app.test_client(user=signed_in(house, name)))


def signed_in(house: House, name: str) -> Signed:
    """That person, with a session of their own."""
    return Signed(house.agent(name), engine.begin_session(house.desk, house.id(name)))


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    return Visitor(app.test_client())
