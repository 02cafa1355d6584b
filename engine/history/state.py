"""What a subject and all that hangs on it are at one moment, as its events tell: rows as the tables must hold them.

A row is {column: value as JSON holds it}; only columns that the events speak of are in it.
"""

from dataclasses import dataclass, field
from typing import Any

from engine.history.columns import empty_columns
from engine.history.reading import Seal
from engine.history.shape import Subject
from engine.model.items import Kind

Row = dict[str, Any]
FAR = "9999-12-31T00:00:00Z"  # `due` of what has no deadline


@dataclass
class State:
    """What a subject and all that hangs on it are after `count` events of its own.

    `row` is its own row; `password` is the seal of what an agent's row keeps of the password. `steps`, `instances` and
    `entries` are rows by id, `messages` by key; `texts` are the seals of the entries' texts, `contents` those of what
    the messages say, `files` what is attached to entries as [[name, sha256, bytes]]; `answers` are {instance: {field:
    value}}; `tasks` are those of a case, by id.
    """

    subject: Subject
    subject_id: int
    row: Row = field(default_factory=dict)
    password: Seal | None = None
    instances: dict[int, Row] = field(default_factory=dict)
    steps: dict[str, Row] = field(default_factory=dict)
    entries: dict[int, Row] = field(default_factory=dict)
    texts: dict[int, Seal] = field(default_factory=dict)
    files: dict[int, list[Any]] = field(default_factory=dict)
    messages: dict[str, Row] = field(default_factory=dict)
    contents: dict[str, Seal] = field(default_factory=dict)
    answers: dict[int, Row] = field(default_factory=dict)
    tasks: set[int] = field(default_factory=set)
    count: int = 0
    head: str = ""

    @property
    def case_id(self) -> Any:
        return self.subject_id if self.subject == Subject.CASE else self.row.get("case_id")


_ITEMS = frozenset({Subject.CASE, Subject.TASK})


def beginning(subject: Subject, subject_id: int) -> State:
    """The state before the first event."""
    state = State(subject, subject_id)
    if subject in _ITEMS:
        state.row = empty_columns(Kind(subject.value)) | {"updated_by": None, "updated_at": None, "due": FAR}
    return state
