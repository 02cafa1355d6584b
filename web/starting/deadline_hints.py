"""The line under a deadline's field: nobody works at that time, the team usually takes longer (R053, A-33)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Blueprint, request
from markupsafe import escape
from werkzeug.datastructures import MultiDict

import engine
from web.forms import KINDS
from web.forms.kinds import Posted
from web.frame.numbers import number_of
from web.frame.request_context import desk, now
from web.wording.language import gettext as _
from web.wording.words import span, tell

blueprint = Blueprint("deadline_hints", __name__)

DAY = timedelta(days=1)


@dataclass(frozen=True)
class DueWork:
    """What a form's deadline is for. `category_field` is the input in which the same form asks for the category.

    `saved` is the deadline that the work has already, as it stands in the field: it comes nearer by itself.
    """

    team_id: int
    category: str
    category_field: str = ""
    saved: str = ""


@blueprint.get("/deadline/hint/<name>")
def hint(name: str) -> str:
    """The line alone, as one types. `name` is the field's input, a parameter with what stands in it; `team` is an id.

    The category is in the parameter that `kategorifelt` names, else in `kategori`.
    """
    team_id = number_of(request.args.get("team"))
    category = request.args.get(request.args.get("kategorifelt") or "kategori", "")
    return escape(hint_of(request.args.get(name, ""), DueWork(team_id, category) if team_id else None))


def hint_of(text: str, work: DueWork | None = None) -> str:
    """What to say of a deadline as it stands in its field; nothing of what is no time."""
    deadline = KINDS["deadline"].read(Posted(MultiDict({"deadline": text}), MultiDict()), "deadline")
    if deadline is None or isinstance(deadline, str):
        return ""
    hints = [tell(engine.deadline_hint(deadline, desk().settings.working_hours))]
    if work and text != work.saved:
        hints.append(_usual_time_hint(deadline, work))
    return " ".join(filter(None, hints))


def _usual_time_hint(deadline: datetime, work: DueWork) -> str:
    """One sentence about a deadline to come that leaves less time than the team usually takes, or an empty one."""
    left = deadline - now()
    usual = engine.usual_time(desk(), work.team_id, work.category) if left > timedelta() else None
    if usual is None or left >= usual:
        return ""
    sentence = _("Teamets sager i kategorien %(category)s tager normalt %(span)s (halvdelen er hurtigere).")
    return sentence % {"category": work.category, "span": span(_rounded_up(usual))}


def _rounded_up(length: timedelta) -> timedelta:
    """To whole days from two days on, else to whole hours: at least half of the cases were that fast."""
    unit = DAY if length > 2 * DAY else timedelta(hours=1)
    return -(-length // unit) * unit
