"""Who gets in where: one table of the product's places, and the menu that follows from it.

Which cases somebody sees is the engine's: `engine.rules.seeing`. The page "Hvem ser hvad" shows both.

A blueprint that is not in the table is open to nobody, so a forgotten row is found at the first click.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from babel.lists import format_list
from flask import abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

import engine
from engine import ROLES, Agent, Right, Role, by_name
from engine.errors import Refused
from web.frame.notes import note_beside_request
from web.frame.request_context import desk, find_me, my_session
from web.wording import words
from web.wording.language import gettext as _
from web.wording.language import language
from web.wording.language import lazy_gettext as _l

Roles = frozenset[Role]

EVERYBODY = frozenset(Role)  # whoever is signed in, a person without any role too
WORKERS = engine.roles_with(Right.WORK)  # members of a team: those who change anything on cases
LEADS = frozenset({Role.LEAD})
CUSTOMER_KEEPERS = engine.roles_with(Right.KEEP_CUSTOMERS)
OWNERS = engine.roles_with(Right.DEPLOY)
READERS = engine.roles_with(Right.READ_ALL)
ADMINISTRATORS = engine.roles_with(Right.ADMINISTER)


@dataclass(frozen=True)
class Place:
    """One row of the table: what there is, and who gets in."""

    what: str
    who: Roles


LOOKING = ("GET", "HEAD")

# Open without signing in; a draft is kept by the token of its form.
OPEN = frozenset({"auth", "health", "form_drafts", "metrics", "preferences", "static"})

# All that is open to whoever must first change a password that an administrator chose.
OWN_PASSWORD = frozenset({"profile.password", "profile.set_password"})

# blueprint, or one view of a blueprint whose row is narrower → what it is, and who gets in
ACCESS: Mapping[str, Place] = {
    "dashboard": Place(_l("Overblik og lister over eget arbejde"), EVERYBODY),
    "cases": Place(_l("Opret sag"), WORKERS),
    "tasks": Place(_l("Opret opgave"), WORKERS),
    "items": Place(_l("Sager og opgaver, som man må se"), EVERYBODY),
    "items.edit": Place(_l("Ret en sag eller opgave"), WORKERS),
    "items.reopen": Place(_l("Genåbn en sag eller opgave"), WORKERS),
    "correspondence": Place(_l("Skriv på en sag eller opgave"), WORKERS),
    "steps": Place(_l("Afslut et trin"), WORKERS),
    "deadline_hints": Place(_l("Om en deadline ligger i arbejdstiden, og om teamet plejer at nå det"), WORKERS),
    "beside": Place(_l("Forrige og næste i en liste"), EVERYBODY),
    "saved_lists": Place(_l("Gem en liste under et navn"), WORKERS),
    "several": Place(_l("Flere sager og opgaver ad gangen"), WORKERS),
    "customers": Place(_l("Find og opret brugere"), WORKERS),
    "customer_pages": Place(_l("Brugere: listen og en side til hver"), WORKERS | READERS),
    "customer_pages.new": Place(_l("Ny bruger"), WORKERS),
    "customer_pages.add": Place(_l("Opret en bruger"), WORKERS),
    "customer_pages.correct": Place(_l("Ret en bruger"), WORKERS),
    "customer_pages.merge": Place(_l("Flet to brugere"), CUSTOMER_KEEPERS),
    "customer_pages.separate": Place(_l("Ophæv en fletning af brugere"), CUSTOMER_KEEPERS),
    "customer_pages.set_active": Place(_l("Gør en bruger aktiv eller ikke aktiv"), CUSTOMER_KEEPERS),
    "search": Place(_l("Søg"), EVERYBODY),
    "attachments": Place(_l("Vedhæftede filer på det, man må se"), EVERYBODY),
    "notices": Place(_l("Egne beskeder"), EVERYBODY),
    "diagrams": Place(_l("Diagrammer"), EVERYBODY),
    "rules": Place(_l("Regler, og hvem der ser hvad"), EVERYBODY),
    "profile": Place(_l("Min konto"), EVERYBODY),
    "profile.mute": Place(_l("Slå egne beskeder fra"), WORKERS),
    "profile.mute_team": Place(_l("Slå et teams beskeder fra"), LEADS),
    "processes": Place(_l("Processer: diagrammer og versioner"), EVERYBODY),
    "processes.guidance": Place(_l("Vejledningen til den, der tegner processer"), EVERYBODY),
    "processes.upload": Place(_l("Upload et diagram"), OWNERS),
    "processes.draft": Place(_l("Eget uploadet diagram med kontrollens svar"), OWNERS),
    "processes.draft_content": Place(_l("Eget uploadet diagram som fil"), OWNERS),
    "processes.deploy": Place(_l("Sæt et diagram i drift"), OWNERS),
    "processes.discard": Place(_l("Kassér et uploadet diagram"), OWNERS),
    "audit": Place(_l("Forløb med historik"), READERS),
    "checking": Place(_l("Kontrol af historikken"), READERS),
    "administration": Place(_l("Administration: post, baggrundsarbejde, ruter"), ADMINISTRATORS),
    "staff": Place(_l("Administration: personer og teams"), ADMINISTRATORS),
    "categories": Place(_l("Administration: kategorier af sager"), ADMINISTRATORS),
    "teams": Place(
        _l("Et team, som man leder eller administrerer: hvad det kræver af beskrivelser"), LEADS | ADMINISTRATORS
    ),
    "teams.new": Place(_l("Nyt team"), ADMINISTRATORS),
    "teams.add": Place(_l("Opret et team"), ADMINISTRATORS),
    "teams.change": Place(_l("Ret et team"), ADMINISTRATORS),
}


@dataclass(frozen=True)
class Entry:
    """One line of the rail. `icon` is a name of web.wording.drawings; `use` are those who have a use for it.

    `lists` are the lists of the dashboard that belong to it.
    """

    endpoint: str
    label: str
    icon: str
    use: Roles = EVERYBODY
    lists: frozenset[str] = frozenset()

    def is_here(self) -> bool:
        """Whether the page that was asked for is this line's."""
        if request.blueprint == "dashboard":
            return request.endpoint == self.endpoint or (request.view_args or {}).get("name") in self.lists
        return request.blueprint == self.endpoint.partition(".")[0]


