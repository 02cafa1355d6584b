"""Cases and tasks: the work items (R016 to R022)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.model.categories import MAX_CATEGORY
from engine.model.fields import ItemField, fields_of, row
from engine.model.people import Department
from engine.texts.lines import MAX_LINE, MAX_TEXT


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


@dataclass(frozen=True, kw_only=True)
class WorkItem:
    """What a case and a task have in common. Numbers are counted per kind; `id` is the number.

    What has a row is told by the history; the rest is how the item is kept.
    """

    kind: Kind
    id: int
    subject: str = row(
        "Emne", "string", filled_by=("string",), editable=True, required="Skriv et emne.", limit=MAX_LINE, private=True
    )
    description: str = row(
        "Beskrivelse",
        "text",
        filled_by=("text", "string"),
        editable=True,
        required="Skriv en beskrivelse.",
        limit=MAX_TEXT,
        private=True,
    )
    status: Status = row("Status", "status")
    origin: Department = row("Afdeling", "department")  # fixed at creation
    team_id: int = row("Team", "team", name="team", filled_by=("team",), references=True)
    agent_id: int | None = row("Agent", "agent", references=True)
    created_by: int | None = row("Oprettet af", "agent", references=True)
    created_at: datetime = row("Oprettet", "moment")
    updated_by: int | None
    updated_at: datetime
    deadline: datetime | None = row("Deadline", "deadline", filled_by=("deadline",), editable=True, default=None)
    agreed_agent_id: int | None = row("Aftalt agent", "agent", default=None)
    # who sent it back, while someone else answers (D-14)
    sender_id: int | None = row("Sendt retur af", "agent", default=None)
    receiver_id: int | None = row("Sendt retur til", "agent", default=None)
    # the last who sent it on to somebody else, and keeps an eye on it (D-18)
    sent_on_by: int | None = row("Sendt videre af", "agent", default=None)
    solver_id: int | None = row("Løst af", "agent", default=None)
    solver_team_id: int | None = row("Løst i team", "team", default=None)
    solved_at: datetime | None = row("Løst", "moment", default=None)
    opened_at: datetime | None = row("Åbnet", "moment", default=None)  # the last opening: creation or reopening
    overdue_for: datetime | None = row("Deadline overskredet", "moment", default=None)  # that was told of (D-15)
    solution_entry_id: int | None = row("Løsning", "entry", default=None)
    # of the creator, when it was created (D-16)
    created_team_id: int | None = row("Oprettet fra team", "team", default=None)
    # fields of a start form that are the diagram's own
    extra: dict[str, str] = row("Egne felter", "answers", private=True, default_factory=dict)
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

    category: str = row(
        "Kategori", "string", filled_by=("enum", "string"), editable=True, limit=MAX_CATEGORY, private=True, default=""
    )
    customer_id: int = row(
        "Bruger", "customer", name="customer", filled_by=("customer",), editable=True, references=True
    )
    closed_at: datetime | None = row("Lukket", "moment", default=None)

    @property
    def is_open(self) -> bool:
        return self.status != Status.CLOSED


@dataclass(frozen=True, kw_only=True)
class Task(WorkItem):
    """An opgave on a case (R017, R018)."""

    case_id: int = row("Sag", "case", references=True)
    approver_id: int | None = row(
        "Godkender", "agent", name="approver", filled_by=("agent",), editable=True, references=True, default=None
    )
    blocking: bool = row(  # R046
        "Skal afsluttes før sagen kan lukkes", "boolean", filled_by=("boolean",), editable=True, default=False
    )
    original_approver_id: int | None = row("Oprindelig godkender", "agent", default=None)  # R006, never changes

    @property
    def case_number(self) -> int:
        return self.case_id


FIELDS: Mapping[Kind, Mapping[str, ItemField]] = {Kind.CASE: fields_of(Case), Kind.TASK: fields_of(Task)}  # by column
EDITABLE: Mapping[Kind, Mapping[str, ItemField]] = {  # by name, as *Ret* has them
    kind: {field.name: field for field in fields.values() if field.row.editable} for kind, fields in FIELDS.items()
}
