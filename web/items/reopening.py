"""The form that reopens what is closed: why, for a task whose it is then, and a new deadline."""

from collections.abc import Iterator
from dataclasses import replace

from engine import Directory, Kind
from web.forms import Choices, FieldView, Said, plain_field
from web.wording.language import gettext as _

NAMES = {"comment": "why", "why": "why", "agent": "agent", "deadline": "deadline"}  # field of a problem → input


def fields(kind: Kind, said: Said, directory: Directory) -> Iterator[FieldView]:
    told = {NAMES[name]: sentence for name, sentence in said.problems.items() if name in NAMES}
    said = replace(said, problems=told)
    yield plain_field(said, "comment", "why", _("Hvorfor er den ikke løst?"), required=True)
    if kind == Kind.TASK:
        solver = _("Den, der løste opgaven")
        anyone = Choices(directory, 0).everyone()
        yield plain_field(said, "agent", "agent", _("Agent"), id="reopen-agent", groups=anyone, empty=solver)
    yield plain_field(said, "deadline", "deadline", _("Ny deadline"), id="reopen-deadline")


def lost(said: Said) -> tuple[str, ...]:
    """Sentences about something that has no field here."""
    return tuple(sentence for name, sentence in said.problems.items() if name not in NAMES)
