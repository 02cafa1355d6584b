"""Regler: the catalogue of rules as a page, where every number that stands on a screen leads; and who sees what."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request

from engine import ROLES, catalogue
from engine.catalogue import Entry, Holds
from web import access
from web.overview.filters import TypedFilters
from web.wording.language import lazy_gettext as _l

blueprint = Blueprint("rules", __name__)

KINDS: Mapping[str, str] = {
    "R": _l("Regler i vejledningen"),
    "W": _l("Kasser i vejledningens arbejdsgange"),
    "A": _l("Læsninger, hvor vejledningen tier eller modsiger sig selv"),
    "D": _l("Beslutninger"),
}
HOLDS: Mapping[Holds, str] = {
    Holds.REFUSED: _l("nægtes"),
    Holds.WARNED: _l("advares, kan begrundes"),
    Holds.CONSTRUCTION: _l("kan ikke være anderledes"),
    Holds.SCREEN: _l("ses på skærmen"),
    Holds.DEFINITION: _l("siger, hvad noget betyder"),
    Holds.LATER: _l("kommer senere"),
}

# a row for each of engine.SEES
SEEN_BY: Mapping[str, str] = {
    "readers": _l("Revisorer, procesejere og administratorer: alle sager"),
    "origin": _l("Alle i den afdeling, hvor sagen er oprettet"),
    "holder": _l("Alle i en afdeling, hvis team har eller har løst sagen eller en opgave på den"),
    "person": _l(
        "Den, der har sagen eller en opgave på den, har oprettet den, har sendt den videre, er spurgt, har spurgt"
        " eller er godkender"
    ),
}


@blueprint.get("/regler")
def index() -> str:
    """All rules in the manual's order, or those that fit what the address asks for."""
    filters = TypedFilters(request.args, ("q", "slags", "holder"))
    words, kind, holds = filters.typed.get("q", ""), filters.one_of("slags", KINDS), filters.one_of("holder", Holds)
    found = [entry for entry in catalogue.load() if _fits(entry, words, kind, holds)]
    return render_template(
        "rules/index.html",
        groups=[(KINDS[letter], [entry for entry in found if entry.kind == letter]) for letter in KINDS],
        count=len(found),
        kinds=KINDS,
        holds=HOLDS,
        typed=filters.typed,
        problems=filters.problems,
    )


@blueprint.get("/regler/hvem-ser-hvad")
def who_sees() -> str:
    """Both tables that are asked: who gets in where, and who sees which case."""
    return render_template(
        "rules/who_sees.html",
        places=access.ACCESS.values(),
        roles={role: row.plural for role, row in ROLES.items()},
        names={role: access.names_of(frozenset({role})) for role in ROLES},
        seen_by=SEEN_BY.values(),
    )


def manual_of(rule: str) -> str:
    """What the manual says, word for word; nothing for a reading or a decision, which are ours."""
    entry = catalogue.find(rule)
    return entry.text if entry and entry.kind in ("R", "W") else ""


def _fits(entry: Entry, words: str, kind: str | None, holds: Holds | None) -> bool:
    told = f"{entry.id} {entry.title} {entry.text} {entry.note}".lower()
    return (
        (not kind or entry.kind == kind)
        and (not holds or entry.holds == holds)
        and all(word in told for word in words.lower().split())
    )
