"""The bell: what the desk told me, whether or not it also went by mail."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from web.here import desk, find_me, me

blueprint = Blueprint("notices", __name__)


@blueprint.get("/beskeder")
def index() -> str:
    page = engine.notices(desk(), me().id, after=request.args.get("efter"))
    return render_template("notices/index.html", page=page, after=request.args.get("efter"), not_sent=desk().not_sent)


@blueprint.post("/beskeder/laest")
def mark_read() -> Response:
    engine.mark_notices_read(desk(), me().id)
    return redirect(url_for("notices.index"))


def unread() -> int:
    """For the bell on every page."""
    agent = find_me()
    return engine.unread_notices(desk(), agent.id) if agent else 0
