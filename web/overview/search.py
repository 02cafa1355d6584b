"""Searching everything written, and quick open: from the field on every page or Ctrl+O (R091, A-27)."""

from collections.abc import Mapping

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from engine import Found, Kind, Passage, SearchFilters, Status, by_name
from web.frame.numbers import number_of
from web.frame.request_context import desk, me
from web.overview.filters import TypedFilters, midnight
from web.urls import item_url
from web.wording.language import gettext as _
from web.wording.language import lazy_gettext as _l

blueprint = Blueprint("search", __name__)
MAX_TYPED = 200
SUGGESTED = 8
FIELDS = ("slags", "status", "team", "fra", "til")

PLACES: Mapping[str, str] = {
    "subject": _l("Emne"),
    "description": _l("Beskrivelse"),
    "category": _l("Kategori"),
    "field": _l("Felt"),
    "number": _l("Nummer"),
    "customer": _l("Bruger"),
    "internal": _l("Intern kommentar"),
    "external": _l("Til bruger"),
    "mail": _l("Mail"),
    "recipients": _l("Modtagere"),
    "file": _l("Fil"),
}


@blueprint.get("/aabn")
def open_item() -> str | Response:
    """A number that is one thing's opens it; words are listed where they stand."""
    typed = _typed()
    filters = TypedFilters(request.args, FIELDS)
    opened = engine.find_item(desk(), typed, by=me().id)
    if len(opened) == 1:
        return redirect(opened_url(opened[0]))
    page = number_of(request.args.get("side")) or 1
    teams = desk().directory().teams
    result = engine.search_written(desk(), typed, by=me().id, filters=_asked(filters), page=page)
    return render_template(
        "search/results.html",
        q=typed,
        opened=opened,
        result=result,
        typed=filters.typed,
        problems=filters.problems,
        teams=sorted(teams.values(), key=lambda team: (team.department, by_name(team))),
        place_of=place_of,
        address_of=address_of,
        opened_url=opened_url,
    )


@blueprint.get("/aabn/forslag")
def suggestions() -> str:
    """What a number opens and where the words stand, while somebody types."""
    typed = _typed()
    opened = engine.find_item(desk(), typed, by=me().id)
    result = engine.search_written(desk(), typed, by=me().id, limit=SUGGESTED) if len(typed) > 1 else None
    return render_template(
        "search/suggestions.html",
        q=typed,
        opened=opened,
        result=result,
        place_of=place_of,
        address_of=address_of,
        opened_url=opened_url,
    )


def opened_url(found: Found) -> str:
    """Where a number leads: a task to its step and its correction in one form (R092)."""
    in_one_go = "1" if found.kind == Kind.TASK else None
    return url_for("items.show", kind=found.kind, item_id=found.id, ret=in_one_go)


def place_of(passage: Passage) -> str:
    """What kind of text it is: "Intern kommentar", "Fil"."""
    return _("Løsning") if passage.is_solution and passage.place != "file" else str(PLACES[passage.place])


def address_of(passage: Passage) -> str:
    """Where it is read: on the page of its case or task, an entry at its place."""
    return item_url(passage.item, _anchor=f"indlaeg-{passage.entry_id}" if passage.entry_id else None)


def _typed() -> str:
    return request.args.get("q", "")[:MAX_TYPED].strip()


def _asked(filters: TypedFilters) -> SearchFilters:
    """What the address asks for."""
    return SearchFilters(
        kind=filters.one_of("slags", Kind),
        status=filters.one_of("status", Status),
        team_id=filters.id_of("team", desk().directory().teams),
        since=midnight(filters.day("fra")),
        until=midnight(filters.day("til"), days=1),
    )
