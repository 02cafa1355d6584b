"""The desk's people at their browsers: the desk of `house`, no scripts, every token as a browser sends it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask_login import FlaskLoginClient
from itsdangerous import URLSafeSerializer

import engine
from engine.transaction import notes
from tests.fixtures.house import House
from tests.fixtures.templates import compiled_once
from tests.fixtures.threads import PATIENCE_SECONDS
from tests.web.visitor import Visitor
from web import create_app
from web.account import known_browser
from web.frame.request_context import Signed

Visit = Callable[[str], Visitor]


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """The engine is proven on both databases; its pages stand on one, but for the story of a case."""
    return sqlite_url


@pytest.fixture
def app(house: House, monkeypatch: pytest.MonkeyPatch) -> Flask:
    monkeypatch.setattr(notes, "PATIENCE_SECONDS", PATIENCE_SECONDS)  # on a busy machine too the next page shows them
    app = compiled_once(create_app(house.desk))
    app.testing = True
    app.test_client_class = FlaskLoginClient
    return app


@pytest.fixture
def visit(app: Flask, house: House) -> Visit:
    """`visit("anders")`: Anders at his own browser."""

    def at_their_browser(name: str) -> Visitor:
        client = app.test_client(user=signed_in(house, name))
        client.set_cookie(known_browser.COOKIE, known_cookie(house))
        return Visitor(client)

    return at_their_browser


def known_cookie(house: House) -> str:
    """Of a browser from which somebody has signed in."""
    return str(URLSafeSerializer(house.desk.settings.secret_key, salt="known-browser").dumps(["anders", "b" * 22]))


def signed_in(house: House, name: str) -> Signed:
    """That person, with a session of their own."""
    return Signed(house.agent(name), engine.begin_session(house.desk, house.id(name)))


@pytest.fixture
def stranger(app: Flask) -> Visitor:
    return Visitor(app.test_client())
