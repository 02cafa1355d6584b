"""A form's fields as a template shows them, and the values of a sent one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import MultiDict

from engine import Form, FormField, Outcome
from web.forms.choices import Choices, Group
from web.forms.kept import KeptFile
from web.forms.kinds import KINDS, PLAIN_KINDS, FieldKind, Posted
from web.forms.said import NOTHING, Said

PREFIX = "felt-"
LINE = 200  # characters of one line, where the diagram says nothing


@dataclass(frozen=True)
class FieldView:
    """One field on the page, drawn by a diagram (`views_of`) or by a form of the desk's own (`plain_field`)."""

    name: str
    id: str  # of the input; of its help and its problem with an ending
    type: str
    widget: str
    label: str
    value: str
    problem: str = ""
    help: str = ""
    required: bool = False
    needed_by: tuple[Outcome, ...] = ()  # the buttons that need it, where not all do
    outcomes: tuple[str, ...] = ()  # ids of the buttons it belongs to, all where there are none
    column: str = ""  # that a start form's field fills
    groups: tuple[Group, ...] = ()
    empty: str = ""  # what the first choice says, which is none of them
    choices: Choices | None = None  # of a customer
    new_customer: Said = NOTHING  # what is written of one who is not known yet, and what is wrong with that
    due_work: object = None  # a DueWork, where a deadline is for something else than the page says
    kept: tuple[KeptFile, ...] = ()  # files that were sent with the form before
    focus: bool = False  # where the cursor stands when the page opens
    max_length: int | None = None  # characters that the browser lets one type
    rows: int = 3
    autocomplete: str = "off"
    is_narrow: bool = False
    has_hidden_label: bool = False  # for those who see the page, what is around it says the same
    note: str = ""  # what a box means, in the same line
    icon: str = ""  # before the label
    beside: str = ""  # id of what else the page says about it

    @property
    def described_by(self) -> str:
        """Ids of what the page says about the input."""
        said = {"hint": self.widget == "moment", "help": self.help, "problem": self.problem}
        return " ".join(filter(None, (self.beside, *(f"{self.id}-{part}" for part in said if said[part]))))

    @property
    def link(self) -> tuple[str, str]:
        """(anchor, sentence) of what is wrong with it, for the summary on top of the form."""
        return self.id, self.problem


def plain_field(
    said: Said, type_: str, name: str, label: str, *, value: Any = None, groups: tuple[Group, ...] = (), **more: Any
) -> FieldView:
    """A field that no diagram draws, with what was typed if the form was sent, else with `value`.

    `type_` is one of PLAIN_KINDS, `more` are fields of the view.
    """
    kind = PLAIN_KINDS[type_]
    shown = said.typed.get(name, "") if said.typed else value
    about: dict[str, Any] = {"id": name, "problem": said.problems.get(name, ""), "groups": groups, **more}
    if kind.widget == "files":
        about["kept"] = said.files_of(name)
    text = "" if shown is None else kind.show(shown)
    return FieldView(name, type=type_, widget=_widget(kind, groups), label=label, value=text, **about)


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
        id=name,
        type=field.type,
        widget=_widget(kind, groups),
        label=field.label,
        help=field.help,
        value=_value(field, name, said.typed, defaults) if said.typed else _start(field, defaults),
        problem=problem_of(field, said.problems),
        required=everywhere,
        needed_by=() if everywhere else tuple(needing),
        outcomes=tuple(o.id for o in naming),
        column=column_of(field),
        groups=groups,
        choices=choices,
        kept=said.files_of(name),
        max_length=(field.max_length or LINE) if kind.widget == "line" else None,
        rows=5 if field.type == "text" else 3,
    )


def _widget(kind: FieldKind, groups: tuple[Group, ...]) -> str:
    """A category is chosen where the desk has a list, else typed."""
    return "choice" if groups and kind.widget == "line" else kind.widget


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


def unplaced(views: Iterable[FieldView], problems: Mapping[str, str]) -> tuple[str, ...]:
    """Sentences about something that has no field among these."""
    known = {key for view in views for key in (view.name, view.type)}
    return tuple(sentence for name, sentence in problems.items() if name not in known)


def lost_problems(form: Form, problems: Mapping[str, str]) -> tuple[str, ...]:
    """Sentences about something that has no field here."""
    known = {key for f in form.fields for key in (f.id, column_of(f), f.type)}
    return tuple(sentence for key, sentence in problems.items() if key not in known)
