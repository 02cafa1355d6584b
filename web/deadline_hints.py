"""The line under a deadline's field that says when nobody works at that time (R053, A-33)."""

from flask import Blueprint, request
from werkzeug.datastructures import MultiDict

import engine
from web.forms import KINDS
from web.forms.kinds import Posted
from web.here import desk
from web.words import tell

blueprint = Blueprint("deadline_hints", __name__)


@blueprint.get("/deadline/hint/<name>")
def hint(name: str) -> str:
    """The line alone, as one types; `name` is the field's input, with what stands in it as the only parameter."""
    return hint_of(request.args.get(name, ""))


def hint_of(text: str) -> str:
    """What to say of a deadline as it stands in its field; nothing of what is no time."""
    deadline = KINDS["deadline"].read(Posted(MultiDict({"deadline": text}), MultiDict()), "deadline")
    if deadline is None or isinstance(deadline, str):
        return ""
    return tell(engine.deadline_hint(deadline, desk().settings.working_hours))
