"""Language and theme: kept for the visit, the language with the person too."""

from urllib.parse import urlsplit, urlunsplit

from flask import Blueprint, current_app, make_response, redirect, request, session, url_for
from werkzeug.wrappers import Response

import engine
from web.frame.request_context import desk, find_me
from web.wording.language import LOCALES

THEMES = ("auto", "light", "dark")
A_YEAR = 365 * 24 * 3600

blueprint = Blueprint("preferences", __name__)


@blueprint.post("/sprog")
def set_locale() -> Response:
    locale = request.form.get("locale", "")
    if locale in LOCALES:
        session["locale"] = locale
        agent = find_me()
        if agent:
            engine.set_locale(desk(), agent.id, locale)
    return _back()


@blueprint.post("/tema")
def set_theme() -> Response:
    theme = request.form.get("theme", "")
    response = make_response(_back())
    if theme in THEMES:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie("tema", theme, max_age=A_YEAR, samesite="Lax", httponly=False, secure=secure)
    return response


def theme() -> str:
    chosen = request.cookies.get("tema", "auto")
    return chosen if chosen in THEMES else "auto"


def _back() -> Response:
    """To the page one came from, if it is one of ours; a proxy may speak https to the browser and http to us."""
    came_from = urlsplit(request.referrer or "")
    ours = {request.host, urlsplit(desk().settings.base_url).netloc}
    if came_from.netloc not in ours:
        return redirect(url_for("dashboard.overview"))
    return redirect(urlunsplit(("", "", "/" + came_from.path.lstrip("/"), came_from.query, "")))
