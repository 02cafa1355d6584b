"""What people and the machine do, as values: `engine.flow.decide` says what each leads to."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from engine.model.correspondence import Upload
from engine.model.diagrams import FormField
from engine.model.instances import UserTask
from engine.model.items import Kind

Values = Mapping[str, Any]  # {field id or column: value}


@dataclass(frozen=True)
class Edited:
    """Fields to change, as {field: value}. `seen` is {field: the value that stood on the screen}.

    `reason`: why a deadline that was set is moved or cleared, on one line (D-17).
    """

    changes: Values
    seen: Values | None = None
    reason: str = ""


@dataclass(frozen=True)
class Complete:
    """A waiting step with one of its outcomes ("" where its form has none), on `state` of its instance.

    `values` is {field id: value}, or what gives it for the fields of that outcome. `edited` are fields of the item
    that change with it, before the process goes on (R092).
    """

    step: UserTask
    state: bytes
    instance_version: int
    outcome: str
    values: Values | Callable[[Sequence[FormField]], Values]
    seen_version: int | None = None
    edited: Edited | None = None


@dataclass(frozen=True)
class Register:
    """A new case from a start form, {column: value} (R104 to R111)."""

    values: Values


@dataclass(frozen=True)
class CreateTask:
    """A new task on a case from a start form, {column: value} (R037 to R054)."""

    case_id: int
    values: Values


@dataclass(frozen=True)
class Edit:
    """Fields of a case or a task (R030)."""

    kind: Kind
    id: int
    edited: Edited


@dataclass(frozen=True)
class Reopen:
    """What has ended starts again, for the solver or another agent (A-23, D-09)."""

    kind: Kind
    id: int
    why: str
    deadline: Any = None
    agent_id: int | None = None


@dataclass(frozen=True)
class Comment:
    """An internal comment, marked as the solution at once where asked (R023, R077)."""

    kind: Kind
    id: int
    text: str
    as_solution: bool = False
    uploads: Sequence[Upload] = ()


@dataclass(frozen=True)
class MarkSolution:
    """An internal comment becomes the solution; the mark moves from the one before (R078, A-31)."""

    entry_id: int


@dataclass(frozen=True)
class WriteExternal:
    """An external comment to the saved customer (R114 to R117). `seen_customer` stood beside the button (A-12)."""

    kind: Kind
    id: int
    text: str
    seen_customer: int | None = None
    uploads: Sequence[Upload] = ()


@dataclass(frozen=True)
class SendMail:
    """A mail from the case, sent as it is written (R069 to R073, R122 to R125)."""

    kind: Kind
    id: int
    to: str
    cc: str
    subject: str
    text: str
    uploads: Sequence[Upload] = ()


@dataclass(frozen=True)
class SendAgain:
    """A message that failed goes in line again."""

    message_id: int


@dataclass(frozen=True)
class OfferAgain:
    """A waiting step whose people may be able to do it no more (A-15, D-14)."""

    step: UserTask


@dataclass(frozen=True)
class PassDeadline:
    """The item's deadline has passed (D-15, D-19). `fault` is what went wrong with the drawn timer, if it did."""

    kind: Kind
    id: int
    fault: str = ""


Act = (
    Complete
    | Register
    | CreateTask
    | Edit
    | Reopen
    | Comment
    | MarkSolution
    | WriteExternal
    | SendMail
    | SendAgain
    | OfferAgain
    | PassDeadline
)
