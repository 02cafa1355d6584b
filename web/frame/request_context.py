"""What every view asks first: the desk, who is signed in, what time it is. No view keeps any of it."""

from datetime import datetime
from typing import cast

from flask import current_app, has_request_context, request
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
    signed = _find_session()
    return signed.agent if signed else None


def my_session() -> Signed:
    """The session in which somebody is signed in; only for views that `web.access` lets nobody else into."""
    signed = _find_session()
    assert signed is not None, "a view for signed-in people was reached without one"
    return signed


def me() -> Agent:
    """Whoever is signed in; only for views that `web.access` lets nobody else into."""
    return my_session().agent


def _find_session() -> Signed | None:
    """Asked for once: everything that one asks of the proxy looks for the user anew."""
    user = current_user._get_current_object() if has_request_context() else None
    return user if isinstance(user, Signed) else None


def now() -> datetime:
    return desk().clock()


def address() -> str:
    """The network address that the request came from; behind a named proxy the one that the proxy names."""
    return request.remote_addr or ""
