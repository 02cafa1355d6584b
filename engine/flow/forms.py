"""A form that somebody filled in: typed, checked against the diagram's fields, and sorted by what the fields mean."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from engine.errors import Invalid
from engine.facts import Value
from engine.history.canonical import MOST_WHOLE, plain
from engine.history.private import is_private_field
from engine.model.correspondence import Upload
from engine.model.diagrams import Form, FormField, Outcome
from engine.model.people import Directory
from engine.sentences import say
from engine.texts.lines import MAX_LINE, MAX_TEXT, one_line, tidy

MOST_DIGITS = 15  # of a whole number: what every database and every browser holds


@dataclass(frozen=True)
class Filled:
    """What a person gave with one outcome, by meaning; `values` is what the history keeps, by field id."""

    outcome: str = ""
    comment: str = ""
    solution: str = ""
    deadline: datetime | None = None
    agent_id: int | None = None
    team_id: int | None = None
    uploads: tuple[Upload, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    private: frozenset[str] = frozenset()  # those of `values` that tell of people in their own words

    def variables(self, read: frozenset[str]) -> dict[str, Value]:
        """The process variables: the outcome, and those values that the diagram's conditions read."""
        known = {"outcome": self.outcome, **self.values}
        return {name: value for name, value in known.items() if name in read or name == "outcome"}


def fill(form: Form, outcome: Outcome | None, given: Mapping[str, Any], directory: Directory) -> Filled:
    """Reads the fields of that outcome; raises Invalid with every problem at once, by field id."""
    fields = form.fields_of(outcome)
    problems: dict[str, str] = {}
    values: dict[str, Any] = {}
    for one in fields:
        required = one.required or (outcome is not None and one.id in outcome.requires)
        try:
            values[one.id] = _read(one, given.get(one.id), required, directory)
        except ValueError as error:
            problems[one.id] = error.args[0]
    if problems:
        raise Invalid(problems)
    return _sort(outcome.id if outcome else "", fields, values)


def _sort(outcome: str, fields: tuple[FormField, ...], values: dict[str, Any]) -> Filled:
    found: dict[str, Any] = {}
    for one in fields:
        if one.type in _MEANINGS and values[one.id]:
            name = _MEANINGS[one.type]
            both = name == "comment" and name in found
            found[name] = f"{found[name]}\n\n{values[one.id]}" if both else values[one.id]
    kept = {one.id: _kept(one, values[one.id]) for one in fields if one.type != "attachments"}
    told = {name: value for name, value in kept.items() if value not in (None, "")}
    private = frozenset(one.id for one in fields if is_private_field(one))
    return Filled(outcome, **found, values=told, private=private)


# field type → the attribute of Filled that it fills
_MEANINGS = {
    "comment": "comment",
    "solution": "solution",
    "deadline": "deadline",
    "agent": "agent_id",
    "team": "team_id",
    "attachments": "uploads",
}


def _kept(one: FormField, value: Any) -> Value:
    """Texts that become entries are not repeated in the history; the rest as JSON holds it."""
    if one.type in ("comment", "solution"):
        return None
    kept: Value = plain(value)
    return kept


def _read(one: FormField, value: Any, required: bool, directory: Directory) -> Any:
    if isinstance(value, str):
        value = tidy(value)
    if value is None or value == "" or value == ():
        if required and one.type != "boolean":
            raise ValueError(say("%(field)s: skal udfyldes.", field=one.label))
        return False if one.type == "boolean" else None
    read = READERS[one.type](one, value, directory)
    if required and one.type == "boolean" and not read:
        raise ValueError(say("%(field)s: skal være sat.", field=one.label))
    return read


def _text(one: FormField, value: Any, _: Directory) -> str:
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError(say("%(field)s: skal være tekst.", field=one.label))
    text = one_line(value) if one.type == "string" else value
    limit = one.max_length or (MAX_LINE if one.type == "string" else MAX_TEXT)
    if len(text) > limit:
        raise ValueError(
            say("%(field)s: højst %(most)s tegn; der er %(count)s.", field=one.label, most=limit, count=len(text))
        )
    if one.min_length and len(text) < one.min_length:
        raise ValueError(say("%(field)s: mindst %(least)s tegn.", field=one.label, least=one.min_length))
    return text


def _flag(one: FormField, value: Any, _: Directory) -> bool:
    if isinstance(value, bool):
        return value
    raise ValueError(say("%(field)s: skal være ja eller nej.", field=one.label))


def _number(one: FormField, value: Any, _: Directory) -> int:
    if isinstance(value, str) and len(value) > MOST_DIGITS:
        raise ValueError(say("%(field)s: højst %(most)s cifre.", field=one.label, most=MOST_DIGITS))
    try:
        number = int(value)
    except (TypeError, ValueError):
        raise ValueError(say("%(field)s: skal være et helt tal.", field=one.label)) from None
    if abs(number) > MOST_WHOLE:
        raise ValueError(say("%(field)s: højst %(most)s cifre.", field=one.label, most=MOST_DIGITS))
    if one.minimum is not None and number < one.minimum:
        raise ValueError(say("%(field)s: mindst %(least)s.", field=one.label, least=one.minimum))
    if one.maximum is not None and number > one.maximum:
        raise ValueError(say("%(field)s: højst %(most)s.", field=one.label, most=one.maximum))
    return number


def _choice(one: FormField, value: Any, _: Directory) -> str:
    if value not in {choice.id for choice in one.choices}:
        raise ValueError(say("%(field)s: vælg en af mulighederne.", field=one.label))
    return str(value)


def _date(one: FormField, value: Any, _: Directory) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError(say("%(field)s: skal være en dato som 24.12.2026.", field=one.label))


def _time(one: FormField, value: Any, _: Directory) -> datetime:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return value
    raise ValueError(say("%(field)s: skal være en dato og et klokkeslæt som 24.12.2026 16.00.", field=one.label))


def _agent(one: FormField, value: Any, directory: Directory) -> int:
    if isinstance(value, int) and (agent := directory.active(value)) and agent.teams:
        return value
    raise ValueError(say("%(field)s: vælg en aktiv agent.", field=one.label))


def _team(one: FormField, value: Any, directory: Directory) -> int:
    if isinstance(value, int) and value in directory.teams:
        return value
    raise ValueError(say("%(field)s: vælg et team.", field=one.label))


def _customer(one: FormField, value: Any, _: Directory) -> int:
    if isinstance(value, int) and value > 0:
        return value
    raise ValueError(say("%(field)s: vælg en bruger.", field=one.label))


def _uploads(one: FormField, value: Any, _: Directory) -> tuple[Upload, ...]:
    if all(isinstance(upload, Upload) for upload in value):
        return tuple(value)
    raise ValueError(say("%(field)s: skal være filer.", field=one.label))


READERS: Mapping[str, Callable[[FormField, Any, Directory], Any]] = {
    "string": _text,
    "text": _text,
    "comment": _text,
    "solution": _text,
    "boolean": _flag,
    "long": _number,
    "enum": _choice,
    "date": _date,
    "deadline": _time,
    "agent": _agent,
    "team": _team,
    "customer": _customer,
    "attachments": _uploads,
}