RAIL = (
    Entry(
        "dashboard.overview",
        _l("Overblik"),
        "home",
        EVERYBODY,
        frozenset({"venter", "sager", "opgaver", "godkender", "hos-andre"}),
    ),
    Entry("cases.new", _l("Opret sag"), "plus", WORKERS),
    Entry("search.open_item", _l("Søg"), "search"),
    Entry("customer_pages.index", _l("Brugere"), "person", WORKERS | READERS),
    Entry("dashboard.queue", _l("Mit team"), "team", WORKERS, lists=frozenset({"koe", "team"})),
    Entry("audit.index", _l("Forløb"), "route", READERS),
    Entry("processes.index", _l("Processer"), "diagram", READERS),
    Entry("administration.index", _l("Administration"), "gear", ADMINISTRATORS),
    Entry("rules.index", _l("Regler"), "book"),
)


def entries_for(agent: Agent) -> Iterator[Entry]:
    """The rail of that person; what the product does not have yet is not on it."""
    return (entry for entry in RAIL if entry.endpoint in current_app.view_functions and is_among(agent, entry.use))


def is_among(agent: Agent, who: Roles) -> bool:
    return who == EVERYBODY or bool(agent.all_roles & who)


def lets_in(endpoint: str, agent: Agent) -> bool:
    """Whether the table lets somebody in there; where it says nothing it lets nobody in."""
    general = ACCESS.get(endpoint.partition(".")[0])
    own = ACCESS.get(endpoint, general)
    return bool(general and own and is_among(agent, general.who) and is_among(agent, own.who))


def guard() -> Response | None:
    """Before every request: signed in, and let in here. Others see the sign-in page, or that there is nothing here."""
    blueprint = request.blueprint or request.endpoint or ""
    if not request.endpoint or blueprint in OPEN:
        return None
    agent = find_me()
    if agent is None:
        if request.method in LOOKING:
            return redirect(url_for("auth.sign_in", next=request.full_path.rstrip("?")))
        abort(401)
    desk().notes.settle(agent.id)
    _note_use()
    if agent.password_is_given and request.endpoint not in OWN_PASSWORD:
        return redirect(url_for("profile.password"))
    if lets_in(request.endpoint, agent):
        return None
    own, general = ACCESS.get(request.endpoint), ACCESS.get(blueprint)
    if own and general and is_among(agent, general.who):
        raise Refused("D-08", _("Det er kun for %(who)s.", who=said(own.who)), who=names_of(own.who))
    return abort(404 if request.method in LOOKING else 403)


def _note_use() -> None:
    """D-20: a session ends some time after its last use."""
    house, session = desk(), my_session().session
    if session and session.is_to_be_noted(house.clock()):
        note_beside_request(lambda: engine.note_session_use(house, session))


def said(who: Roles) -> str:
    """Those roles in words: "procesejere og administratorer"."""
    if who == EVERYBODY:
        return _("alle")
    return format_list([words.tell(ROLES[role].plural) for role in Role if role in who], locale=language().locale)


def names_of(who: Roles, most: int = 6) -> str:
    """Those people by name, to be asked instead; the first of them where they are many."""
    directory = desk().directory()
    agents = (agent for agent in directory.agents.values() if agent.active and is_among(agent, who))
    return ", ".join(directory.name_of(agent.id) for agent in sorted(agents, key=by_name)[:most])
