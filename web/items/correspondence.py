"""Writing on a case or a task: internal comments, external comments, mail; marking the solution; sending again."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response

import engine
from engine import By, Delivery, Entry, Kind, Message
from web.forms import KINDS, attempt, sender_of
from web.forms.kinds import Posted
from web.frame.numbers import number_of
from web.frame.request_context import desk, me
from web.items.item_page import page
from web.items.solution_reply import way_back
from web.wording.language import gettext as _
from web.wording.words import fate

blueprint = Blueprint("correspondence", __name__)

PLACE = "korrespondance"  # the part of an item's page, and the category of what is said there


@blueprint.post("/<kind:kind>/<int:item_id>/kommentar")
def comment(kind: Kind, item_id: int) -> Response | tuple[str, int]:
    def write() -> Entry:
        return engine.write_comment(
            desk(),
            kind,
            item_id,
            request.form.get("text", ""),
            by=sender_of(request, me().id),
            as_solution="solution" in request.form,
            attachments=_files(),
        )

    return _written("intern", kind, item_id, write, lambda entry: _("Kommentaren er gemt internt."))


@blueprint.post("/<kind:kind>/<int:item_id>/ekstern")
def external(kind: Kind, item_id: int) -> Response | tuple[str, int]:
    """On a task this is refused by the engine (R067), whoever asks."""
    seen = number_of(request.form.get("customer"))

    def write() -> Entry:
        return engine.send_external(
            desk(),
            item_id,
            request.form.get("text", ""),
            by=sender_of(request, me().id),
            seen_customer=seen,
            kind=kind,
            attachments=_files(),
        )

    return _written("ekstern", kind, item_id, write, _external_became)


@blueprint.post("/<kind:kind>/<int:item_id>/mail")
def mail(kind: Kind, item_id: int) -> Response | tuple[str, int]:
    """From a task it is the case's mail, asked from the task (R066, R074)."""
    form = request.form

    def write() -> Entry:
        return engine.send_mail(
            desk(),
            item_id,
            to=form.get("to", ""),
            cc=form.get("cc", ""),
            subject=form.get("subject", ""),
            text=form.get("text", ""),
            by=sender_of(request, me().id),
            kind=kind,
            attachments=_files(),
        )

    return _written("mail", kind, item_id, write, _mail_became)


@blueprint.post("/indlaeg/loesning")
def mark_as_solution() -> Response:
    """One form for all the entries of a page; `entry` is whose button was pressed."""
    entry = engine.mark_as_solution(desk(), number_of(request.form.get("entry")) or 0, by=By(me().id))
    return _back(entry.item_kind, entry.item_id, _("Kommentaren er markeret som løsning."))


@blueprint.post("/udgaaende/<int:message_id>/igen")
def send_again(message_id: int) -> Response:
    message = engine.send_again(desk(), message_id, by=By(me().id))
    return _back(message.item_kind, message.item_id, _("Beskeden sendes igen til %(who)s.", who=message.recipient))


def _written(
    place: str, kind: Kind, item_id: int, write: Callable[[], Entry], done: Callable[[Entry], str]
) -> Response | tuple[str, int]:
    entry, said = attempt(place, request.form, write)
    if entry is None:
        return page(kind, item_id, said)
    if place == "ekstern" and (step := way_back(item_id)):
        flash(done(entry))
        return redirect(step)
    return _back(kind, item_id, done(entry))


def _external_became(entry: Entry) -> str:
    stopped = _stopped(entry)
    if stopped:
        return _("Den eksterne kommentar er gemt, men %(how)s.", how=fate(stopped).rstrip("."))
    return _("Den eksterne kommentar er på vej til brugeren.")


def _mail_became(entry: Entry) -> str:
    stopped = _stopped(entry)
    return _("Mailen er gemt, men %(how)s.", how=fate(stopped).rstrip(".")) if stopped else _("Mailen er på vej.")


def _stopped(entry: Entry) -> Message | None:
    """The first of the entry's messages that is not on its way, if there is one."""
    messages = engine.messages_of(desk(), entry.item_kind, entry.item_id, entry.id)
    return next((m for m in messages if m.delivery in (Delivery.NOT_SENT, Delivery.FAILED)), None)


def _back(kind: Kind, item_id: int, done: str) -> Response:
    """To the correspondence, and what was done is said there, in sight."""
    flash(done, PLACE)
    return redirect(url_for("items.show", kind=kind, item_id=item_id, _anchor=PLACE))


def _files() -> Any:
    return KINDS["attachments"].read(Posted(request.form, request.files), "files")
