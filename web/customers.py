"""The customer field: searching, choosing, adding on the spot. The page around it keeps what was typed."""

from dataclasses import replace

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

import engine
from engine import Customer, Desk
from engine.errors import Invalid
from web.forms import Choices
from web.here import desk, me
from web.numbers import number_of

blueprint = Blueprint("customers", __name__)
SEARCH, ADD, SAVED = "customer-search", "customer-add", "seen-customer"
LOOK_UP, HERE = "look-up", "customer"  # a button that only looks something up, and what this one does
NEW = {"name": "customer-name", "email": "customer-email", "phone": "customer-phone"}


@blueprint.post("/brugere/felt/<name>")
def field(name: str) -> tuple[str, int]:
    """The field alone, for a page that exchanges it in place; `name` is its input's name."""
    choices = Choices(desk().directory(), 0)
    problems: dict[str, str] = {}
    value = request.form.get(name, "")
    try:
        choices, value = looked_up(choices, request.form, value, by=me().id)
    except Invalid as error:
        problems = error.problems
    html = render_template(
        "forms/customer.html",
        name=name,
        value=value,
        choices=choices,
        problems=problems,
        typed=request.form,
        required=request.form.get("customer-required") == "1",
        label=request.form.get("customer-label", ""),
        help=request.form.get("customer-help", ""),
    )
    return html, 422 if problems else 200


def looked_up(choices: Choices, typed: MultiDict[str, str], value: str, *, by: int) -> tuple[Choices, str]:
    """The choices with what was searched for, or the customer just added; raises Invalid.

    Whoever searches looks for somebody else: who was chosen stays so among those found, else it is the saved one again.
    """
    if ADD in typed:
        added = engine.add_customer(desk(), **{key: typed.get(name, "") for key, name in NEW.items()}, by=by)
        return replace(choices, customer=added), str(added.id)
    searched = typed.get(SEARCH, "").strip()
    found = engine.find_customers(desk(), searched) if searched else ()
    if searched and typed.get(LOOK_UP) == HERE and value not in {str(customer.id) for customer in found}:
        value = typed.get(SAVED, "")
    return replace(choices, customer=find(desk(), value), customers=found, searched=searched), value


def must_be_added(typed: MultiDict[str, str]) -> None:
    """Raises Invalid where a new customer is written down and not added: the form would go without."""
    if any(typed.get(name, "").strip() for name in NEW.values()):
        raise Invalid({"customer": _("Tryk “Opret bruger” først, eller tøm felterne under Ny bruger.")})


def find(here: Desk, value: str) -> Customer | None:
    """The customer with that id, if the text is one."""
    try:
        return engine.get_customer(here, number_of(value) or 0)
    except engine.errors.NotFound:
        return None
