"""What a decision is made from: who acts, when, who there is, and what was loaded. Nothing is read after this."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from engine.flow.needs import Missing, Need
from engine.model.by import By
from engine.model.people import Directory

V = TypeVar("V")


@dataclass(frozen=True)
class Outward:
    """What leaves the house from here: `not_sent` is why nothing does, `host` names the messages."""

    host: str
    not_sent: str | None = None


@dataclass(frozen=True)
class Standing:
    """`known` is {need: its value}; `now` is the moment of the whole act.

    `load` adds a need to `known`: for pages, which read as they look and decide nothing that is written.
    """

    by: By
    now: datetime
    directory: Directory
    outward: Outward
    known: dict[Need[Any], Any]
    load: Callable[[Need[Any]], None] | None = None

    def get(self, need: Need[V]) -> V:
        """The value; raises Missing where it was not loaded."""
        if need not in self.known:
            if self.load is None:
                raise Missing(need)
            self.load(need)
        value: V = self.known[need]
        return value
