"""The categories of cases on the administration's screens: added, renamed, retired and taken into use again."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from engine.errors import Invalid
from web.forms import NOTHING, FieldView, Said, plain_field
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
    """`problems` by the input's id."""
    named = partial(_named, problems)
    categories = desk().directory().categories
    return render_template(
        "administration/categories.html",
        categories=[
            (one, named(f"name-{one.id}", _("Navn på %(what)s", what=one.name), one.name, has_hidden_label=True))
            for one in categories
        ],
        new=named("name", _("Ny kategori")),
    )


def _named(problems: dict[str, str], id_: str, label: str, value: str = "", **more: Any) -> FieldView:
    """The name's field of one category; what was typed stands in the one that was sent."""
    said = Said(typed=request.form, problems={"name": problems[id_]}) if id_ in problems else NOTHING
    return plain_field(said, "string", "name", label, id=id_, value=value, max_length=120, is_narrow=True, **more)
