"""What is told of somebody who was forgotten: which private parts of a chain are gone, by whom and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from engine.history.events.message_events import OfMessage
from engine.history.shape import OfItem, Recorded
from engine.sentences import say

ERASED = "erased"  # the type of the event
FORGOTTEN = "(glemt)"  # what stands where a text must not be empty


class Ground(StrEnum):
    """Why somebody is forgotten. A code, since free text could name them again."""

    ASKED = "anmodning"
    OLD = "opbevaringsfrist"
    MISTAKE = "fejl"


GROUNDS: Mapping[str, str] = {
    Ground.ASKED: say("efter anmodning"),
    Ground.OLD: say("opbevaringsfristen er udløbet"),
    Ground.MISTAKE: say("skrevet ved en fejl"),
}


@dataclass(frozen=True, kw_only=True)
class Erased(Recorded):
    """Private parts are gone for good: `parts` are [[sequence, pointer]] of events before this one.

    `changes` are what the columns hold instead, and no secret.
    """

    ground: str
    parts: Sequence[Sequence[Any]] = ()


@dataclass(frozen=True, kw_only=True)
class ItemErased(Erased, OfItem):
    """Of a case or a task."""

    private_columns = frozenset()


@dataclass(frozen=True, kw_only=True)
class MessageErased(Erased, OfMessage):
    """Of a message: what a mail server said of an address."""


@dataclass(frozen=True, kw_only=True)
class CustomerErased(Erased):
    """Of a customer; `chains` are [[kind, id]] of what was forgotten with them."""

    chains: Sequence[Sequence[Any]] = ()
