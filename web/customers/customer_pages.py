"""The customers on pages of their own: a list to search in, one page each, a new one, merging and deactivating.

The customer field of forms is in `customers`.
"""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from engine import Customer
from engine.errors import Invalid
from web.access import lets_in
from web.forms import NOTHING, FieldView, Said, attempt, drafts, plain_field, said_of
from web.frame.numbers import number_of, numbers_of
from web.frame.request_context import desk, me
from web.wording.language import gettext as _

blueprint = Blueprint("customer_pages", __name__, url_prefix="/brugere")
Answer = Response | tuple[str, int]
FIELDS = ("name", "email", "phone", "department")
MAX_TYPED = 200


@blueprint.get("/")
def index() -> str:
    typed, after = request.args.get("q", "")[:MAX_TYPED].strip(), number_of(request.args.get("efter"))
    page = engine.list_customers(desk(), typed, after=after)
    return render_template(
        "customers/index.html", q=typed, page=page, after=after, may_correct=lets_in("customer_pages.new", me())
    )


@blueprint.get("/ny")
def new() -> Answer:
    return _new_page(said_of(drafts.find(request.path), "ny"))


@blueprint.post("/ny")
def add() -> Answer:
    seen_alike = numbers_of(request.form.get("seen-alike"))
    added, said = attempt(
        "ny", request.form, lambda: engine.add_customer(desk(), **_known(), by=me().id, seen_alike=seen_alike)
    )
    if added is None:
        return _new_page(said)
    return _done(added, _("%(name)s er oprettet.", name=added.name))


@blueprint.get("/<int:customer_id>")
def show(customer_id: int) -> Answer:
    return _page(customer_id, said_of(drafts.find(url_for("customer_pages.correct", customer_id=customer_id)), "ret"))


@blueprint.post("/<int:customer_id>/ret")
def correct(customer_id: int) -> Answer:
    changed, said = attempt(
        "ret",
        request.form,
        lambda: engine.change_customer(desk(), customer_id, **_known(), by=me().id, seen=_seen()),
    )
    if changed is None:
        return _page(customer_id, said)
    return _done(changed, _("%(name)s er rettet.", name=changed.name))


@blueprint.post("/<int:customer_id>/flet")
def merge(customer_id: int) -> Answer:
    into, seen_into = number_of(request.form.get("into")) or 0, _seen("seen-into")
    return _decided(
        customer_id,
        lambda: engine.merge_customers(desk(), customer_id, into, by=me().id, seen=_seen(), seen_into=seen_into),
        _("De to er flettet. Sagerne står nu under %(name)s."),
    )


@blueprint.post("/<int:customer_id>/skil")
def separate(customer_id: int) -> Answer:
    return _decided(
        customer_id,
        lambda: engine.separate_customer(desk(), customer_id, by=me().id, seen=_seen()),
        _("Fletningen er ophævet. %(name)s står for sig selv igen."),
    )


@blueprint.post("/<int:customer_id>/aktiv")
def set_active(customer_id: int) -> Answer:
    active = request.form.get("active") == "1"
    return _decided(
        customer_id,
        lambda: engine.set_customer_active(desk(), customer_id, active, by=me().id, seen=_seen()),
        _("%(name)s kan vælges igen.") if active else _("%(name)s kan ikke længere vælges. Sagerne er, som de var."),
    )


@blueprint.get("/<int:customer_id>/<any(ret, flet, skil, aktiv):form>")
def form_alone(customer_id: int, form: str) -> Response:
    """For whoever reloads after a refusal."""
    return redirect(url_for("customer_pages.show", customer_id=customer_id))


def _known() -> dict[str, Any]:
    return {name: request.form.get(name, "") for name in FIELDS}


def _seen(name: str = "seen") -> int:
    """The version that the form was made from."""
    return number_of(request.form.get(name)) or 0


def _done(customer: Customer, sentence: str) -> Response:
    drafts.discard_sent()
    flash(sentence)
    return redirect(url_for("customer_pages.show", customer_id=customer.id))


def _decided(customer_id: int, act: Callable[[], Customer], sentence: str) -> Answer:
    try:
        customer = act()
    except Invalid as error:
        return _page(customer_id, Said("flet", request.form, error.problems, status=422))
    flash(sentence % {"name": customer.name})
    return redirect(url_for("customer_pages.show", customer_id=customer.id))


def _new_page(said: Said) -> Answer:
    return render_template("customers/new.html", said=said, fields=_fields(said)), said.status


def _page(customer_id: int, said: Said) -> Answer:
    cursors = {name: number_of(request.args.get(name)) for name in ("aabne", "lukkede")}
    sight = engine.look_at_customer(
        desk(), customer_id, by=me().id, open_before=cursors["aabne"], closed_before=cursors["lukkede"]
    )
    customer, searched = sight.customer, request.args.get("flet", "")[:MAX_TYPED].strip()
    mine = said if said.place == "ret" else NOTHING
    html = render_template(
        "customers/page.html",
        sight=sight,
        customer=customer,
        cursors={name: number for name, number in cursors.items() if number},
        said=mine,
        fields=_fields(mine, customer),
        problems=said.problems,
        searched=searched,
        others=_others(customer, searched) if lets_in("customer_pages.merge", me()) else (),
        may_correct=lets_in("customer_pages.correct", me()),
        may_decide=lets_in("customer_pages.merge", me()),
    )
    return html, said.status


def _fields(said: Said, customer: Customer | None = None) -> list[FieldView]:
    kinds = (
        ("string", "name", _("Navn")),
        ("email", "email", _("Mail")),
        ("tel", "phone", _("Telefon")),
        ("string", "department", _("Afdeling")),
    )
    return [
        plain_field(said, kind, name, label, value=getattr(customer, name, None), required=name == "name")
        for kind, name, label in kinds
    ]


def _others(customer: Customer, searched: str) -> tuple[Customer, ...]:
    """Whom they may be merged into: those searched for, else those of the same name or address."""
    found = (
        engine.find_customers(desk(), searched)
        if searched
        else engine.same_customers(desk(), customer.name, customer.email or "")
    )
    return tuple(other for other in found if other.id != customer.id and other.can_be_chosen)
