"""The page of a case and of a task: the same page with different facts. Looking, editing, reopening."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.routing import BaseConverter
from werkzeug.wrappers import Response

import engine
from engine import Kind, WorkItem
from web import customers
from web.forms import KINDS, NOTHING, Choices, Said, attempt, overrides_of, source_of
from web.forms.kinds import Posted
from web.here import desk, me
from web.item_page import page
from web.urls import PLACES, item_url

blueprint = Blueprint("items", __name__)

# field of the form *Ret* → the type that says how it is read; the rest of the contract is the engine's
EDITED: Mapping[Kind, Mapping[str, str]] = {
    Kind.CASE: {
        "subject": "string",
        "description": "text",
        "category": "string",
        "deadline": "deadline",
        "customer": "customer",
    },
    Kind.TASK: {
        "subject": "string",
        "description": "text",
        "deadline": "deadline",
        "approver": "agent",
        "blocking": "boolean",
    },
}
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
    seen, changes = read_changes(kind, Posted(request.form, request.files))
    if customers.LOOK_UP in request.form or customers.ADD in request.form:  # in the customer field, without a script
        return _looked_up(kind, item_id)

    def save() -> WorkItem:
        customers.must_be_added(request.form)
        sent = {"overrides": overrides_of(request.form), "source": source_of(request, me().id)}
        reason = request.form.get("reason", "")
        return EDIT[kind](desk(), item_id, changes, by=me().id, seen=seen, reason=reason, **sent)

    item, said = attempt("ret", request.form, save)
    if item is None:
        return page(kind, item_id, said)
    flash(_("%(number)s er rettet.", number=item.number))
    return redirect(item_url(item))


def _looked_up(kind: Kind, item_id: int) -> tuple[str, int]:
    """The page again, with the customer just added chosen, or with what a search found."""
    choices, given = Choices(desk().directory(), 0), request.form.get("customer", "")
    found, said = attempt("ret", request.form, lambda: customers.looked_up(choices, request.form, given, by=me().id))
    if found is None:
        return page(kind, item_id, said)
    typed = request.form.copy()
    typed["customer"] = found[1]
    return page(kind, item_id, Said("ret", typed, asked=True))


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
            by=me().id,
            overrides=overrides_of(request.form),
            source=source_of(request, me().id),
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


def read_changes(kind: Kind, posted: Posted) -> tuple[dict[str, Any], dict[str, Any]]:
    """What was seen and what was changed, by column; a field that was left alone is not among them.

    Beside each field stands what was in it (`seen-…`), in the same spelling.
    """
    before = Posted(_unprefixed(posted), posted.files)
    shown = {name: KINDS[type_].read(before, name) for name, type_ in EDITED[kind].items()}
    given = {name: KINDS[type_].read(posted, name) for name, type_ in EDITED[kind].items()}
    changes = {name: value for name, value in given.items() if value != shown[name]}
    seen = {name: shown[name] for name in changes}
    if "deadline" in seen:
        seen["deadline"] = _to_the_second(posted.texts.get("exact-deadline", ""))
    return seen, changes


def _unprefixed(posted: Posted) -> MultiDict[str, str]:
    pairs = [
        (name.removeprefix("seen-"), text) for name, text in posted.texts.items() if name.startswith("seen-") and text
    ]
    return MultiDict(pairs)


def _to_the_second(text: str) -> datetime | None:
    """A deadline as it is kept; the field itself shows minutes."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
