"""A form that is not done: the visit ended while it was filled in, its token does not hold, or it was done before.

What was not done is never done by itself. Where it was made for a person of the desk it is kept as that person's
draft, to be sent by a press once they are signed in; nobody else is shown what stands in it (D-22).
"""

from flask import Flask, flash, redirect, render_template, request, url_for
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, Unauthorized
from werkzeug.wrappers import Response

import engine
from engine.errors import AlreadyDone
from web.access import OPEN
from web.forms import drafts
from web.frame.errors import FORGED, SENTENCES, error_page
from web.frame.request_context import desk, find_me
from web.wording.language import gettext as _
from web.wording.language import lazy_gettext as _l

SIGNED_OUT = _l("Intet er sendt. Det, du skrev, er gemt som kladde. Log ind igen, så står det klar til at sende.")
TOO_OLD = _l("Siden var for gammel, så intet er sendt. Det, du skrev, er gemt som kladde og står klar til at sende.")
OF_ANOTHER = _l(
    "Formularen blev åbnet af en anden, der var logget ind her. Intet er sendt. "
    "Det, der stod i den, er gemt som kladde til vedkommende."
)


def register(app: Flask) -> None:
    app.register_error_handler(CSRFError, _not_taken)
    app.register_error_handler(Unauthorized, _not_taken)
    app.register_error_handler(AlreadyDone, _done_before)


def _not_taken(_error: HTTPException) -> tuple[str, int]:
    signed_out = find_me() is None and request.blueprint not in OPEN
    place = drafts.keep_unsent()
    if place is None:
        return error_page(401, str(SENTENCES[401])) if signed_out else error_page(400, str(FORGED))
    sentence = SIGNED_OUT if signed_out else TOO_OLD if drafts.is_mine(place) else OF_ANOTHER
    page = "" if sentence is OF_ANOTHER else place.page
    html = render_template("errors/unsent.html", sentence=sentence, page=page, signed_out=signed_out)
    return html, 401 if signed_out else 400


def _done_before(error: AlreadyDone) -> Response:
    """The form was sent twice, since the first answer was lost on the way: to where it was, or what was made by it."""
    here = request.view_args or {}
    there = (here["kind"], here["item_id"]) if "item_id" in here else engine.find_by_source(desk(), error.args[0])
    drafts.discard_sent()
    flash(_("Det var gemt, allerede da du sendte det første gang."))
    return redirect(url_for("items.show", kind=there[0], item_id=there[1]))
