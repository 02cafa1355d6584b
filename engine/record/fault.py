"""One thing in the record that does not add up."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.history.canonical import plain
from engine.history.state import Row
from engine.sentences import say


@dataclass(frozen=True)
class Differing:
    """A column that holds something else than the history tells, both as JSON values.

    `of` is "item", "entry", "step", "instance", "message", or a subject's kind; `name` is its number, or a step's name.
    """

    of: str
    name: str
    column: str
    kept: Any
    told: Any


@dataclass(frozen=True)
class Fault:
    """One thing that does not add up. `sentence` is for a terminal: with ids, and columns as the database has them.

    `plain` is the same without them, for a page; of a column that differs the page makes its own from `differing`.
    """

    sentence: str
    plain: str = ""
    differing: Differing | None = None


def differ(of: str, name: str, where: str, kept: Row, told: Row) -> Iterator[Fault]:
    """Each column that the history tells of and that holds something else."""
    for column, tells in told.items():
        was = plain(kept[column])
        if was != tells or type(was) is not type(tells):
            sentence = say(
                "%(where)s%(name)s er %(value)s, men historikken siger %(told)s.",
                where=where,
                name=column,
                value=repr(was),
                told=repr(tells),
            )
            yield Fault(sentence, differing=Differing(of, name, column, was, tells))
