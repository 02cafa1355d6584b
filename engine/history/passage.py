"""What an event tells of the way of an instance through its diagram."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Passage:
    """One element was left in the event number `sequence` of its item: a step, or what the process ran by itself.

    `name` is a step's, empty of everything else. `outcome` is the name of the button, or why a step was withdrawn;
    `flow` the arrow that a gateway chose. `by` None is the system.
    """

    sequence: int
    instance: int
    element: str
    entered_at: datetime
    left_at: datetime
    by: int | None
    on_behalf_of: str | None
    name: str = ""
    outcome: str = ""
    flow: str = ""
    withdrawn: bool = False
