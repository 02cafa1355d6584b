"""The people, kept by an administrator: new ones, what they are, their teams, their password, who has left."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

import engine
from engine import Agent, Department, NewAgent, by_name
from engine.errors import Invalid, NotFound
from web.account.browsers import name_of
from web.administration.teams import lacking, tried
from web.forms import NOTHING, FieldView, Said, grouped, plain_field, team_options
from web.frame.numbers import number_of
from web.frame.request_context import desk, me, my_session
from web.wording.language import gettext as _

blueprint = Blueprint("staff", __name__, url_prefix="/administration/personer")
Answer = Response | tuple[str, int]


@blueprint.get("/")
def index() -> str:
    directory = desk().directory()
    return render_template(
        "staff/index.html",
        agents=sorted(directory.agents.values(), key=lambda a: (not a.active, a.department, by_name(a))),
        teams=sorted(directory.teams.values(), key=lambda t: (t.department, by_name(t))),
        lacking=list(lacking(directory)),
    )


@blueprint.get("/ny")
def new() -> str:
    return _form(None, NOTHING)


@blueprint.post("/ny")
def add() -> Answer:
    asked = asked_for(request.form)
    agent, problems = tried(lambda: engine.add_agent(desk(), asked, by=me().id))
    if agent is None:
        return _form(None, Said(typed=request.form, problems=problems)), 422
    flash(_("%(name)s er oprettet.", name=agent.name))
    return redirect(url_for("staff.index"))


@blueprint.get("/<int:agent_id>")
def show(agent_id: int) -> str:
    agent = _agent(agent_id)
    return _form(agent, Said(typed=as_typed(agent)))


@blueprint.post("/<int:agent_id>")
def change(agent_id: int) -> Answer:
    agent, asked = _agent(agent_id), asked_for(request.form)
    changed, problems = tried(lambda: engine.change_agent(desk(), agent_id, asked, by=me().id))
    if changed is None:
        return _form(agent, Said(typed=request.form, problems=problems)), 422
    flash(_("%(name)s er rettet.", name=changed.name))
    return redirect(url_for("staff.index"))


@blueprint.post("/<int:agent_id>/adgangskode")
def set_password(agent_id: int) -> Answer:
    agent, password = _agent(agent_id), request.form.get("password", "")[:1000]
    try:
        engine.set_password(desk(), agent_id, password, by=me().id)
    except Invalid as error:
        return _form(agent, Said(typed=as_typed(agent)), Said(problems=error.problems)), 422
    flash(_("%(name)s har fået en ny adgangskode.", name=agent.name))
    return redirect(url_for("staff.show", agent_id=agent_id))


@blueprint.post("/<int:agent_id>/aktiv")
def set_active(agent_id: int) -> Answer:
    agent, active = _agent(agent_id), request.form.get("active") == "1"
    try:
        engine.set_active(desk(), agent_id, active, by=me().id)
    except Invalid as error:
        return _form(agent, Said(typed=as_typed(agent), problems=error.problems)), 422
    words = _("%(name)s er aktiv igen.") if active else _("%(name)s er lukket ude. Det, der ventede, er tilbudt andre.")
    flash(words % {"name": agent.name})
    return redirect(url_for("staff.show", agent_id=agent_id))


@blueprint.post("/<int:agent_id>/session")
def end_session(agent_id: int) -> Response:
    engine.end_one_session(desk(), _agent(agent_id).id, number_of(request.form.get("session")) or 0, by=me().id)
    flash(_("Sessionen er slut."))
    return redirect(url_for("staff.show", agent_id=agent_id))


@blueprint.post("/<int:agent_id>/sessioner")
def end_sessions(agent_id: int) -> Response:
    agent = _agent(agent_id)
    engine.end_sessions(desk(), agent_id, by=me().id)
    flash(_("%(name)s er logget ud overalt.", name=agent.name))
    return redirect(url_for("staff.show", agent_id=agent_id))


@blueprint.get("/<int:agent_id>/<any(adgangskode, aktiv, session, sessioner):form>")
def form_alone(agent_id: int, form: str) -> Response:
    """For whoever reloads after a refusal."""
    return redirect(url_for("staff.show", agent_id=agent_id))


def asked_for(form: MultiDict[str, str]) -> NewAgent:
    """What the form says of a person; they belong to their home team's department."""
    teams = desk().directory().teams
    home = teams.get(number_of(form.get("home")) or 0)

    def named(field: str) -> frozenset[str]:
        return frozenset(
            teams[number].name for text in form.getlist(field) if (number := number_of(text) or 0) in teams
        )

    return NewAgent(
        name=form.get("name", ""),
        username=form.get("username", ""),
        department=home.department if home else Department.SUPPORT,
        home=home.name if home else "",
        teams=named("member"),
        dispatches=named("dispatcher"),
        leads=named("lead"),
        email=form.get("email"),
        roles=frozenset(form.getlist("roles")),
        password=form.get("password", "")[:1000] or None,
    )


