"""Who gets in where: one table of the product's places, and the menu that follows from it.

What may be seen of a case is the engine's.

A blueprint that is not in the table is open to nobody, so a forgotten row is found at the first click.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flask import abort, current_app, redirect, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from engine import Agent
from engine.errors import Refused
from web.here import desk, find_me


@dataclass(frozen=True)
class Who:
    """Some of the people: what the table calls them, and whether somebody is among them."""

    name: str
    includes: Callable[[Agent], bool]

    def __call__(self, agent: Agent) -> bool:
        return self.includes(agent)


@dataclass(frozen=True)
class Place:
    """One row of the table: what there is, and who gets in."""

    what: str
    who: Who


anyone = Who(_l("alle"), lambda agent: True)
workers = Who(_l("medlemmer af et team"), lambda agent: bool(agent.teams))  # those who change anything on cases
dispatchers = Who(_l("dispatchere og teamledere"), lambda agent: bool(agent.dispatches or agent.leads))
leads = Who(_l("teamledere"), lambda agent: bool(agent.leads))
owners = Who(_l("procesejere og administratorer"), lambda agent: bool(agent.roles & {"process_owner", "administrator"}))
readers = Who(
    _l("revisorer, procesejere og administratorer"),
    lambda agent: bool(agent.roles & {"auditor", "process_owner", "administrator"}),
)
administrators = Who(_l("administratorer"), lambda agent: "administrator" in agent.roles)

# Open without signing in.
OPEN = frozenset({"auth", "preferences", "static"})

# blueprint, or one view of a blueprint whose row is narrower → what it is, and who gets in
ACCESS: Mapping[str, Place] = {
    "dashboard": Place(_l("Overblik og lister over eget arbejde"), anyone),
    "cases": Place(_l("Opret sag"), workers),
    "tasks": Place(_l("Opret opgave"), workers),
    "items": Place(_l("Sager og opgaver, som de to afdelinger deler; læsere ser alle"), anyone),
    "items.edit": Place(_l("Ret en sag eller opgave"), workers),
    "items.reopen": Place(_l("Genåbn en sag eller opgave"), workers),
    "correspondence": Place(_l("Skriv på en sag eller opgave"), workers),
    "steps": Place(_l("Afslut et trin"), workers),
    "customers": Place(_l("Find og opret brugere"), workers),
    "search": Place(_l("Søg"), anyone),
    "attachments": Place(_l("Vedhæftede filer på det, man må se"), anyone),
    "notices": Place(_l("Egne beskeder"), anyone),
    "diagrams": Place(_l("Diagrammer"), anyone),
    "rules": Place(_l("Regler"), anyone),
    "profile": Place(_l("Min konto"), anyone),
    "profile.mute": Place(_l("Slå egne beskeder fra"), workers),
    "profile.mute_team": Place(_l("Slå et teams beskeder fra"), leads),
    "processes": Place(_l("Processer: diagrammer og versioner"), anyone),
    "processes.upload": Place(_l("Upload et diagram"), owners),
    "processes.draft": Place(_l("Eget uploadet diagram med kontrollens svar"), owners),
    "processes.draft_content": Place(_l("Eget uploadet diagram som fil"), owners),
    "processes.deploy": Place(_l("Sæt et diagram i drift"), owners),
    "processes.discard": Place(_l("Kassér et uploadet diagram"), owners),
    "audit": Place(_l("Forløb med historik"), readers),
    "administration": Place(_l("Administration: post, baggrundsarbejde, ruter, kontrol"), administrators),
    "staff": Place(_l("Administration: personer og teams"), administrators),
}


@dataclass(frozen=True)
class Entry:
    """One line of the rail. `icon` is a name in templates/icons.html."""

    endpoint: str
    label: str
    icon: str
    allowed: Who = anyone

    @property
    def blueprint(self) -> str:
        return self.endpoint.partition(".")[0]


RAIL = (
    Entry("dashboard.overview", _l("Overblik"), "home"),
    Entry("cases.new", _l("Opret sag"), "plus", workers),
    Entry("search.open_item", _l("Søg"), "search"),
    Entry("dashboard.queue", _l("Mit team"), "team", dispatchers),
    Entry("audit.index", _l("Forløb"), "route", readers),
    Entry("processes.index", _l("Processer"), "diagram", readers),
    Entry("administration.index", _l("Administration"), "gear", administrators),
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
        abort(401)
    own, general = ACCESS.get(request.endpoint), ACCESS.get(blueprint)
    if general is None or not general.who(agent):
        abort(404 if request.method == "GET" else 403)
    if own and not own.who(agent):
        raise Refused("D-08", _("Det er kun for %(who)s.", who=own.who.name), who=names_of(own.who))
    return None


def names_of(who: Who, most: int = 6) -> str:
    """Those people by name, to be asked instead; the first of them where they are many."""
    agents = desk().directory().agents.values()
    return ", ".join(sorted(agent.name for agent in agents if agent.active and who(agent))[:most])
