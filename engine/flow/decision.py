"""What an act leads to, as values: everything that is now otherwise. `engine.transaction` writes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.errors import Caution
from engine.history.shape import Recorded
from engine.model.correspondence import Entry, Message, Upload
from engine.model.instances import SavedInstance, StartedInstance, UserTask, WorkState
from engine.model.items import Kind, WorkItem
from engine.model.occurrences import Occurrence
from engine.model.outgoing import Draft
from engine.rules import Deviation

Key = tuple[Kind, int]


@dataclass(frozen=True)
class ChangedItem:
    """A case or a task before and after, with what its history is told. `before` is None where it is new.

    `beside` are columns that are no part of the history: who has seen what.
    """

    before: WorkItem | None
    after: WorkItem
    events: tuple[Recorded, ...]
    beside: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FinishedStep:
    """A step that waits no more. Where it is `completed`, somebody else may have been first."""

    step: UserTask
    state: WorkState
    outcome: str | None = None


@dataclass(frozen=True)
class Completed:
    """What a person did with a step, in the diagram's words, whether the process ended, and the case that it closed."""

    name: str
    ended: bool
    closed: Key | None


@dataclass(frozen=True)
class Decision:
    """`cautions` still want a reason: what has any is not written. `deviations` are what was overridden.

    `answers` are {instance: {field id: value}}; `offered` are waiting steps that are somebody else's now; `again` are
    messages that are put in line again. `subject` is the item that the act was about, as it is after it.
    """

    at: datetime
    subject: WorkItem
    items: tuple[ChangedItem, ...]
    started: tuple[StartedInstance, ...] = ()
    saved: tuple[SavedInstance, ...] = ()
    opened: tuple[UserTask, ...] = ()
    finished: tuple[FinishedStep, ...] = ()
    offered: tuple[UserTask, ...] = ()
    answers: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    files: tuple[Upload, ...] = ()
    messages: tuple[Draft, ...] = ()
    again: tuple[Message, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    cautions: tuple[Caution, ...] = ()
    deviations: tuple[tuple[Key, Deviation], ...] = ()
    completed: Completed | None = None
