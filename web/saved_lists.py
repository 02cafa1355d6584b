"""Lists of work saved under a name, for oneself or for one's team."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

import engine
from engine.errors import Invalid
from web.here import desk, me
from web.lists import LISTS
from web.numbers import number_of
from web.words import tell

blueprint = Blueprint("saved_lists", __name__, url_prefix="/lister")


@blueprint.post("/gem")
def save() -> Response:
    """Back to the list, which is as it was; what is wrong with the name is said there."""
    page = LISTS.get(request.form.get("liste", "")) or abort(404)
    name, query = request.form.get("navn", ""), request.form.get("filtre", "")
    try:
        engine.save_list(desk(), name, page.name, query, by=me().id, team_id=number_of(request.form.get("for")))
        flash(_("Listen er gemt som “%(name)s”.", name=name.strip()))
    except Invalid as error:
        flash(" ".join(tell(sentence) for sentence in error.problems.values()), "problem")
    return redirect(f"{url_for('dashboard.whole_list', name=page.name)}?{query}")


@blueprint.post("/<int:saved_id>/slet")
def remove(saved_id: int) -> Response:
    engine.remove_list(desk(), saved_id, by=me().id)
    flash(_("Den gemte liste er slettet."))
    page = LISTS.get(request.form.get("liste", "")) or abort(404)
    return redirect(url_for("dashboard.whole_list", name=page.name))
