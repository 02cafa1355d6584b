"""Cases and tasks: the work items (R016 to R022)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from engine.model.people import Department


class Kind(StrEnum):
    CASE = "case"
    TASK = "task"


class Status(StrEnum):
    """D-10. A task is finished when solved (A-04); only cases are closed."""

    REGISTERED = "registered"
    ASSIGNED = "assigned"
    SOLVED = "solved"
    CLOSED = "closed"


PREFIX = {Kind.CASE: "SAG", Kind.TASK: "TSK"}


@dataclass(frozen=True)
class WorkItem:
    """What a case and a task have in common. Numbers are counted per kind; `id` is the number."""

    kind: Kind
    id: int
    subject: str
    description: str
    status: Status
    origin: Department  # fixed at creation
    team_id: int
    agent_id: int | None
    created_by: int
    created_at: datetime
    updated_by: int
    updated_at: datetime
    deadline: datetime | None = None
    agreed_agent_id: int | None = None
    sender_id: int | None = None  # who sent it back, while someone else answers (D-14)
    receiver_id: int | None = None
    sent_on_by: int | None = None  # the last who sent it on to somebody else, and keeps an eye on it (D-18)
    solver_id: int | None = None
    solver_team_id: int | None = None
    solved_at: datetime | None = None
    opened_at: datetime | None = None  # the last opening: creation or reopening
    overdue_for: datetime | None = None  # the deadline value that was told of (D-15)
    solution_entry_id: int | None = None
    created_team_id: int | None = None  # of the creator, when it was created (D-16)
    extra: dict[str, str] = field(default_factory=dict)  # fields of a start form that are the diagram's own
    version: int = 1
    event_count: int = 0
    head_hash: str = ""

    @property
    def number(self) -> str:
        return f"{PREFIX[self.kind]}{self.id}"

    @property
    def case_number(self) -> int:
        """The case this hangs on, or is."""
        return self.id

    @property
    def is_open(self) -> bool:
        return self.status in (Status.REGISTERED, Status.ASSIGNED)


@dataclass(frozen=True, kw_only=True)
class Case(WorkItem):
    """A sag. `is_open` means not closed (D-01): a solved case still waits for its creator."""

    customer_id: int
    category: str = ""
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.status != Status.CLOSED


@dataclass(frozen=True, kw_only=True)
class Task(WorkItem):
    """An opgave on a case (R017, R018)."""

    case_id: int
    blocking: bool = False  # "skal afsluttes før sagen kan lukkes" (R046)
    approver_id: int | None = None
    original_approver_id: int | None = None  # R006, never changes

    @property
    def case_number(self) -> int:
        return self.case_id
