"""The page of a case and of a task: the same page with different facts. Looking, editing, reopening."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response

import engine
from engine import FormField, Kind, SentForm, WorkItem
from web.forms import KINDS, NOTHING, attempt, drafts, sender_of
from web.forms.kinds import Posted
from web.frame.request_context import desk, me
from web.items import edits
from web.items.item_page import page
from web.urls import PLACES, item_url
from web.wording.language import gettext as _

blueprint = Blueprint("items", __name__)

EDIT: Mapping[Kind, Callable[..., WorkItem]] = {Kind.CASE: engine.edit_case, Kind.TASK: engine.edit_task}
REOPEN: Mapping[Kind, Callable[..., WorkItem]] = {Kind.CASE: engine.reopen_case, Kind.TASK: engine.reopen_task}


class KindConverter(BaseConverter):
    """`sager` or `opgaver` in an address."""

    regex = "|".join(PLACES.values())

    def to_python(self, value: str) -> Kind:
        return next(kind for kind, place in PLACES.items() if place == value)

    def to_url(self, value: Any) -> str:
        return PLACES[Kind(value)]


@blueprint.get("/<kind:kind>/<int:item_id>")
def show(kind: Kind, item_id: int) -> tuple[str, int]:
    return page(kind, item_id, NOTHING)


@blueprint.post("/<kind:kind>/<int:item_id>/ret")
def edit(kind: Kind, item_id: int) -> Response | tuple[str, int]:
    """Saves the fields of *Ret* alone; `step` is the waiting step whose form they stand in, if they do."""
    place = f"trin-{request.form['step']}" if request.form.get("step") else edits.PLACE
    if edits.is_looking_up(request.form):
        return page(kind, item_id, edits.looked_up(place, request.form))

    posted = Posted(request.form, request.files)
    more = place != edits.PLACE and edits.holds_more(posted, _fields_of(request.form["step"]))
    by = sender_of(request, me().id)
    if more and isinstance(by.source, SentForm):
        by = replace(by, source=by.source.key)  # the step's draft is still to be sent

    def save() -> WorkItem:
        edited = edits.read(kind, request.form, request.files)
        return EDIT[kind](desk(), item_id, edited.changes, by=by, seen=edited.seen, reason=edited.reason)

    item, said = attempt(place, request.form, save)
    if item is None:
        return page(kind, item_id, said)
    if more:
        drafts.keep_unsent()
    flash(_("%(number)s er rettet.", number=item.number))
    return redirect(item_url(item))


def _fields_of(user_task_id: str) -> tuple[FormField, ...]:
    return engine.look_at_step(desk(), user_task_id, by=me().id).step.form.fields


@blueprint.post("/<kind:kind>/<int:item_id>/genaabn")
def reopen(kind: Kind, item_id: int) -> Response | tuple[str, int]:
    posted = Posted(request.form, request.files)
    options = {"deadline": KINDS["deadline"].read(posted, "deadline") or None}
    if kind == Kind.TASK:
        options["agent"] = KINDS["agent"].read(posted, "agent")
    item, said = attempt(
        "genaabn",
        request.form,
        lambda: REOPEN[kind](
            desk(),
            item_id,
            why=request.form.get("why", ""),
            by=sender_of(request, me().id),
            **options,
        ),
    )
    if item is None:
        return page(kind, item_id, said)
    flash(_("%(number)s er genåbnet.", number=item.number))
    return redirect(item_url(item))


@blueprint.get("/<kind:kind>/<int:item_id>/<any(ret, genaabn, kommentar, ekstern, mail):form>")
def form_alone(kind: Kind, item_id: int, form: str) -> Response:
    """The forms stand on the page; this is for whoever reloads after a refusal."""
    return redirect(url_for("items.show", kind=kind, item_id=item_id))
