"""Fields that two people have edited at once: both values of each, in words, for whoever came second."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from engine import EDITABLE
from web.customers import customers
from web.forms import KINDS, Said
from web.forms.kinds import Posted
from web.frame.numbers import number_of
from web.frame.request_context import desk
from web.wording.language import gettext as _
from web.wording.words import agent_name, exact

_LABELS = {name: field.row.label for fields in EDITABLE.values() for name, field in fields.items()}


@dataclass(frozen=True)
class Conflict:
    """One field: `mine` is what was typed, `theirs` what stands there now. `anchor` is the id of its input."""

    anchor: str
    label: str
    mine: str
    theirs: str


def conflicts(said: Said, values: Mapping[str, Any]) -> tuple[Conflict, ...]:
    """Of a form that was refused; `values` are what stands in the fields now, as they are typed."""
    fields = said.changed.fields if said.changed else ()
    return tuple(
        Conflict(
            "customer" if name == "customer" else f"ret-{name}",
            label_of(name),
            in_words(name, said.typed.get(name, "")),
            in_words(name, str(values.get(name, ""))),
        )
        for name in fields
    )


def label_of(name: str) -> str:
    return _(_LABELS[name])


def in_words(name: str, text: str) -> str:
    """What was typed into that field, as a person reads it."""
    return (WORDS[name](text) if name in WORDS else text) or _("(tomt)")


def _customer(text: str) -> str:
    found = customers.find(desk(), text)
    return found.name if found else ""


def _agent(text: str) -> str:
    return agent_name(desk().directory(), number_of(text)) or ""


def _moment(text: str) -> str:
    moment = KINDS["deadline"].read(Posted(MultiDict({"deadline": text}), MultiDict()), "deadline")
    return exact(moment) if isinstance(moment, datetime) else text


def _flag(text: str) -> str:
    return _("ja") if text else _("nej")


WORDS: Mapping[str, Callable[[str], str]] = {
    "customer": _customer,
    "approver": _agent,
    "deadline": _moment,
    "blocking": _flag,
}
