"""What goes in and out of a run, as values: who waits, what it led to, and the world it asks. No SpiffWorkflow here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from engine.facts import Value
from engine.model.diagrams import Operation


class World(Protocol):
    """The work item, as a running process sees it."""

    def fact(self, name: str) -> Value:
        """The fact's value at this moment; KeyError where there is no such fact."""

    def in_words(self, name: str, kind: str, value: Value) -> Value:
        """The value of a fact, or of a field of that type, to be written in a text that somebody reads."""

    def operate(self, operation: Operation, parameters: Mapping[str, Value]) -> None:
        """Does what a service or send task names; later facts show it."""


@dataclass(frozen=True)
class Waiting:
    """A user task that waits for a person. `element` is its BPMN id; `id` survives saving."""

    id: str
    element: str


@dataclass(frozen=True)
class Listening:
    """A boundary event on a waiting user task. `reads` is the timer's expression or the message's name."""

    id: str
    element: str
    kind: str  # "timer" | "message"
    reads: str
    attached_to: str  # the waiting user task's id


@dataclass(frozen=True)
class Chosen:
    """A gateway that chose: its place in the path, the arrow that it took, and what its conditions read."""

    place: int
    flow: str
    read: Mapping[str, Value]


@dataclass(frozen=True)
class Run:
    """Where a process stands after a run, and what the run did.

    `path` has the ids of the BPMN elements completed in this run, in order, `choices` the gateways among them that
    chose; `opened` the steps that began to wait, `gone` the ids of those that wait no more, the completed one among
    them. `ended_as` is the id of the end event that completed the process.
    """

    state: bytes
    completed: bool
    ended_as: str | None
    waiting: tuple[Waiting, ...]
    listening: tuple[Listening, ...]
    path: tuple[str, ...] = ()
    opened: tuple[Waiting, ...] = ()
    gone: tuple[str, ...] = ()
    choices: tuple[Chosen, ...] = ()
