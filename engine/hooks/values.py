"""What subscribers get and what they answer: occurrences and notices."""

from collections.abc import Callable, Iterable
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


@dataclass(frozen=True)
class Notice:
    """One message to one person. `agent_id` None is the case's customer.

    The texts may be sentences of `engine.sentences`, which are said in the reader's language. `do` says what step
    waits; of several notices of one `matter` the first alone has its text. `skipped` says why it is written down and
    never sent (A-30). `item` is filled in when the notices are gathered.
    """

    kind: str
    agent_id: int | None
    subject: str
    text: str
    why: str
    skipped: str | None = None
    item: WorkItem | None = None
    do: str = ""
    matter: str = ""


@dataclass(frozen=True)
class Failure:
    """A subscriber that raised: the step is kept, and this goes into the history."""

    name: str
    kind: str
    error: str


@dataclass(frozen=True)
class Gathered:
    """What all subscribers made of one step."""

    notices: tuple[Notice, ...] = ()
    failures: tuple[Failure, ...] = ()


Subscriber = Callable[[Occurrence], Iterable[Notice]]
