"""Administration: mail that has stopped, jobs and deadlines that fail, routes, and whether the record is whole.

The people themselves are in `staff`.
"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from engine import By, Delivery
from web.frame.request_context import desk, me
from web.wording.language import gettext as _

blueprint = Blueprint("administration", __name__, url_prefix="/administration")
STOPPED = (Delivery.FAILED, Delivery.WAITING, Delivery.NOT_SENT)


@blueprint.get("/")
def index() -> str:
    processes = engine.processes(desk())
    return render_template(
        "administration/index.html",
        routes=[(route, process.newest) for process in processes for route in process.routes],
        jobs=engine.jobs(desk()),
        failing=engine.failing_deadlines(desk()),
        counts=engine.count_stopped(desk()),
        smtp=desk().settings.smtp_url is not None,
    )


@blueprint.get("/post")
def mail() -> str:
    """Messages that have not left the house, by what became of them."""
    asked = request.args.get("hvad", "")
    delivery = next((one for one in STOPPED if one == asked), STOPPED[0])
    after = request.args.get("efter")
    return render_template(
        "administration/mail.html",
        delivery=delivery,
        counts=engine.count_stopped(desk()),
        order=STOPPED,
        page=engine.stopped(desk(), delivery, after=after),
        after=after,
        not_sent=desk().not_sent,
    )


@blueprint.post("/post/<int:message_id>/igen")
def send_again(message_id: int) -> Response:
    message = engine.send_again(desk(), message_id, by=By(me().id))
    flash(_("Beskeden til %(who)s er lagt i kø igen.", who=message.recipient))
    return redirect(url_for("administration.mail"))
