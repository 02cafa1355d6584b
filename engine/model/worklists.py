"""Lists of work: which there are, what is asked of them, and one line of them (DECISIONS 15)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.model.items import Kind, Status
from engine.model.people import Department


class WorkList(StrEnum):
    """Whose work a list holds, seen from the person who opens it."""

    WAITING = "waiting"  # steps that are mine, or offered to the agents of my teams
    CASES = "cases"  # open cases whose agent I am
    TASKS = "tasks"  # open tasks whose agent I am
    APPROVING = "approving"  # tasks whose approver I am, newly solved ones until seen
    ELSEWHERE = "elsewhere"  # open work that I created or sent on, and that others have (D-18)
    QUEUE = "queue"  # what waits for a dispatcher in my teams
    TEAM = "team"  # all open work of the teams that I dispatch for or lead


class Sort(StrEnum):
    """By which column a list is sorted."""

    DEADLINE = "deadline"
    NUMBER = "number"
    SUBJECT = "subject"
    CUSTOMER = "customer"
    CATEGORY = "category"
    TEAM = "team"
    PERSON = "person"
    STEP = "step"
    STATUS = "status"
    CREATED = "created"
    SINCE = "since"


@dataclass(frozen=True)
class Asked:
    """What of a list is to be seen, and in which order. None asks for everything."""

    kind: Kind | None = None
    status: Status | None = None
    team_id: int | None = None
    agent_id: int | None = None  # who has it; 0 is nobody yet
    customer_ids: tuple[int, ...] | None = None
    category: str | None = None
    category_begins: str | None = None
    created_before: datetime | None = None
    late_at: datetime | None = None  # only what has a deadline before that
    sort: Sort = Sort.DEADLINE
    last_first: bool = False


EVERYTHING = Asked()


@dataclass(frozen=True)
class WorkRow:
    """One line of a list. `step` is where it stands, in words, `user_task_id` the step that waits, if one does;
    `since` is when that step came to whom it waits for.
    """

    kind: Kind
    id: int
    number: str
    subject: str
    case_id: int
    customer: str
    category: str
    status: Status | None  # None for a word that nobody wrote here: one touched row takes no list away
    origin: Department
    team_id: int
    agent_id: int | None
    approver_id: int | None
    created_by: int
    created_at: datetime
    step: str
    user_task_id: str | None
    assignee_id: int | None
    offered_team_id: int | None
    since: datetime
    deadline: datetime | None
    unread: bool
    place: str  # where it stands in the list, as `after` takes it


@dataclass(frozen=True)
class SavedList:
    """A list that somebody saved; with a `team_id` its members have it too."""

    id: int
    name: str
    list: str
    query: str
    agent_id: int
    team_id: int | None
