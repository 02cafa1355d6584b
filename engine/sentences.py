"""Sentences with something of the moment in them, kept so that the screens can say them in another language.

A sentence is its Danish text. Whoever translates looks the template up and fills the same values in.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache


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


def recognise(text: str, templates: Iterable[str], inside: Iterable[str] = ()) -> str:
    """A kept Danish text as the sentence that it was written as, else as it is.

    `inside` are the sentences that may be filled in; whatever else is there is somebody's own words.
    """
    for template in templates:
        found = _pattern(template).fullmatch(text)
        if found:
            return say(template, **{name: recognise(value, inside) for name, value in found.groupdict().items()})
    return text


_FILLED = {"number": r"[A-Z]+\d+"}  # an item's; anything may stand elsewhere


@lru_cache(maxsize=256)
def _pattern(template: str) -> re.Pattern[str]:
    """What a template says, whatever is filled in."""
    parts = re.split(r"%\((\w+)\)s", template)
    for place, name in enumerate(parts):
        parts[place] = f"(?P<{name}>{_FILLED.get(name, '.+?')})" if place % 2 else re.escape(name)
    return re.compile("".join(parts), re.DOTALL)
