"""What happened, as those are told who listen (`engine.hooks`)."""

from dataclasses import dataclass
from datetime import datetime

from engine.model.instances import UserTask
from engine.model.items import Case, WorkItem
from engine.model.people import Agent, Customer, Directory

KINDS: dict[str, str] = {
    "ready": "et trin er tilbudt et teams dispatchere eller agenter",
    "assigned": "et trin er blevet en agents",
    "completed": "et trin er udført",
    "returned": "sagen eller opgaven er sendt retur til en agent",
    "overdue": "deadline er overskredet",
    "solved": "sagen eller opgaven er løst",
    "reopened": "sagen eller opgaven er genåbnet",
    "closed": "sagen er lukket",
    "message-received": "der er kommet en besked udefra",
    "notify": "et sendetrin i diagrammet giver besked",
    "approver-changed": "en opgave har fået en anden godkender",
    "deadline-moved": "en deadline er flyttet eller fjernet",
    "unclosed": "sagen er løst, men ikke lukket, da dens deadline blev overskredet",
}


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

    kind: str
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
    about: str = ""
    drawn: bool = False
    change: str = ""
    comment: str = ""
    solution: str = ""
    due_before: datetime | None = None

    @property
    def actor(self) -> Agent | None:
        return self.directory.agents.get(self.actor_id) if self.actor_id is not None else None
