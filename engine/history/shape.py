"""What the class of an event says of its fields: which are private, and which stand in another row."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, ClassVar

from engine.model.items import FIELDS

Mappings = Mapping[str, Any]


class Subject(StrEnum):
    """What has a history."""

    CASE = "case"
    TASK = "task"
    MESSAGE = "message"
    AGENT = "agent"
    CUSTOMER = "customer"
    TEAM = "team"
    DEFINITION = "definition"
    DESK = "desk"


class Part(StrEnum):
    """How a field is kept."""

    PUBLIC = "public"  # in `data`, for all time
    PRIVATE = "private"  # its value in `private`, in `data` the commitment to it
    ELSEWHERE = "elsewhere"  # private; the value stands in another row, here is its salt
    EACH_ELSEWHERE = "each elsewhere"  # a list of which each value is ELSEWHERE
    COLUMNS = "columns"  # a mapping by column, of which the class's `private_columns` are private
    MIXED = "mixed"  # a `Mixed`
    CHOICES = "choices"  # [[place in the path, flow, what was read]], the last a `Mixed`


@dataclass(frozen=True)
class Mixed:
    """A mapping with the names of those values that are private."""

    values: Mappings = field(default_factory=dict)
    private: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.values)


def kept(part: Part, **default: Any) -> Any:
    """A field that is no public one."""
    return field(metadata={"private": True, "part": part}, **default)


def private(default: Any = None) -> Any:
    return kept(Part.PRIVATE, default=default)


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What an event tells beside its envelope. An empty field (nothing, no text, no rows, no) is left out.

    `changes` is {column of the subject's row: its value after it}, in JSON values. `author` says who did it where that
    is no agent, and then the event's `by` is nobody: {"kind": "customer" or "address", "customer": its number,
    "address": private}.
    """

    private_columns: ClassVar[frozenset[str]] = frozenset()
    on_behalf_of: str | None = private()
    author: Mixed = kept(Part.MIXED, default=Mixed())
    changes: Mappings = kept(Part.COLUMNS, default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class OfItem(Recorded):
    """An event of a case or a task."""

    private_columns = frozenset(
        column for fields_ in FIELDS.values() for column, kept_as in fields_.items() if kept_as.row.private
    )


@dataclass(frozen=True, kw_only=True)
class Ran(OfItem):
    """An event in which a process ran.

    `path` are the ids of the elements that were passed, in order; `choices` are the gateways among them, as
    [place in `path`, the flow that was taken, {name: value that its condition read}]. `offered` are the steps that
    opened: [{user_task, element, name, lane, assignee, team, role}]; `ended_as` is the end event's name.
    """

    instance: int | None = None
    path: Sequence[str] = ()
    choices: Sequence[Any] = kept(Part.CHOICES, default=())
    offered: Sequence[Mappings] = ()
    ended_as: str | None = None


_PARTS: dict[type[Recorded], tuple[tuple[str, Part], ...]] = {}


def parts_of(type_: type[Recorded]) -> tuple[tuple[str, Part], ...]:
    """(name, how it is kept) of each field of an event of that class."""
    if type_ not in _PARTS:
        _PARTS[type_] = tuple((f.name, f.metadata.get("part", Part.PUBLIC)) for f in fields(type_))
    return _PARTS[type_]
