"""What every view asks first: the desk, who is signed in, what time it is. No view keeps any of it."""

from datetime import datetime
from typing import cast

from flask import current_app, request
from flask_login import UserMixin, current_user

from engine import Agent, Desk, Session


class Signed(UserMixin):
    """An agent as signed in by a session, of which the browser holds the token (D-20)."""

    def __init__(self, agent: Agent, token: str, session: Session | None = None):
        self.agent, self.token, self.session = agent, token, session

    def get_id(self) -> str:
        return self.token


def desk() -> Desk:
    return cast(Desk, current_app.extensions["desk"])


def find_me() -> Agent | None:
    """Whoever is signed in, if somebody is."""
    return current_user.agent if current_user and current_user.is_authenticated else None


def my_session() -> Signed:
    """The session in which somebody is signed in; only for views that `web.access` lets nobody else into."""
    assert current_user.is_authenticated, "a view for signed-in people was reached without one"
    return cast(Signed, current_user._get_current_object())


def me() -> Agent:
    """Whoever is signed in; only for views that `web.access` lets nobody else into."""
    agent = find_me()
    assert agent is not None, "a view for signed-in people was reached without one"
    return agent


def now() -> datetime:
    return desk().clock()


def address() -> str:
    """The network address that the request came from; behind a named proxy the one that the proxy names."""
    return request.remote_addr or ""
