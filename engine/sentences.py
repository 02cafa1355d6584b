"""Sentences with something of the moment in them, kept so that the screens can say them in another language.

A sentence is its Danish text. Whoever translates looks the template up and fills the same values in.
"""

from collections.abc import Mapping


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
