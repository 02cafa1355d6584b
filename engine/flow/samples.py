"""A form as somebody might fill it in, for a dry run of its button before anybody has. Pure."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from engine.facts import Value
from engine.flow.standing import Standing
from engine.model.correspondence import Upload
from engine.model.diagrams import Form, FormField, Outcome
from engine.model.people import Agent

LONG = 200  # characters: more than any team asks of a solution


def sample(form: Form, outcome: Outcome, defaults: Mapping[str, Value], standing: Standing) -> dict[str, Any]:
    """{field id: value} of what that button or a rule requires; what has a default keeps it."""
    wanted = [field for field in form.fields_of(outcome) if _is_wanted(field, outcome)]
    made = {field.id: _SAMPLES[field.type](field, standing) for field in wanted if defaults.get(field.id) is None}
    return {**defaults, **made}


def _is_wanted(field: FormField, outcome: Outcome) -> bool:
    """Rules ask for what was written, whatever the form requires (R077)."""
    return field.required or field.id in outcome.requires or field.type in ("comment", "solution")


def _text(field: FormField, _: Standing) -> str:
    least = max(field.min_length or 0, LONG)
    return "x" * min(least, field.max_length or least)


def _number(field: FormField, _: Standing) -> int:
    return field.minimum if field.minimum is not None else min(0, field.maximum or 0)


def _me(standing: Standing) -> Agent:
    return standing.directory.agents[standing.by.agent or 0]


_SAMPLES: Mapping[str, Callable[[FormField, Standing], Any]] = {
    "string": _text,
    "text": _text,
    "comment": _text,
    "solution": _text,
    "boolean": lambda _field, _standing: True,
    "long": _number,
    "enum": lambda field, _standing: field.choices[0].id if field.choices else "",
    "date": lambda _field, standing: standing.now.date(),
    "deadline": lambda _field, standing: standing.now + timedelta(days=1),
    "agent": lambda _field, standing: _me(standing).id,
    "team": lambda _field, standing: _me(standing).team_id,
    "customer": lambda _field, _standing: 1,
    "attachments": lambda _field, _standing: (Upload("x", b"x"),),
}
