"""What the map of a replay says, as frozen values: how to read another desk's log. Reading the file is `map_file`.

Templates are plain text with `{names}`; nothing in them is evaluated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from string import Formatter
from zoneinfo import ZoneInfo

MAX_NAME = 100  # letters, of a person or a team


class Means(StrEnum):
    """What a state of the log asks of a case."""

    OPEN = "open"
    QUESTION = "question"  # the customer is asked
    TASK = "task"  # somebody else has to do something first
    SOLVED = "solved"
    CLOSED = "closed"

    @property
    def is_open(self) -> bool:
        return self not in (Means.SOLVED, Means.CLOSED)


@dataclass(frozen=True)
class TaskTexts:
    """The task that a state asks for: `to` is "team" (the one that has the case) or "support"."""

    to: str
    subject: str
    description: str


@dataclass(frozen=True)
class State:
    """A state of the log; `task` is there when it means a task."""

    name: str
    means: Means
    task: TaskTexts | None = None


@dataclass(frozen=True)
class Shape:
    """How the file is written."""

    encoding: str
    delimiter: str
    unknown: str  # what stands for an unknown value


@dataclass(frozen=True)
class Columns:
    """Which column of the log says what."""

    incident: str
    state: str
    changed_at: str
    changed_by: str
    opener: str
    caller: str
    group: str
    agent: str
    resolver: str


@dataclass(frozen=True)
class Time:
    """How the log writes its times: strptime's format, and the zone where its clock hung."""

    format: str
    zone: str


@dataclass(frozen=True)
class Names:
    """People and teams that the log does not name; `dispatcher` is a template over {team}."""

    support: str
    dispatcher: str
    unknown: str
    unknown_group: str


@dataclass(frozen=True)
class Texts:
    """What people write, as templates; `mark` stands before each of them."""

    mark: str
    subject: str
    description: str
    question: str
    hand_over: str
    dispatch: str
    put_back: str
    reopen: str
    solution: str
    task_solution: str
    other: str


@dataclass(frozen=True)
class Map:
    """A whole map; `sha256` is the file's, so that another one is noticed."""

    sha256: str
    shape: Shape
    columns: Columns
    time: Time
    names: Names
    texts: Texts
    states: Mapping[str, State]
    task_time: timedelta  # from a task's creation to its deadline

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time.zone)

    @cached_property
    def placeholders(self) -> frozenset[str]:
        """Every name that a template asks for, but {team}."""
        texts = [getattr(self.texts, field.name) for field in fields(self.texts)]
        tasks = [state.task for state in self.states.values() if state.task]
        texts += [text for task in tasks for text in (task.subject, task.description)]
        return frozenset(name for text in texts for name in names_in(text) or ())

    def written(self, template: str, values: Mapping[str, str]) -> str:
        """A text of the replay: filled in, and marked as such."""
        return f"{self.texts.mark}: {template.format_map(values)}"


def names_in(text: str) -> list[str] | None:
    """The names that a template asks for; None where it is not a plain one."""
    try:
        parts = [(name, spec, conversion) for _, name, spec, conversion in Formatter().parse(text) if name is not None]
    except ValueError:
        return None
    plain = all(name and not spec and not conversion and not set(name) & set(".[]") for name, spec, conversion in parts)
    return [name for name, _, _ in parts] if plain else None
