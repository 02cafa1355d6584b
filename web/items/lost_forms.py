"""What somebody began in a form of an item's page that is not there any more: shown, to take along (D-22).

A step was completed by somebody else or offered to another, an item was closed, or it may only be read now.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import engine
from engine import EDITABLE, FormDraft, Sight
from web.forms import KINDS, Said
from web.forms.drafts import file_fields
from web.forms.view import input_name
from web.frame.request_context import desk, me
from web.items import edits
from web.items.conflicts import in_words, label_of
from web.wording.language import lazy_gettext as _l

# last part of the address that a form is sent to → what its page calls it
PLACES: Mapping[str, str] = {
    "kommentar": "intern",
    "ekstern": "ekstern",
    "mail": "mail",
    "ret": "ret",
    "genaabn": "genaabn",
}
STEP = "trin-"
# what a form does: it stands where the page offers that
ACTS: Mapping[str, str] = {
    "intern": "comment",
    "ekstern": "external",
    "mail": "mail",
    "ret": "edit",
    "genaabn": "reopen",
}
NAMES: Mapping[str, str] = {
    "intern": _l("Intern kommentar"),
    "ekstern": _l("Ekstern kommentar"),
    "mail": _l("Mail"),
    "ret": _l("Ret"),
    "genaabn": _l("Genåbn"),
}
LABELS: Mapping[str, str] = {
    "to": _l("Til"),
    "cc": _l("Cc"),
    "subject": _l("Emne"),
    "reason": _l("Hvorfor flyttes deadline?"),
    "why": _l("Hvorfor er den ikke løst?"),
    "text": _l("Tekst"),
}


@dataclass(frozen=True)
class LostForm:
    """`texts` are (label, text), `files` names of files that were chosen."""

    place: str
    name: str
    draft: FormDraft | None
    texts: tuple[tuple[str, str], ...]
    files: tuple[str, ...]


def place_of(address: str) -> str:
    """What the page calls the form that is sent there: "intern", or "trin-" with the step's id."""
    last = address.rpartition("/")[2]
    return f"{STEP}{last}" if address.startswith("/trin/") else PLACES.get(last, "")


def lost_forms(sight: Sight, said: Said) -> tuple[LostForm, ...]:
    """Of the form that was sent and of those that have drafts, the ones without a place on the page."""
    begun = {said.place: said, **said.drafts}
    return tuple(_lost(name, form) for name, form in begun.items() if name and not _is_there(name, sight))


def _is_there(name: str, sight: Sight) -> bool:
    if name.startswith(STEP):
        return any(name == f"{STEP}{offer.user_task.id}" and not offer.refusal for offer in sight.waiting)
    return ACTS[name] in sight.actions and not sight.actions[ACTS[name]]


def _lost(name: str, said: Said) -> LostForm:
    files = tuple(file.name for field in file_fields(said.typed) for file in said.files_of(field))
    written = (*_edited(said), *_written(said))
    if not name.startswith(STEP):
        return LostForm(name, str(NAMES[name]), said.draft, written, files)
    step = engine.look_at_step(desk(), name.removeprefix(STEP), by=me().id).step
    return LostForm(name, step.name, said.draft, (*written, *_texts(step, said)), files)


def _edited(said: Said) -> Iterator[tuple[str, str]]:
    """What was changed in the fields of *Ret*, which stand in a step's form too."""
    kind = edits.kind_of(said.typed)
    for name in EDITABLE[kind] if kind else ():
        text = said.typed.get(name, "")
        if text != said.typed.get(edits.SEEN + name):
            yield label_of(name), in_words(name, text)


def _written(said: Said) -> Iterator[tuple[str, str]]:
    edited = {name.removeprefix(edits.SEEN) for name in said.typed if name.startswith(edits.SEEN)}
    return ((str(LABELS[name]), text) for name, text in said.typed.items() if name in LABELS.keys() - edited and text)


def _texts(step: engine.Step, said: Said) -> Iterator[tuple[str, str]]:
    for field in step.form.fields:
        text = said.typed.get(input_name(field), "")
        if text and KINDS[field.type].widget in ("line", "area"):
            yield field.label, text
