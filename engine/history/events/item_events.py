"""What can happen to a case or a task."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.history.shape import Mappings, Mixed, OfItem, Part, Ran, kept, private


@dataclass(frozen=True, kw_only=True)
class Registered(OfItem):
    """A case is there, with the columns that have a value."""


@dataclass(frozen=True, kw_only=True)
class Created(OfItem):
    """A task is there, with the columns that have a value."""


@dataclass(frozen=True, kw_only=True)
class Edited(OfItem):
    """Fields were edited; `reason` is why a deadline was moved (D-17)."""

    reason: str | None = private()


@dataclass(frozen=True, kw_only=True)
class Started(Ran):
    """A process began. `definition` is the deployed version's id, `diagram` the sha256 of its text."""

    definition: int
    process: str
    version: int
    diagram: str
    reopened: bool = False


@dataclass(frozen=True, kw_only=True)
class Completed(Ran):
    """Somebody completed a step. `values` are {field id: value} of the form."""

    user_task: str
    element: str
    name: str
    outcome: str = ""
    outcome_name: str = ""
    values: Mixed = kept(Part.MIXED, default=Mixed())


@dataclass(frozen=True, kw_only=True)
class Withdrawn(OfItem):
    """A step waits no more because something else happened."""

    user_task: str
    element: str
    name: str
    why: str = ""
    instance: int


@dataclass(frozen=True, kw_only=True)
class MessageReceived(Ran):
    """A message came to a process that waited for it (D-06)."""

    message: str


@dataclass(frozen=True, kw_only=True)
class Overdue(Ran):
    """The deadline has passed (D-15); `fault` is why the drawn timer could not run."""

    fault: str | None = private()


@dataclass(frozen=True, kw_only=True)
class TaskCreated(OfItem):
    """A task was made on the case, by its id."""

    task: int


@dataclass(frozen=True, kw_only=True)
class Closed(OfItem):
    """A case was closed from one of its tasks, by that task's number."""

    by_task: str


@dataclass(frozen=True, kw_only=True)
class Offered(OfItem):
    """A waiting step is offered to others, as in `offered` of a run."""

    instance: int
    name: str
    offered: Sequence[Mappings]


@dataclass(frozen=True, kw_only=True)
class EntryWritten(OfItem):
    """Something was written. `attachments` are [[name, sha256, size in bytes]]."""

    entry: int
    kind: str
    text: str | None = kept(Part.ELSEWHERE, default=None)
    subject: str | None = private()
    recipients: Sequence[str] = private(())
    cc: Sequence[str] = private(())
    attachments: Sequence[Sequence[Any]] = private(())


@dataclass(frozen=True, kw_only=True)
class SolutionMarked(OfItem):
    entry: int


@dataclass(frozen=True, kw_only=True)
class MailSent(OfItem):
    """Of a task, for which a mail was sent from its case."""

    entry: int
    subject: str | None = private()


@dataclass(frozen=True, kw_only=True)
class Deviation(OfItem):
    """A rule was overridden, with a reason."""

    rule: str
    sentence: str = private("")
    reason: str = private("")


@dataclass(frozen=True, kw_only=True)
class HookFailed(OfItem):
    """A subscriber raised; the act is kept."""

    hook: str
    error: str = private("")


@dataclass(frozen=True, kw_only=True)
class Written(OfItem):
    """Messages were written. `messages` are [{id, kind, agent, entry, state, reason, sender, message_id}], `id` being
    the key in the outbox; `content` is, of each, [recipient, address, subject, body, to, cc, why].
    """

    messages: Sequence[Mappings]
    content: Sequence[Any] = kept(Part.EACH_ELSEWHERE, default=())
