"""A diagram's form as a template shows it, and the values of a sent one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from engine import Form, FormField, Outcome
from web.forms.choices import Choices, Group
from web.forms.kept import KeptFile
from web.forms.kinds import KINDS, Posted
from web.forms.said import Said

PREFIX = "felt-"


@dataclass(frozen=True)
class FieldView:
    """One field on the page. `outcomes` are ids of the buttons it belongs to, all where there are none."""

    name: str
    type: str
    widget: str
    label: str
    help: str
    value: str
    problem: str
    required: bool
    needed_by: tuple[Outcome, ...]  # the buttons that need it, where not all do
    outcomes: tuple[str, ...]
    groups: tuple[Group, ...]
    field: FormField
    choices: Choices
    kept: tuple[KeptFile, ...] = ()  # files that were sent with the form before
    focus: bool = False  # where the cursor stands when the page opens


def input_name(field: FormField) -> str:
    """Apart from the form's own inputs, whatever ids a diagram has."""
    return PREFIX + field.id


def column_of(field: FormField) -> str:
    """The column that a start form's field fills, or its own id."""
    return field.properties.get("sets", field.id)


def read_values(fields: Iterable[FormField], posted: Posted, *, by_column: bool = False) -> dict[str, Any]:
    """{field id (or column): value} of a sent form, typed as the engine takes them."""
    return {
        column_of(field) if by_column else field.id: KINDS[field.type].read(posted, input_name(field))
        for field in fields
    }


def views_of(form: Form, choices: Choices, said: Said, defaults: Mapping[str, Any]) -> tuple[FieldView, ...]:
    """The form's fields: what was typed if it was sent, else what stands there from the start."""
    return tuple(_view(form, field, choices, said, defaults) for field in form.fields)


def _view(form: Form, field: FormField, choices: Choices, said: Said, defaults: Mapping[str, Any]) -> FieldView:
    kind, name = KINDS[field.type], input_name(field)
    needing = [o for o in form.outcomes if field.id in o.requires]
    naming = [o for o in form.outcomes if field.id in (*o.requires, *o.accepts)]
    groups = choices.of(field, (o.allowed for o in naming))
    everywhere = field.required or bool(form.outcomes) and len(needing) == len(form.outcomes)
    return FieldView(
        name=name,
        type=field.type,
        widget="choice" if groups and kind.widget == "line" else kind.widget,  # a category, where the desk has a list
        label=field.label,
        help=field.help,
        value=_value(field, name, said.typed, defaults) if said.typed else _start(field, defaults),
        problem=problem_of(field, said.problems),
        required=everywhere,
        needed_by=() if everywhere else tuple(needing),
        outcomes=tuple(o.id for o in naming),
        groups=groups,
        field=field,
        choices=choices,
        kept=said.files_of(name),
    )


def _value(field: FormField, name: str, typed: MultiDict[str, str], defaults: Mapping[str, Any]) -> str:
    if name not in typed and field.type != "boolean":
        return _start(field, defaults)  # the form grew a field meanwhile
    return typed.get(name, "")


def _start(field: FormField, defaults: Mapping[str, Any]) -> str:
    value = defaults.get(field.id)
    return "" if value is None else KINDS[field.type].show(value)


def problem_of(field: FormField, problems: Mapping[str, str]) -> str:
    """The engine names a field by its id, by its column or by its type."""
    return next((problems[key] for key in (field.id, column_of(field), field.type) if key in problems), "")


def lost_problems(form: Form, problems: Mapping[str, str]) -> tuple[str, ...]:
    """Sentences about something that has no field here."""
    known = {key for f in form.fields for key in (f.id, column_of(f), f.type)}
    return tuple(sentence for key, sentence in problems.items() if key not in known)
