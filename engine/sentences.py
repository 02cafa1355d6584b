"""Sentences with something of the moment in them, kept so that the screens can say them in another language.

A sentence is its Danish text. Whoever translates looks the template up and fills the same values in.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Parts = list[Any]


class Sentence(str):
    """A Danish text that remembers its template and what was filled in."""

    template: str
    values: Mapping[str, object]


def say(template: str, **values: object) -> str:
    """A `Sentence`: `say("Sagen ligger hos %(who)s.", who="Pia Lund")`."""
    sentence = Sentence(template % values)
    sentence.template, sentence.values = template, values
    return sentence


def told_by(error: Exception) -> str:
    """What an error says, a `Sentence` still where it was raised with one: `str` of it would be the Danish alone."""
    said = error.args[0] if error.args else ""
    return said if isinstance(said, Sentence) else str(error)


def joined(parts: Sequence[str], between: str = "\n\n") -> str:
    """Several texts as one `Sentence`; the parts that are sentences stay so."""
    if len(parts) < 2:
        return parts[0] if parts else ""
    named = {f"part{number}": part for number, part in enumerate(parts)}
    return say(between.join(f"%({name})s" for name in named), **named)


def said_in(text: str, translate: Callable[[str], str]) -> str:
    """A sentence in another language, with all sentences in it; what is no `Sentence` is somebody's own words."""
    if not isinstance(text, Sentence):
        return text
    filled = {name: said_in(v, translate) if isinstance(v, str) else v for name, v in text.values.items()}
    return translate(text.template) % filled


def parts_of(text: str) -> Parts | None:
    """[template, {name: what was filled in, or its own parts}] of a sentence, as JSON; None of anybody's own words."""
    if not isinstance(text, Sentence):
        return None
    return [text.template, {name: _part_of(value) for name, value in text.values.items()}]


def _part_of(value: object) -> Any:
    return parts_of(value) or str(value) if isinstance(value, str) else value


def with_parts(text: str, parts: Any) -> str:
    """A kept text as the sentence that it was, where these are its parts; else as it is."""
    try:
        made = _made_of(parts)
    except (AttributeError, KeyError, TypeError, ValueError):
        return text
    return made if made == text else text


def _made_of(parts: Any) -> str:
    template, values = parts
    return say(template, **{n: _made_of(value) if isinstance(value, list) else value for n, value in values.items()})
