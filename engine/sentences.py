"""Sentences with something of the moment in them, kept so that the screens can say them in another language.

A sentence is its Danish text. Whoever translates looks the template up and fills the same values in.
"""

import re
from collections.abc import Iterable, Mapping
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


def recognise(text: str, templates: Iterable[str]) -> str:
    """A kept Danish text as the sentence that it was written as, and what was filled in likewise; else as it is."""
    for template in templates:
        found = _pattern(template).fullmatch(text)
        if found:
            return say(template, **{name: recognise(value, templates) for name, value in found.groupdict().items()})
    return text


@lru_cache(maxsize=256)
def _pattern(template: str) -> re.Pattern[str]:
    """What a template says, whatever is filled in."""
    parts = re.split(r"%\((\w+)\)s", template)
    words = [f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts)]
    return re.compile("".join(words), re.DOTALL)
