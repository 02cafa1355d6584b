"""The customer field: searching, choosing, adding on the spot. The page around it keeps what was typed.

The page of a customer is in `customer_pages`.
"""

from collections.abc import Mapping
from dataclasses import replace

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

import engine
from engine import Customer, Desk
from engine.errors import AlreadyThere, Invalid
from web.forms import NOTHING, Choices, Said, plain_field
from web.frame.numbers import number_of, numbers_of
from web.frame.request_context import desk, me
from web.wording.language import gettext as _

blueprint = Blueprint("customers", __name__)
# the value of ADD are the numbers of those alike who were shown
SEARCH, ADD, PICK, SAVED = "customer-search", "customer-add", "customer-pick", "seen-customer"
LOOK_UP, HERE = "look-up", "customer"  # a button that only looks something up, and what this one does
NEW = {
    "name": "customer-name",
    "email": "customer-email",
    "phone": "customer-phone",
    "department": "customer-department",
}


@blueprint.post("/brugere/felt/<name>")
def field(name: str) -> tuple[str, int]:
    """The field alone, for a page that exchanges it in place; `name` is its input's name."""
    choices = Choices(desk().directory(), 0)
    problems: Mapping[str, str] = {}
    value = request.form.get(name, "")
    try:
        choices, value = looked_up(choices, request.form, value, by=me().id)
    except Invalid as error:
        problems = error.problems
    view = plain_field(
        NOTHING,
        "customer",
        name,
        request.form.get("customer-label", ""),
        value=value,
        choices=choices,
        new_customer=Said(typed=request.form, problems=problems),
        required=request.form.get("customer-required") == "1",
        help=request.form.get("customer-help", ""),
    )
    html = render_template("forms/customer.html", view=view)
    return html, 422 if problems else 200


def is_asking(typed: MultiDict[str, str]) -> bool:
    """Whether a button inside the form was pressed that only looks something up, or adds or picks a customer."""
    return any(name in typed for name in (LOOK_UP, ADD, PICK))


def looked_up(choices: Choices, typed: MultiDict[str, str], value: str, *, by: int) -> tuple[Choices, str]:
    """The choices with what was searched for, or the customer just added or picked; raises Invalid.

    Whoever searches looks for somebody else: who was chosen stays so among those found, else it is the saved one again.
    """
    if ADD in typed:
        try:
            added = _added(typed, by)
        except AlreadyThere:
            return alike(replace(choices, customer=find(desk(), value)), typed), value
        return replace(choices, customer=added), str(added.id)
    if PICK in typed and (picked := find(desk(), typed[PICK])):
        return replace(choices, customer=picked), str(picked.id)
    searched = typed.get(SEARCH, "").strip()
    found = engine.find_customers(desk(), searched) if searched else ()
    if searched and typed.get(LOOK_UP) == HERE and value not in {str(customer.id) for customer in found}:
        value = typed.get(SAVED, "")
    return replace(choices, customer=find(desk(), value), customers=found, searched=searched), value


def alike(choices: Choices, typed: MultiDict[str, str]) -> Choices:
    """The choices with those whose name or address was written down for a new one."""
    found = engine.same_customers(desk(), typed.get(NEW["name"], ""), typed.get(NEW["email"], ""))
    return replace(choices, alike=tuple((customer, find(desk(), str(customer.id)) or customer) for customer in found))


def without_new(typed: MultiDict[str, str]) -> MultiDict[str, str]:
    """The form without what was written of a new customer, where that one has just been added or another was picked."""
    settled = {ADD, PICK, *NEW.values()} if ADD in typed or PICK in typed else set()
    return MultiDict((name, text) for name, text in typed.items(multi=True) if name not in settled)


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


def _added(typed: MultiDict[str, str], by: int) -> Customer:
    name, email, phone, department = (typed.get(field, "") for field in NEW.values())
    known = {"name": name, "email": email, "phone": phone, "department": department}
    return engine.add_customer(desk(), **known, by=by, seen_alike=numbers_of(typed[ADD]))
