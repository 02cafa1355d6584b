"""Lists of work saved under a name, for oneself or for one's team."""

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

import engine
from engine.errors import Invalid
from web.forms import Said
from web.frame.errors import status_of
from web.frame.numbers import number_of
from web.frame.request_context import desk, me
from web.overview.dashboard import list_page
from web.overview.list_filters import ListFilters
from web.overview.lists import LISTS
from web.wording.language import gettext as _

blueprint = Blueprint("saved_lists", __name__)


@blueprint.post("/overblik/<name>")
def save(name: str) -> Response | tuple[str, int]:
    """The list as its address asks for it; what is wrong is said at the form."""
    page = LISTS.get(name) or abort(404)
    query, typed = ListFilters(page).query(), request.form.get("navn", "")
    try:
        engine.save_list(desk(), typed, name, query, by=me().id, team_id=number_of(request.form.get("for")))
    except Invalid as error:
        return list_page(name, Said("gem", request.form, error.problems)), status_of(error)
    flash(_("Listen er gemt som “%(name)s”.", name=typed.strip()))
    return redirect(f"{url_for('dashboard.whole_list', name=name)}?{query}")


@blueprint.post("/lister/<int:saved_id>/slet")
def remove(saved_id: int) -> Response:
    engine.remove_list(desk(), saved_id, by=me().id)
    flash(_("Den gemte liste er slettet."))
    page = LISTS.get(request.form.get("liste", "")) or abort(404)
    return redirect(url_for("dashboard.whole_list", name=page.name))
