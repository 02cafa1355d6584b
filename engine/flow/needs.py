"""What a decision may ask for, as values: the transaction loads what is needed and decides again where something lacks.

A need is a key of `Standing.known`; its type says what the value is.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from engine.model.correspondence import Entry, Message
from engine.model.instances import Definition, Instance, Running, UserTask
from engine.model.items import Kind, Task, WorkItem
from engine.model.people import Customer, Department
from engine.runner import Program

V = TypeVar("V", covariant=True)


class Need(Generic[V]):
    """A value of type V that stands in the database."""


class Missing(Exception):
    """A decision asked for something that its standing does not have."""

    def __init__(self, need: Need[Any]):
        super().__init__(f"{need} is not among what was loaded")
        self.need = need


@dataclass(frozen=True)
class ItemOf(Need[WorkItem | None]):
    """A case or a task, read under its case's lock."""

    kind: Kind
    id: int


@dataclass(frozen=True)
class CustomerOf(Need[Customer]):
    """Whom a case is for."""

    customer_id: int


@dataclass(frozen=True)
class ChosenCustomer(Need[Customer | None]):
    """The customer that somebody chose, by the number that was sent."""

    customer_id: Any


@dataclass(frozen=True)
class TasksOf(Need[tuple[Task, ...]]):
    """All tasks of a case."""

    case_id: int


@dataclass(frozen=True)
class WaitingOf(Need[tuple[UserTask, ...]]):
    """The steps of an item that wait for somebody."""

    kind: Kind
    id: int


@dataclass(frozen=True)
class RunningOf(Need[Running | None]):
    """The running instance of an item."""

    kind: Kind
    id: int


@dataclass(frozen=True)
class RunningOfCase(Need[tuple[Running, ...]]):
    """Every running instance on a case: its own first, then its tasks' by number."""

    case_id: int


@dataclass(frozen=True)
class LastInstanceOf(Need[Instance]):
    """The newest instance of an item."""

    kind: Kind
    id: int


@dataclass(frozen=True)
class AnswersOf(Need[dict[str, Any]]):
    """{field id: its latest answer in an instance} (D-24)."""

    instance_id: int


@dataclass(frozen=True)
class EntryOf(Need[Entry | None]):
    """What was written, by its number."""

    entry_id: int


@dataclass(frozen=True)
class MessageOf(Need[Message | None]):
    """A message of the outbox, by its number."""

    message_id: int


@dataclass(frozen=True)
class TextOf(Need[str]):
    """The text of an entry."""

    entry_id: int


@dataclass(frozen=True)
class RouteOf(Need[str | None]):
    """D-02: the key of the process that serves that kind of work between those departments."""

    kind: Kind
    origin: Department
    receiver: Department


@dataclass(frozen=True)
class NewestOf(Need[Definition | None]):
    """The version of a process that new instances get."""

    key: str


@dataclass(frozen=True)
class ProgramOf(Need[Program]):
    """A deployed version, ready to run."""

    definition_id: int


@dataclass(frozen=True)
class LastChangeOf(Need[tuple[int | None, datetime] | None]):
    """(who, when) of the last change of an item's column."""

    kind: Kind
    id: int
    column: str


@dataclass(frozen=True)
class NewItemNumber(Need[int]):
    """The number of a case or a task that is about to be made."""

    kind: Kind


@dataclass(frozen=True)
class NewInstanceNumber(Need[int]):
    """The number of the nth instance that the act starts, from 0."""

    place: int


@dataclass(frozen=True)
class NewEntryNumber(Need[int]):
    """The number of the nth entry that the act writes, from 0."""

    place: int
