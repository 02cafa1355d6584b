"""Min konto: which notices one gets, for oneself and for a team one leads, one's password, where one is signed in."""

from collections.abc import Callable, Iterator, Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import logout_user
from werkzeug.wrappers import Response

import engine
from engine.errors import Invalid
from web.account import known_browser
from web.account.browsers import name_of
from web.forms import NOTHING, FieldView, Said, plain_field
from web.frame.numbers import number_of
from web.frame.request_context import address, desk, me, my_session
from web.wording.language import gettext as _

blueprint = Blueprint("profile", __name__, url_prefix="/konto")


@blueprint.get("/")
def show() -> str:
    return _page()


@blueprint.post("/beskeder")
def mute() -> Response:
    engine.set_muted(desk(), _switched_off(), by=me().id)
    flash(_("Dine beskeder er valgt."))
    return redirect(url_for("profile.show"))


@blueprint.post("/team/<int:team_id>/beskeder")
def mute_team(team_id: int) -> Response:
    engine.set_muted(desk(), _switched_off(), by=me().id, team_id=team_id)
    flash(_("Beskeder til %(team)s er valgt.", team=desk().directory().teams[team_id].name))
    return redirect(url_for("profile.show"))


@blueprint.post("/adgangskode")
def set_password() -> Response | tuple[str, int]:
    given = {name: request.form.get(name, "")[:1000] for name in ("current", "password", "again")}
    problems = _tried(lambda: _change(given))
    if problems:
        return _page(Said(problems=problems)), 422
    flash(_("Adgangskoden er skiftet. Andre steder, hvor du var logget ind, er du logget ud."))
    return redirect(url_for("profile.show"))


@blueprint.get("/adgangskode")
def password() -> str | Response:
    """Where a password that an administrator chose is changed; for others it stands on Min konto."""
    if not me().password_is_given:
        return redirect(url_for("profile.show", _anchor="adgangskode"))
    return _page()


@blueprint.post("/session")
def end_session() -> Response:
    engine.end_one_session(desk(), me().id, number_of(request.form.get("session")) or 0, by=me().id)
    flash(_("Sessionen er slut."))
    return redirect(url_for("profile.show", _anchor="sessioner"))


@blueprint.post("/sessioner")
def end_sessions() -> Response:
    engine.end_sessions(desk(), me().id, by=me().id)
    logout_user()
    flash(_("Du er logget ud overalt."))
    return redirect(url_for("auth.sign_in"))


@blueprint.get("/<any(beskeder, session, sessioner):form>")
def form_alone(form: str) -> Response:
    """For whoever reloads after a refusal."""
    return redirect(url_for("profile.show"))


def _change(given: Mapping[str, str]) -> None:
    if given["password"] != given["again"]:
        raise Invalid({"again": _("De to nye adgangskoder er ikke ens.")})
    engine.change_password(
        desk(),
        me().id,
        given["current"],
        given["password"],
        browser=known_browser.of(me().username),
        address=address(),
        token=my_session().token,
    )


def _tried(act: Callable[[], None]) -> Mapping[str, str]:
    try:
        act()
    except Invalid as error:
        return error.problems
    return {}


def _switched_off() -> set[str]:
    """Every kind that is not ticked: a tick says that one wants it."""
    return {str(kind) for kind in engine.NOTICE_KINDS} - set(request.form.getlist("kind"))


def _page(said: Said = NOTHING) -> str:
    agent, here, passwords = me(), my_session().session, list(_password_fields(said))
    if agent.password_is_given:
        return render_template("profile/given_password.html", said=said, passwords=passwords)
    return render_template(
        "profile/show.html",
        sessions=engine.sessions_of(desk(), agent.id, by=agent.id),
        here=here.id if here else None,
        browser_name=name_of,
        notices=engine.NOTICE_KINDS,
        muted=engine.muted_of(desk(), agent.id),
        teams={team_id: engine.muted_of_team(desk(), team_id) for team_id in sorted(agent.leads)},
        silent={team_id: engine.muted_of_team(desk(), team_id) for team_id in sorted(agent.teams)},
        said=said,
        passwords=passwords,
        viewings_days=desk().settings.viewings_days,
    )


def _password_fields(said: Said) -> Iterator[FieldView]:
    for name, label, autocomplete in (
        ("current", _("Nuværende adgangskode"), "current-password"),
        ("password", _("Ny adgangskode, mindst 12 tegn"), "new-password"),
        ("again", _("Den nye igen"), "new-password"),
    ):
        yield plain_field(said, "password", name, label, required=True, is_narrow=True, autocomplete=autocomplete)