def as_typed(agent: Agent) -> MultiDict[str, str]:
    """A person as the form would send them."""
    pairs = [("name", agent.name), ("email", agent.email or ""), ("home", str(agent.team_id))]
    for field, teams in (("member", agent.teams), ("dispatcher", agent.dispatches), ("lead", agent.leads)):
        pairs += [(field, str(team_id)) for team_id in teams]
    return MultiDict([*pairs, *(("roles", role) for role in agent.roles)])


def _form(agent: Agent | None, said: Said, password: Said = NOTHING) -> str:
    """`password` is what was said to the form that gives a new one."""
    teams = sorted(desk().directory().teams.values(), key=lambda team: (team.department, by_name(team)))
    here = my_session().session
    return render_template(
        "staff/form.html",
        agent=agent,
        said=said,
        fields={view.name: view for view in _fields(said)},
        new_password=plain_field(
            password,
            "password",
            "password",
            _("Ny adgangskode, mindst 12 tegn"),
            id="new-password",
            is_narrow=True,
            autocomplete="new-password",
        ),
        teams=teams,
        all_roles=engine.GIVEN_ROLES,
        sessions=engine.sessions_of(desk(), agent.id, by=me().id) if agent else (),
        here=here.id if here else None,
        browser_name=name_of,
        **_foreseen(agent),
    )


def _fields(said: Said) -> Iterator[FieldView]:
    teams = grouped(team_options(desk().directory().teams.values()))
    hint = _("Hjemmeteamet bestemmer afdelingen, og dertil kommer sager, der sendes retur.")
    yield plain_field(said, "string", "name", _("Navn"), required=True, max_length=254)
    yield plain_field(said, "string", "username", _("Brugernavn"), required=True, max_length=254)
    yield plain_field(said, "email", "email", _("Mail"), max_length=254)
    yield plain_field(said, "team", "home", _("Hjemmeteam"), groups=teams, required=True, help=hint)
    yield plain_field(
        said,
        "password",
        "password",
        _("Adgangskode"),
        autocomplete="new-password",
        help=_(
            "Mindst 12 tegn. Personen skifter den selv, første gang de logger ind. "
            "Uden adgangskode kan personen ikke logge ind."
        ),
    )


def _foreseen(agent: Agent | None) -> dict[str, Any]:
    """What goes to others when the account is closed, and when they are taken out of a team: {team: what}."""
    if agent is None or not agent.active:
        return {"leaving": None, "without_team": {}}
    teams = sorted(agent.teams | agent.dispatches)
    leaving, *without = engine.foresee(
        desk(), [replace(agent, active=False), *(_without(agent, team_id) for team_id in teams)], by=me().id
    )
    return {"leaving": leaving, "without_team": dict(zip(teams, without, strict=True))}


def _without(agent: Agent, team_id: int) -> Agent:
    """The same person, out of that team."""
    return replace(agent, teams=agent.teams - {team_id}, dispatches=agent.dispatches - {team_id})


def _agent(agent_id: int) -> Agent:
    found = desk().directory().agents.get(agent_id)
    if found is None:
        raise NotFound("Personen findes ikke.")
    return found
