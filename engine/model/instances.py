"""Deployed definitions, running instances and the steps that wait for people."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.model.items import Kind


@dataclass(frozen=True)
class Definition:
    """One deployed version of a process: never changed."""

    id: int
    key: str
    version: int
    name: str
    sha256: str
    deployed_by: int | None
    deployed_at: datetime
    note: str


class InstanceState(StrEnum):
    RUNNING = "running"
    ENDED = "ended"


@dataclass(frozen=True)
class Instance:
    id: int
    definition_id: int
    item_kind: Kind
    item_id: int
    case_id: int
    state: InstanceState
    version: int
    started_at: datetime
    ended_at: datetime | None
    ended_as: str | None = None  # the end event's name


@dataclass(frozen=True)
class Running:
    """A running instance with its state, as one reads it to go on."""

    id: int
    definition_id: int
    item_kind: Kind
    item_id: int
    state: bytes
    version: int


@dataclass(frozen=True)
class StartedInstance:
    """A new instance, run to where it waits or has ended."""

    id: int
    definition_id: int
    item_kind: Kind
    item_id: int
    case_id: int
    state: bytes
    ended_as: str | None
    is_completed: bool


@dataclass(frozen=True)
class SavedInstance:
    """A running instance that went on; `version` is the one it was read with."""

    id: int
    version: int
    state: bytes
    ended_as: str | None
    is_completed: bool


class WorkState(StrEnum):
    WAITING = "waiting"
    COMPLETED = "completed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class UserTask:
    """A BPMN user task of an instance, waiting or finished: one row of the worklist."""

    id: str
    instance_id: int
    definition_id: int
    item_kind: Kind
    item_id: int
    case_id: int
    element: str
    name: str
    lane: str
    state: WorkState
    assignee_id: int | None
    team_id: int | None  # the team that is offered it when nobody has it
    role: str | None  # "dispatchers" | "agents" of that team
    opened_at: datetime
    due_at: datetime | None
    version: int
    outcome: str | None = None
    completed_by: int | None = None
    completed_at: datetime | None = None


def queue(assignee_id: int | None, team_id: int | None, role: str | None) -> str:
    """In whose list a step waits: one agent's, or a role's of a team."""
    return f"a:{assignee_id}" if assignee_id is not None else f"t:{team_id}:{role}"
