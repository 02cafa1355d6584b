"""What the check of the record found, as people say it: names for numbers, labels for columns, links to where it is.

The sentences of `sagsgang verify` name ids and columns; they are the engine's.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

import engine
from engine import Department, EntryKind, Finding, Status
from engine.errors import DeskError
from web.frame.request_context import desk
from web.items import history_sentences
from web.wording.language import gettext as _
from web.wording.language import lazy_gettext as _l
from web.wording.words import DEPARTMENTS, ENTRY_KINDS, NUMBERS, STATUSES, agent_name, stamp, team_name, tell

LONGEST = 120  # characters of a text that was changed: enough to see which it is
RUBBISH = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, DeskError)  # of a value that is none

Say = Callable[[Any], str]


@dataclass(frozen=True)
class Line:
    """One finding: where, with the address that shows it where there is one, and what."""

    place: str
    url: str | None
    words: str


def lines(findings: Iterable[Finding]) -> list[Line]:
    return [Line(tell(finding.place), _address(finding), _words(finding)) for finding in findings]


def _address(finding: Finding) -> str | None:
    if finding.item:
        kind, number = finding.item
        return url_for("items.show", kind=kind, item_id=number)
    if finding.instance:
        return url_for("audit.show", instance_id=finding.instance)
    if finding.version:
        key, number = finding.version
        return url_for("processes.show", key=key, version=number)
    return None


def _words(finding: Finding) -> str:
    differing = finding.differing
    if differing is None:
        return tell(finding.plain or finding.sentence)
    where = str(PARTS[differing.of]) % {"name": differing.name} if differing.of in PARTS else ""
    label, say = COLUMNS[differing.of].get(differing.column, (differing.column, _text))
    kept, tells = _said(say, differing.kept), _said(say, differing.told)
    if kept == tells:
        return where + _("%(column)s er ændret, siden det blev skrevet.", column=label)
    return where + _("%(column)s er %(kept)s, men historikken siger %(told)s.", column=label, kept=kept, told=tells)


def _said(say: Say, value: Any) -> str:
    """A value in words; rubbish as it stands."""
    if value is None or value == "" or value == [] or value == {}:
        return _("ingen") if say in (_agent, _team, _customer) else _("intet")
    try:
        return say(value)
    except RUBBISH:
        return _text(value)


# --- how a column's values are said ---


def _text(value: Any) -> str:
    text = " ".join(str(value).split())
    return f"”{text if len(text) <= LONGEST else text[: LONGEST - 1] + '…'}”"


def _agent(value: Any) -> str:
    return agent_name(desk().directory(), value) or _("en ukendt (nr. %(n)s)", n=value)


def _team(value: Any) -> str:
    directory = desk().directory()
    return team_name(directory, value) if value in directory.teams else _("et ukendt (nr. %(n)s)", n=value)


def _customer(value: Any) -> str:
    return engine.get_customer(desk(), value).name


def _time(value: Any) -> str:
    return stamp(datetime.fromisoformat(value))


def _yes_or_no(value: Any) -> str:
    return _("ja") if value else _("nej")


def _listed(value: Any) -> str:
    return ", ".join(map(str, value))


def _files(value: Any) -> str:
    return ", ".join(_("%(name)s (%(n)s byte)", name=name, n=size) for name, _sha256, size in value)


def _department(value: Any) -> str:
    return str(DEPARTMENTS[Department(value)])


def _memberships(value: Any) -> str:
    ways = ((_("dispatcher"), 1), (_("teamleder"), 2))
    told = (" · ".join([_team(one[0]), *(word for word, place in ways if one[place])]) for one in value)
    return ", ".join(told)


def _rows(value: Any) -> str:
    return "; ".join(" ".join(map(str, row)) for row in value)


def _own_fields(value: Any) -> str:
    return ", ".join(f"{name}: {text}" for name, text in value.items())


def _version(value: Any) -> str:
    found = engine.get_definition(desk(), value)
    return _("%(name)s, version %(n)s", name=found.name or found.key, n=found.version)


def _number(prefix: str) -> Say:
    return lambda value: f"{prefix}{value}"


def _one_of(words: Mapping[Any, str]) -> Say:
    return lambda value: str(words[value])


_STATES = {"waiting": _l("venter"), "completed": _l("afsluttet"), "withdrawn": _l("trukket tilbage")}
_RUNNING = {"running": _l("i gang"), "ended": _l("slut")}
_ROLES = {"dispatchers": _l("dispatchere"), "agents": _l("agenter")}
_KINDS = {kind.value: ENTRY_KINDS[kind] for kind in EntryKind}

_SAYS: Mapping[str, Say] = {
    "status": lambda value: str(STATUSES[Status(value)]),
    "department": lambda value: str(DEPARTMENTS[Department(value)]),
    "case": _number(NUMBERS[engine.Kind.CASE]),
    "entry": lambda value: _("kommentar nr. %(n)s", n=value),
    "customer": _customer,
    "boolean": _yes_or_no,
    "answers": _own_fields,
    "deadline": _time,
    "moment": _time,
    "agent": _agent,
    "team": _team,
}
_TYPES = {**history_sentences.TYPES, "updated_by": "agent", "updated_at": "moment", "due": "moment"}
_LABELS = {
    **history_sentences.COLUMNS,
    "updated_by": _l("Sidst opdateret af"),
    "updated_at": _l("Sidst opdateret"),
    "due": _l("Frist i listerne"),
}

# what stands before a column of something that is not the item itself
PARTS: Mapping[str, str] = {
    "entry": _l("Indlæg %(name)s: "),
    "step": _l("Trinnet “%(name)s”: "),
    "instance": _l("Forløb %(name)s: "),
    "message": _l("Besked %(name)s: "),
}
# what a column is called and how its values are said, by what it is a column of
COLUMNS: Mapping[str, Mapping[str, tuple[str, Say]]] = {
    "item": {name: (label, _SAYS.get(_TYPES[name], _text)) for name, label in _LABELS.items()},
    "entry": {
        "kind": (_l("Slags"), _one_of(_KINDS)),
        "item_kind": (_l("Sag eller opgave"), _text),
        "item_id": (_l("Nummer"), _number("")),
        "subject": (_l("Emne"), _text),
        "recipients": (_l("Til"), _listed),
        "cc": (_l("Kopi til"), _listed),
        "attachments": (_l("Vedhæftede filer"), _files),
        "written_by": (_l("Skrevet af"), _agent),
        "author_kind": (_l("Forfatterens slags"), _text),
        "author_customer_id": (_l("Forfatter"), _number("")),
        "author_address": (_l("Forfatterens adresse"), _text),
        "written_at": (_l("Skrevet"), _time),
        "on_behalf_of": (_l("På vegne af"), _text),
    },
    "step": {
        "instance_id": (_l("Forløb"), _number("")),
        "definition_id": (_l("Proces"), _version),
        "item_kind": (_l("Sag eller opgave"), _text),
        "item_id": (_l("Nummer"), _number("")),
        "case_id": (_l("Sag"), _number(NUMBERS[engine.Kind.CASE])),
        "lane": (_l("Bane på diagrammet"), _text),
        "queue": (_l("Kø"), _text),
        "opened_at": (_l("Åbnet"), _time),
        "due": (_l("Frist i listerne"), _time),
        "version": (_l("Version"), _number("")),
        "element": (_l("Element på diagrammet"), _text),
        "name": (_l("Navn"), _text),
        "assignee_id": (_l("Hos agent"), _agent),
        "team_id": (_l("Hos team"), _team),
        "role": (_l("Tilbudt"), _one_of(_ROLES)),
        "state": (_l("Tilstand"), _one_of(_STATES)),
        "outcome": (_l("Resultat"), _text),
        "completed_by": (_l("Afsluttet af"), _agent),
        "completed_at": (_l("Afsluttet"), _time),
    },
    "instance": {
        "definition_id": (_l("Proces"), _version),
        "diagram": (_l("Diagrammets kontrolsum"), _text),
        "item_kind": (_l("Sag eller opgave"), _text),
        "item_id": (_l("Nummer"), _number("")),
        "case_id": (_l("Sag"), _number(NUMBERS[engine.Kind.CASE])),
        "version": (_l("Version"), _number("")),
        "status": (_l("Tilstand"), _one_of(_RUNNING)),
        "started_at": (_l("Begyndt"), _time),
        "ended_at": (_l("Slut"), _time),
        "ended_as": (_l("Slut som"), _text),
    },
    "agent": {
        "name": (_l("Navn"), _text),
        "username": (_l("Brugernavn"), _text),
        "email": (_l("Mailadresse"), _text),
        "department": (_l("Afdeling"), _department),
        "team_id": (_l("Hjemmeteam"), _team),
        "active": (_l("Aktiv"), _yes_or_no),
        "roles": (_l("Roller"), _listed),
        "password_is_given": (_l("Adgangskoden skal skiftes"), _yes_or_no),
        "locale": (_l("Sprog"), _text),
        "memberships": (_l("Teams"), _memberships),
        "muted": (_l("Beskeder slået fra"), _listed),
    },
    "customer": {
        "name": (_l("Navn"), _text),
        "email": (_l("Mailadresse"), _text),
        "phone": (_l("Telefon"), _text),
        "department": (_l("Afdeling"), _text),
        "agent_id": (_l("Er agenten"), _agent),
        "active": (_l("Aktiv"), _yes_or_no),
        "merged_into": (_l("Flettet ind i"), _customer),
    },
    "team": {
        "name": (_l("Navn"), _text),
        "department": (_l("Afdeling"), _department),
        "is_main": (_l("Hovedteam"), _yes_or_no),
        "is_default": (_l("Standardteam"), _yes_or_no),
        "least_length": (_l("Mindste længde af en beskrivelse"), _number("")),
        "bare_references": (_l("Henvisninger, der ikke er nok"), _listed),
        "muted": (_l("Beskeder slået fra"), _listed),
    },
    "definition": {
        "key": (_l("Proces"), _text),
        "version": (_l("Version"), _number("")),
        "name": (_l("Navn"), _text),
        "sha256": (_l("Diagrammets kontrolsum"), _text),
        "note": (_l("Note"), _text),
        "deployed_by": (_l("Sat i drift af"), _agent),
        "deployed_at": (_l("Sat i drift"), _time),
    },
    "desk": {"routes": (_l("Ruter"), _rows), "categories": (_l("Kategorier"), _rows)},
    "message": {
        "kind": (_l("Slags"), _text),
        "item_kind": (_l("Sag eller opgave"), _text),
        "item_id": (_l("Nummer"), _number("")),
        "agent_id": (_l("Til"), _agent),
        "entry_id": (_l("Indlæg"), _number("")),
        "sender": (_l("Fra"), _text),
        "message_id": (_l("Message-ID"), _text),
        "delivery": (_l("Levering"), _text),
        "attempts": (_l("Forsøg"), _number("")),
        "reason": (_l("Årsag"), _text),
        "created_at": (_l("Skrevet"), _time),
        "sent_at": (_l("Sendt"), _time),
    },
}
