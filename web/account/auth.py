"""Signing in and out, and the demo's people as buttons."""

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_login import login_user, logout_user
from werkzeug.wrappers import Response

import engine
from engine import Agent, by_name
from engine.errors import SignInRefused
from web.account import known_browser
from web.frame.errors import status_of
from web.frame.numbers import number_of
from web.frame.request_context import Signed, address, desk, find_me, my_session
from web.urls import inside
from web.watching.request_metrics import count_refusal

blueprint = Blueprint("auth", __name__)


@blueprint.get("/log-ind")
def sign_in() -> str | Response:
    if find_me():
        return redirect(inside(request.args.get("next", "")) or url_for("dashboard.overview"))
    return _form()


@blueprint.post("/log-ind")
def try_to_sign_in() -> Response | tuple[str, int] | tuple[str, int, dict[str, str]]:
    username, password = request.form.get("username", "")[:200], request.form.get("password", "")[:1000]
    try:
        agent = engine.sign_in(desk(), username, password, browser=known_browser.of(username), address=address())
    except SignInRefused as refused:
        count_refusal(refused)
        headers = {"Retry-After": str(refused.wait_seconds)} if refused.wait_seconds else {}
        return _form(refused.args[0], username), status_of(refused), headers
    return _come_in(agent)


@blueprint.post("/log-ind/demo")
def sign_in_as_demo() -> Response:
    return _come_in(engine.demo_sign_in(desk(), number_of(request.form.get("agent")) or 0))


@blueprint.post("/log-ud")
def sign_out() -> Response:
    if find_me():
        engine.end_session(desk(), my_session().token)
    logout_user()
    session.clear()
    return redirect(url_for("auth.sign_in"))


def _form(problem: str = "", username: str = "") -> str:
    directory = desk().directory()
    people = sorted(
        engine.demo_accounts(desk()), key=lambda a: (a.department, by_name(directory.teams[a.team_id]), by_name(a))
    )
    return render_template(
        "auth/sign_in.html",
        problem=problem,
        username=username,
        people=people,
        nobody=not (desk().settings.demo or engine.has_accounts(desk())),
        next=request.values.get("next", ""),
    )


def _come_in(agent: Agent) -> Response:
    """A fresh session: nothing that was there before goes on."""
    session.clear()
    session.permanent = True
    login_user(Signed(agent, engine.begin_session(desk(), agent.id, browser=request.user_agent.string)))
    locale = engine.locale_of(desk(), agent.id)
    if locale:
        session["locale"] = locale
    response = redirect(inside(request.form.get("next", "")) or url_for("dashboard.overview"))
    known_browser.remember(response, agent.username)
    return response
