"""The fields of *Ret*: alone in a form, or in a waiting step's, where all is changed in one go (R092, R103)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from werkzeug.datastructures import FileStorage, MultiDict

from engine import EDITABLE, Edited, FormField, Kind
from web.customers import customers
from web.forms import KINDS, NOTHING, Choices, FieldView, Group, Option, Said, attempt, kept, plain_field
from web.forms.kinds import Posted
from web.forms.view import input_name
from web.frame.request_context import desk, me
from web.starting.deadline_hints import DueWork
from web.wording.language import gettext as _

PLACE = "ret"  # of the form that holds nothing else
SEEN = "seen-"
MAX_REASON = 200  # characters that one can type
CHOSEN = frozenset({"check", "choice", "customer"})  # widgets that nobody types in

ANCHORS = {"customer": "customer", "name": "customer-name", "email": "customer-email", "phone": "customer-phone"}
NAMES = frozenset(name for fields in EDITABLE.values() for name in fields) | {"reason"}


def fields(kind: Kind, values: Mapping[str, Any], said: Said, choices: Choices, work: DueWork) -> Iterator[FieldView]:
    """The fields with what was typed, else with what stands there now; to a deadline that is moved belongs a reason.

    `work` is what the deadline is for.
    """
    for name, field in EDITABLE[kind].items():
        type_, value = field.row.type, values[name]
        groups = choices.everyone() if type_ == "agent" else _categories(choices, value) if name == "category" else ()
        yield plain_field(
            said if SEEN + name in said.typed else Said(problems=said.problems),
            type_,
            name,
            _(field.row.label),
            value=value,
            groups=groups,
            id=ANCHORS.get(name, f"ret-{name}"),
            empty=_("Ingen"),
            max_length=field.row.limit,
            rows=5,
            required=type_ == "customer",
            choices=choices,
            new_customer=said,
            due_work=work,
        )
        if name == "deadline" and value:
            reason = _("Hvorfor flyttes deadline?")
            yield plain_field(said, "string", "reason", reason, id="ret-reason", max_length=MAX_REASON)


def _categories(choices: Choices, kept_: str) -> tuple[Group, ...]:
    """Those offered, and before them the one that the case has, where it is offered no more."""
    offered = choices.directory.offered_categories
    names = [kept_] if kept_ and kept_ not in offered else []
    return (Group("", tuple(Option(name, name) for name in (*names, *offered))),) if offered else ()


def problems_of(said: Said) -> tuple[tuple[str, str], ...]:
    """(anchor, sentence) of what is wrong with these fields."""
    found = {ANCHORS.get(name, f"ret-{name}"): sentence for name, sentence in said.problems.items() if is_mine(name)}
    return tuple(found.items())


def is_mine(name: str) -> bool:
    return name in NAMES or name in ANCHORS


def kind_of(typed: MultiDict[str, str]) -> Kind | None:
    """Of what the sent form had these fields; None where it had none."""
    return next((kind for kind, fields in EDITABLE.items() if all(SEEN + name in typed for name in fields)), None)


def changed_only(forms: Iterable[Said], values: Mapping[str, Any]) -> Said:
    """The first of these that has the fields, with those alone in which it differs from what was seen and what is.

    `values` are what stands in the fields now. What others changed meanwhile is then shown, where nobody typed.
    """
    said = next((one for one in forms if kind_of(one.typed)), NOTHING)
    same = {
        name
        for name, value in values.items()
        if said.typed.get(name, "") in (said.typed.get(SEEN + name), value) and name not in said.problems
    }
    gone = same | {SEEN + name for name in same}
    return replace(said, typed=MultiDict((name, t) for name, t in said.typed.items(multi=True) if name not in gone))


def has_changes(said: Said) -> bool:
    return any(SEEN + name in said.typed for name in NAMES)


def holds_more(posted: Posted, fields: Iterable[FormField]) -> bool:
    """Whether something was typed into the fields of the step in whose form these stand, or files were chosen there;
    choices are soon made again.
    """
    texts = (posted.texts.get(input_name(f), "") for f in fields if KINDS[f.type].widget not in CHOSEN)
    kept_before = any(name.startswith(kept.PREFIX) for name in posted.texts)
    return kept_before or any(map(str.strip, texts)) or any(file.filename for file in posted.files.values())


def is_looking_up(typed: MultiDict[str, str]) -> bool:
    """A button inside the customer field, where no script runs."""
    return customers.is_asking(typed)


def looked_up(place: str, typed: MultiDict[str, str]) -> Said:
    """What the page says again, with the customer just added chosen, or with what a search found."""
    choices, given = Choices(desk().directory(), 0), typed.get("customer", "")
    found, said = attempt(place, typed, lambda: customers.looked_up(choices, typed, given, by=me().id))
    if found is None:
        return said
    choices, value = found
    typed = MultiDict(typed) if choices.alike else customers.without_new(typed)
    typed["customer"] = value
    return Said(place, typed, asked=True)


def read(kind: Kind, typed: MultiDict[str, str], files: MultiDict[str, FileStorage]) -> Edited:
    """What was changed, and what was seen of it; a field that was left alone is not among them.

    Beside each field stands what was in it (`seen-…`), in the same spelling. Raises Invalid for a customer who is
    written down and not added.
    """
    customers.must_be_added(typed)
    posted = Posted(typed, files)
    before = Posted(_unprefixed(posted), posted.files)
    shown = {name: KINDS[field.row.type].read(before, name) for name, field in EDITABLE[kind].items()}
    given = {name: KINDS[field.row.type].read(posted, name) for name, field in EDITABLE[kind].items()}
    changes = {name: value for name, value in given.items() if value != shown[name]}
    seen = {name: shown[name] for name in changes}
    if "deadline" in seen:
        seen["deadline"] = _to_the_second(posted.texts.get("exact-deadline", ""))
    return Edited(changes, seen, typed.get("reason", ""))


def _unprefixed(posted: Posted) -> MultiDict[str, str]:
    pairs = [(name.removeprefix(SEEN), text) for name, text in posted.texts.items() if name.startswith(SEEN) and text]
    return MultiDict(pairs)


def _to_the_second(text: str) -> datetime | None:
    """A deadline as it is kept; the field itself shows minutes."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
