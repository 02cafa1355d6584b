"""What every view asks first: the desk, who is signed in, what time it is. No view keeps any of it."""

from datetime import datetime
from typing import cast

from flask import current_app
from flask_login import UserMixin, current_user

from engine import Agent, Desk


class Signed(UserMixin):
    """An agent as the session knows them: by number and by `credentials`, so that a new password ends it."""

    def __init__(self, agent: Agent):
        self.agent = agent

    def get_id(self) -> str:
        return f"{self.agent.id}.{self.agent.credentials}"


def desk() -> Desk:
    return cast(Desk, current_app.extensions["desk"])


def find_me() -> Agent | None:
    """Whoever is signed in, if somebody is."""
    return current_user.agent if current_user and current_user.is_authenticated else None


def me() -> Agent:
    """Whoever is signed in; only for views that `web.access` lets nobody else into."""
    agent = find_me()
    assert agent is not None, "a view for signed-in people was reached without one"
    return agent


def now() -> datetime:
    return desk().clock()
