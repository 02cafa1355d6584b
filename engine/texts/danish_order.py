"""The order of names in the house (D-21): Danish, and the same in Python, SQLite and PostgreSQL.

The databases keep `sort_key` beside a name, in a column under collation C, and order by that.
"""

import unicodedata
from functools import lru_cache
from typing import Protocol

from engine.texts.lines import composed

MAX_SORT_KEY = 400  # characters
# After casefold. { | } stand behind z; ü is a y, as in the Danish dictionary.
LETTERS = {"aa": "}", "å": "}", "æ": "{", "ä": "{", "ø": "|", "ö": "|", "ő": "|", "ü": "y", "ű": "y"}
LETTERS |= {"œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l"}


class Named(Protocol):
    """Whoever or whatever stands in a list by its name."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


@lru_cache(maxsize=16384)
def sort_key(name: str) -> str:
    """What that name is compared by: its letters first, then accents, then capitals before small letters."""
    folded = unicodedata.normalize("NFC", composed(name).casefold())
    letters = folded
    for letter, place in LETTERS.items():
        letters = letters.replace(letter, place)
    bare = "".join(c for c in unicodedata.normalize("NFD", letters) if not unicodedata.combining(c))
    return f"{bare}\x01{folded}\x01{composed(name)}"[:MAX_SORT_KEY]


def by_name(named: Named) -> tuple[str, int]:
    """The key for `sorted`."""
    return sort_key(named.name), named.id
