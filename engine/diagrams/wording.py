"""The words for what is otherwise in a diagram: a `Difference` as the four texts that a reader sees."""

from collections.abc import Mapping
from typing import NamedTuple

from engine.diagrams import vocabulary as v
from engine.diagrams.comparable import NOTHING, Facet, Named, Value
from engine.diagrams.differences import Change, Difference, PartKind, Ways
from engine.model.diagrams import FormField
from engine.sentences import joined, say

KINDS: Mapping[str, str] = {
    v.START: say("start"),
    v.USER: say("trin"),
    v.SERVICE: say("handling"),
    v.SEND: say("besked"),
    v.EXCLUSIVE: say("valg"),
    v.PARALLEL: say("parallelle veje"),
    v.BOUNDARY: say("begivenhed"),
    v.END: say("slutning"),
}
# what appears, and what goes, by the BPMN element
CAME: Mapping[str, str] = {
    v.START: say("Ny start"),
    v.USER: say("Nyt trin"),
    v.SERVICE: say("Ny handling"),
    v.SEND: say("Ny besked"),
    v.EXCLUSIVE: say("Nyt valg"),
    v.PARALLEL: say("Nye parallelle veje"),
    v.BOUNDARY: say("Ny begivenhed"),
    v.END: say("Ny slutning"),
    v.ARROW: say("Ny pil"),
}
WENT: Mapping[str, str] = {
    v.START: say("Starten er fjernet"),
    v.USER: say("Trinnet er fjernet"),
    v.SERVICE: say("Handlingen er fjernet"),
    v.SEND: say("Beskeden er fjernet"),
    v.EXCLUSIVE: say("Valget er fjernet"),
    v.PARALLEL: say("De parallelle veje er fjernet"),
    v.BOUNDARY: say("Begivenheden er fjernet"),
    v.END: say("Slutningen er fjernet"),
    v.ARROW: say("Pilen er fjernet"),
}
FACETS: Mapping[Facet, str] = {
    Facet.NAME: say("Navn"),
    Facet.KIND: say("Slags"),
    Facet.GUIDE: say("Vejledning"),
    Facet.LANE: say("Bane"),
    Facet.ASSIGNEE: say("Gives til"),
    Facet.CANDIDATES: say("Tilbydes"),
    Facet.TOPIC: say("Systemet gør"),
    Facet.ATTACHED_TO: say("Sidder på"),
    Facet.WAITS_FOR: say("Venter på"),
    Facet.SOURCE: say("Fra"),
    Facet.TARGET: say("Til"),
    Facet.CONDITION: say("Betingelse"),
    Facet.LABEL: say("tekst"),
    Facet.TYPE: say("type"),
    Facet.REQUIRED: say("skal udfyldes"),
    Facet.DEFAULT: say("står der i forvejen"),
    Facet.MIN_LENGTH: say("mindst så mange tegn"),
    Facet.MAX_LENGTH: say("højst så mange tegn"),
    Facet.MINIMUM: say("mindst"),
    Facet.MAXIMUM: say("højst"),
    Facet.CHOICES: say("kan vælges"),
    Facet.REQUIRES: say("kræver"),
    Facet.ACCEPTS: say("tager også imod"),
    Facet.ALLOWED: say("regel"),
}
_PROPERTIES = {"help": say("hjælp"), "from": say("tilbyder"), "sets": say("udfylder")}
_ORDERS = {PartKind.FIELD: say("Felternes rækkefølge"), PartKind.BUTTON: say("Knappernes rækkefølge")}


class Worded(NamedTuple):
    """A difference in words: what it is of, what is otherwise, and how it was and is; "" is nothing."""

    name: str
    what: str
    before: str
    after: str


def worded(difference: Difference) -> Worded:
    name = joined([_named(one) for one in difference.of], " → ")
    before, after = (_value(difference, value) for value in (difference.before, difference.after))
    return Worded(name, _what(difference), before, after)


def type_of(field: FormField) -> str:
    """What a field holds, in words."""
    return _type(field.type)


def _what(difference: Difference) -> str:
    if difference.change is Change.MOVED and difference.part_kind:
        return _ORDERS[difference.part_kind]
    if difference.part_kind is None:
        words = {Change.CAME: CAME, Change.WENT: WENT}.get(difference.change)
        return words[difference.kind] if words else _facet(difference)
    return _what_of_part(difference, difference.part_kind is PartKind.FIELD)


def _what_of_part(difference: Difference, is_field: bool) -> str:
    name = difference.part
    if difference.change is Change.CAME:
        return say("Nyt felt: ”%(name)s”", name=name) if is_field else say("Ny knap: ”%(name)s”", name=name)
    if difference.change is Change.WENT:
        if is_field:
            return say("Feltet ”%(name)s” er fjernet", name=name)
        return say("Knappen ”%(name)s” er fjernet", name=name)
    what = _facet(difference)
    if is_field:
        return say("Feltet ”%(name)s”: %(what)s", name=name, what=what)
    return say("Knappen ”%(name)s”: %(what)s", name=name, what=what)


def _facet(difference: Difference) -> str:
    facet, detail = difference.facet or (Facet.NAME, "")
    if facet is Facet.PARAMETER:
        return say("Handlingens %(name)s", name=detail)
    return _PROPERTIES.get(detail, detail) if facet is Facet.PROPERTY else FACETS[facet]


def _value(difference: Difference, value: Value | Ways) -> str:
    if isinstance(value, Named):
        return _named(value)
    if isinstance(value, tuple):
        return "; ".join(" ".join(filter(None, (condition, "→", _named(target)))) for condition, target in value)
    if value in NOTHING:
        return ""
    if value is True:
        return say("ja")
    facet, _ = difference.facet or (None, "")
    return _type(str(value)) if facet is Facet.TYPE else str(value)


def _named(one: Named) -> str:
    return one.name or KINDS.get(one.kind, one.kind)


def _type(type_: str) -> str:
    return say(v.FIELD_TYPES[type_]) if type_ in v.FIELD_TYPES else type_
