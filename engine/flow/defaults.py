"""What stands in a form's fields before anybody has typed: a diagram's `defaultValue`, which may ask facts. Pure."""

from collections.abc import Callable

from engine.expressions import BadExpression, fill
from engine.facts import Value
from engine.model.diagrams import Form


def defaults(form: Form, fact: Callable[[str], Value]) -> dict[str, Value]:
    """{field id: value}. A default that asks what is not known here is no default."""
    found: dict[str, Value] = {}
    for field in form.fields:
        if field.default is None:
            continue
        try:
            value = fill(field.default, fact)
        except BadExpression:
            continue
        found[field.id] = str(value).lower() == "true" if field.type == "boolean" else value
    return found
