"""Quick open: a number, words or the customer, from the field on every page or Ctrl+O (R091, A-27)."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from web.here import desk, me

blueprint = Blueprint("search", __name__)
MAX_TYPED = 200


@blueprint.get("/aabn")
def open_item() -> str | Response:
    """One hit is opened at once; several are listed."""
    typed = request.args.get("q", "")[:MAX_TYPED].strip()
    found = engine.find_item(desk(), typed, by=me().id) if typed else ()
    if len(found) == 1:
        return redirect(url_for("items.show", kind=found[0].kind, item_id=found[0].id))
    return render_template("search/found.html", typed=typed, found=found)


@blueprint.get("/aabn/forslag")
def suggestions() -> str:
    typed = request.args.get("q", "")[:MAX_TYPED].strip()
    found = engine.find_item(desk(), typed, by=me().id, limit=8) if len(typed) > 1 else ()
    return render_template("search/suggestions.html", typed=typed, found=found)
