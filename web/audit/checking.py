"""Kontrol: whether the record is whole, asked for by whoever looks after what was done. Reads all, writes nothing."""

from datetime import datetime

from flask import Blueprint, render_template, request

import engine
from web.audit import findings
from web.frame.numbers import number_of
from web.frame.request_context import desk
from web.wording.words import tell

blueprint = Blueprint("checking", __name__, url_prefix="/kontrol")
MOST_FINDINGS = 200


@blueprint.app_template_global("not_covered")
def not_covered() -> list[str]:
    return [tell(what) for what in engine.not_covered()]


@blueprint.app_template_global("heads_written_at")
def heads_written_at() -> datetime | None:
    return engine.heads_written_at(desk())


@blueprint.app_template_global("forgotten")
def forgotten(customer_id: int | None = None) -> list[tuple[int, str]]:
    """(number, what is said of it) of the customers who were forgotten, or of that one."""
    return [(one.customer_id, tell(one.sentence)) for one in engine.forgotten(desk(), customer_id)]


@blueprint.get("/")
def index() -> str:
    return render_template("checking/index.html")


@blueprint.post("/")
def verify() -> str:
    """The whole record. A page with scripts asks for it part by part, and shows how far it is."""
    if "HX-Request" in request.headers:
        return _part()
    found = list(engine.verify(desk()))
    return render_template(
        "checking/index.html",
        lines=findings.lines(found[:MOST_FINDINGS]),
        found=len(found),
        read=engine.count_items(desk()),
        next=None,
        whole=True,
    )


def _part() -> str:
    """What this part found, and the form that asks for the next; what was found so far comes along as a number."""
    part = engine.verify_part(desk(), request.form.get("del", ""))
    before = {name: number_of(request.form.get(name)) or 0 for name in ("found", "read")}
    return render_template(
        "checking/part.html",
        lines=findings.lines(part.findings[:MOST_FINDINGS]),
        found=before["found"] + len(part.findings),
        read=before["read"] + part.items,
        total=engine.count_items(desk()),
        next=part.next,
        first="del" not in request.form,
    )
