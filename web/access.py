"""Who gets in where: one table of blueprints, and the menu that follows from it. What may be seen of a case is the engine's.

A blueprint that is not in the table is open to nobody, so a forgotten row is found at the first click.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flask import abort, current_app, redirect, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from engine import Agent
from web.here import find_me

Allowed = Callable[[Agent], bool]


def anyone(agent: Agent) -> bool:
    return True


def role(*names: str) -> Allowed:
    """Those with one of these roles."""
    return lambda agent: bool(agent.roles & set(names))


def workers(agent: Agent) -> bool:
    """Members of a team: those who change anything on cases."""
    return bool(agent.teams)


def dispatchers(agent: Agent) -> bool:
    return bool(agent.dispatches or agent.leads)


# Open without signing in.
OPEN = frozenset({"auth", "preferences", "static"})

# blueprint → who gets in
ACCESS: Mapping[str, Allowed] = {
    "dashboard": anyone,
    "cases": workers,  # creating
    "tasks": workers,  # creating
    "items": anyone,
    "correspondence": workers,
    "steps": workers,
    "customers": workers,
    "search": anyone,
    "attachments": anyone,
    "notices": anyone,
    "diagrams": anyone,
    "rules": anyone,
    "processes": role("process_owner"),
    "audit": role("auditor", "administrator", "process_owner"),
    "administration": role("administrator"),
    "profile": anyone,
    "team": role("administrator"),
}


@dataclass(frozen=True)
class Entry:
    """One line of the rail. `icon` is a name in templates/icons.html."""

    endpoint: str
    label: str
    icon: str
    allowed: Allowed = anyone

    @property
    def blueprint(self) -> str:
        return self.endpoint.partition(".")[0]


RAIL = (
    Entry("dashboard.overview", _l("Overblik"), "home"),
    Entry("cases.new", _l("Opret sag"), "plus", workers),
    Entry("search.open_item", _l("Søg"), "search"),
    Entry("dashboard.queue", _l("Mit team"), "team", dispatchers),
    Entry("audit.index", _l("Forløb"), "route", ACCESS["audit"]),
    Entry("processes.index", _l("Processer"), "diagram", ACCESS["processes"]),
    Entry("administration.index", _l("Administration"), "gear", ACCESS["administration"]),
    Entry("rules.index", _l("Regler"), "book"),
)


def entries_for(agent: Agent) -> Iterator[Entry]:
    """The rail of that person; what the product does not have yet is not on it."""
    return (entry for entry in RAIL if entry.endpoint in current_app.view_functions and entry.allowed(agent))


def guard() -> Response | None:
    """Before every request: signed in, and let in here. Others see the sign-in page, or that there is nothing here."""
    blueprint = request.blueprint or request.endpoint or ""
    if not request.endpoint or blueprint in OPEN:
        return None
    agent = find_me()
    if agent is None:
        if request.method == "GET":
            return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")))
        return redirect(url_for("auth.sign_in"))
    if not ACCESS.get(blueprint, _nobody)(agent):
        abort(404 if request.method == "GET" else 403)
    return None


def _nobody(agent: Agent) -> bool:
    return False
