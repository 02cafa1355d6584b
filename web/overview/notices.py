"""The bell: what the desk told me, whether or not it also went by mail."""

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from web.frame.request_context import desk, find_me, me

blueprint = Blueprint("notices", __name__)


@blueprint.get("/beskeder")
def index() -> str:
    page = engine.notices(desk(), me().id, after=request.args.get("efter"))
    return render_template("notices/index.html", page=page, after=request.args.get("efter"), not_sent=desk().not_sent)


@blueprint.post("/beskeder/laest")
def mark_read() -> Response:
    engine.mark_notices_read(desk(), me().id)
    return redirect(url_for("notices.index"))


def show_bell(unread: int) -> None:
    """The page that is shown has counted already."""
    g.unread = unread


def unread() -> int:
    """For the bell on every page."""
    agent = find_me()
    if "unread" not in g:
        g.unread = engine.unread_notices(desk(), agent.id) if agent else 0
    return int(g.unread)
