"""What happened, as those are told who listen (`engine.hooks`)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.model.instances import UserTask
from engine.model.items import Case, WorkItem
from engine.model.people import Agent, Customer, Directory


class OccurrenceKind(StrEnum):
    """What can be listened to."""

    READY = "ready"  # a step is offered to a team's dispatchers or agents
    ASSIGNED = "assigned"  # a step became an agent's
    COMPLETED = "completed"  # a step is done
    RETURNED = "returned"  # the item is sent back to an agent
    OVERDUE = "overdue"  # its deadline has passed
    SOLVED = "solved"
    REOPENED = "reopened"
    CLOSED = "closed"  # the case is
    MESSAGE_RECEIVED = "message-received"  # a message came from outside
    NOTIFY = "notify"  # a send task of the diagram speaks
    APPROVER_CHANGED = "approver-changed"  # a task got another approver
    DEADLINE_MOVED = "deadline-moved"  # or was taken away
    UNCLOSED = "unclosed"  # the case was solved and not closed when its deadline passed


NOT_TOLD = frozenset({OccurrenceKind.COMPLETED, OccurrenceKind.CLOSED})  # only other subscribers listen to these


@dataclass(frozen=True)
class Occurrence:
    """Something happened to a case or task: `item` and `case` as they are after it. `actor_id` None is the system.

    `user_task` is the step that is now ready, assigned or overdue, or was completed. `recipients` (roles of
    engine.operations.RECIPIENTS), `subject` and `text` are a send task's; `agents` are those it concerns, where the
    item does not say so itself: the original approver, for one. `about` is what a send task speaks of, as people
    switch it off ("solved", "overdue"); `drawn`: the diagram has its own words for it.

    `change` is what the step did to the item: "new", "solved", "moved", "handed-back" or "". `comment` and `solution`
    are what was written with it, `comment` also why a deadline was moved, which was `due_before`.
    """

    kind: OccurrenceKind
    item: WorkItem
    case: Case
    at: datetime
    actor_id: int | None
    directory: Directory
    user_task: UserTask | None = None
    recipients: tuple[str, ...] = ()
    subject: str = ""
    text: str = ""
    agents: tuple[int, ...] = ()
    customer: Customer | None = None
    about: OccurrenceKind | None = None
    drawn: bool = False
    change: str = ""
    comment: str = ""
    solution: str = ""
    due_before: datetime | None = None

    @property
    def actor(self) -> Agent | None:
        return self.directory.agents.get(self.actor_id) if self.actor_id is not None else None
