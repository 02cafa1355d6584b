"""What is told of somebody who was forgotten: which private parts of a chain are gone, by whom and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engine.history.shape import Recorded

ERASED = "erased"  # the type of the event
FORGOTTEN = "(glemt)"  # what stands where a text must not be empty


class Ground(StrEnum):
    """Why somebody is forgotten. A code, since free text could name them again."""

    ASKED = "anmodning"
    OLD = "opbevaringsfrist"
    MISTAKE = "fejl"


@dataclass(frozen=True, kw_only=True)
class Erased(Recorded):
    """Private parts are gone for good: `parts` are [[sequence, pointer]] of events before this one.

    `changes` are what the columns hold instead. `chains`, of a customer, are [[kind, id]] of the cases and tasks that
    were forgotten with them.
    """

    ground: str
    parts: Sequence[Sequence[Any]] = ()
    chains: Sequence[Sequence[Any]] = ()
