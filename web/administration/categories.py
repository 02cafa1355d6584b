"""The categories of cases on the administration's screens: added, renamed, retired and taken into use again."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from engine.errors import Invalid
from web.frame.request_context import desk, me
from web.wording.language import gettext as _

blueprint = Blueprint("categories", __name__, url_prefix="/administration/kategorier")
Answer = Response | tuple[str, int]


@blueprint.get("/")
def index() -> str:
    return _page({})


@blueprint.post("/")
def add() -> Answer:
    return _done("name", _("Kategorien er oprettet."), partial(engine.add_category, desk(), by=me().id))


@blueprint.post("/<int:category_id>")
def change(category_id: int) -> Answer:
    """The pressed button says what: `active` is "1" or "0", without it the name is the new one."""
    if "active" in request.form:
        engine.set_category_active(desk(), category_id, request.form["active"] == "1", by=me().id)
        flash(_("Kategorien er gemt."))
        return redirect(url_for("categories.index"))
    rename = partial(engine.rename_category, desk(), category_id, by=me().id)
    return _done(f"name-{category_id}", _("Kategorien er gemt."), rename)


@blueprint.get("/<int:category_id>")
def form_alone(category_id: int) -> Response:
    """For whoever reloads after a refusal."""
    return redirect(url_for("categories.index"))


def _done(field: str, sentence: str, act: Callable[[str], None]) -> Answer:
    """The list with what was done, or with what is wrong at that field."""
    try:
        act(request.form.get("name", ""))
    except Invalid as error:
        return _page({field: error.problems["name"]}), 422
    flash(sentence)
    return redirect(url_for("categories.index"))


def _page(problems: dict[str, str]) -> str:
    typed = {name: request.form.get("name", "") for name in problems}
    categories = desk().directory().categories
    return render_template("administration/categories.html", categories=categories, problems=problems, typed=typed)
