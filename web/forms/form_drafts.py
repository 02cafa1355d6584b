"""Keeping and discarding what is typed in a form (D-22).

Both are allowed by the form's token alone: what is typed after a visit has ended is kept too, and shown to nobody but
the person that the form was made for. How a form joins: `web.forms.drafts`.
"""

from flask import Blueprint, abort, flash, get_template_attribute, jsonify, redirect, request
from werkzeug.wrappers import Response

import engine
from engine import FormDraft
from engine.errors import ChangedMeanwhile, Invalid
from web.forms import drafts, kept
from web.forms.places import Place, read_place
from web.frame.request_context import desk, now
from web.urls import inside
from web.wording import words
from web.wording.language import gettext as _

blueprint = Blueprint("form_drafts", __name__)


@blueprint.post("/kladder")
def save() -> Response | tuple[Response, int]:
    """What stands in the form now, from the script; `anyway` writes over what another tab has kept.

    JSON: `sent` where the form was sent meanwhile and nothing is kept; else `version` of the draft, `line` to show at
    the form, `files` {file field: the boxes of its files}, `unkept` what to say of files that were not taken.
    """
    place = _place()
    try:
        draft, unkept = drafts.keep(place, request.form, request.files, anyway="anyway" in request.args)
    except ChangedMeanwhile as error:
        return jsonify(line=_part("draft_changed", error.when, now())), 409
    except Invalid as error:
        return jsonify(line=_part("draft_unkept", " ".join(map(words.tell, error.problems.values())))), 422
    if draft is None:
        return jsonify(sent=True)
    return jsonify(
        version=draft.version,
        line=_part("draft_line", draft.saved_at, place.token, now()),
        files=_boxes(draft),
        unkept=" ".join(unkept.values()),
    )


@blueprint.post("/kladder/kasser")
def discard() -> Response:
    """Leads back to the form's page, or to the one that `again` names: what was chosen there is no part of the text."""
    place = _place()
    engine.discard_draft(desk(), place.address, by=place.agent_id)
    flash(_("Kladden er kasseret."))
    return redirect(inside(request.form.get("again", "")) or place.page)


def _place() -> Place:
    place = read_place(request.form)
    if place is None or desk().directory().active(place.agent_id) is None:
        abort(400)
    return place


def _boxes(draft: FormDraft) -> dict[str, str]:
    typed = drafts.typed_of(draft)
    return {
        field: _part("kept_files", field, kept.shown(typed, field, by=draft.agent_id))
        for field in drafts.file_fields(typed)
    }


def _part(macro: str, *values: object) -> str:
    return str(get_template_attribute("forms/draft.html", macro)(*values))
