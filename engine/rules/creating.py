"""Rules of new cases and tasks, and of edited fields."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from engine.errors import Caution, Link, Refused
from engine.model.items import Case, Kind, Status, Task, WorkItem
from engine.model.people import Agent, Department, Directory, Team
from engine.rules.registry import Verdict, rule
from engine.rules.seeing import NO_PART
from engine.rules.who import everybody_in, names
from engine.sentences import say

SHORT_NOTICE = timedelta(hours=1)


@dataclass(frozen=True)
class Creating:
    """A case or a task about to be made."""

    kind: Kind
    by: Agent
    directory: Directory
    now: datetime
    description: str
    team: Team
    receiver: Department  # the department that the process of this item serves
    agent_id: int | None = None
    agreed: bool = False
    deadline: datetime | None = None
    case: Case | None = None  # the case of a new task


@dataclass(frozen=True)
class Editing:
    """Fields of an item about to be changed: `changes` is {column: new value}, `reason` why a deadline is moved."""

    item: WorkItem
    by: Agent
    directory: Directory
    now: datetime
    changes: dict[str, Any]
    reason: str = ""
    taking_part: bool = field(kw_only=True)

    @property
    def moves_deadline(self) -> bool:
        """Whether a deadline that was set gets another value, or none."""
        before = self.item.deadline
        return before is not None and self.changes.get("deadline", before) != before

    @property
    def team(self) -> Team:
        """Which has it, and says what it asks of a description."""
        return self.directory.teams[self.item.team_id]


@dataclass(frozen=True)
class Rescheduling:
    """A new deadline that comes with a reopening from *lukkede* or of a closed case."""

    deadline: datetime
    now: datetime


_REFERENCE = re.compile(
    r"(?:(?:se|jf|jvf|jævnfør|see|som|ref|på|the)(?:\s+|$))*(?P<to>.*?)(?:\s+(?:nr\s*)?[a-z]{0,3}\s*\d+)?(?:\s+tak)?"
)


def bare_reference(description: str, references: Iterable[str]) -> bool:
    """A-34: whether the text is nothing but one of those pointers ("se sag", "jf. sag 123")."""
    text = _pointed_at(description)
    return not text or text in map(_pointed_at, references)


def _pointed_at(description: str) -> str:
    """What a text points at: without capitals, signs, what it points with, a number and thanks."""
    text = re.sub(r"[^\wæøå]+", " ", description.lower()).strip()
    text = re.sub(r"\b(?:sag|tsk)(\d+)\b", r"sag \1", text)
    found = _REFERENCE.fullmatch(text)
    return found["to"] if found else text


@rule("R043", Creating)
def see_the_case_is_not_enough(new: Creating) -> Verdict:
    return _says_something(new.description, new.team)


@rule("R043", Editing)
def nor_is_it_afterwards(edit: Editing) -> Verdict:
    return _says_something(edit.changes.get("description"), edit.team)


def _says_something(description: str | None, team: Team) -> Verdict:
    if description is None or not bare_reference(description, team.demands.references):
        return None
    return Refused("R043", "Beskriv, hvad der skal gøres. Det er ikke nok at skrive “se sag”.", field="description")


@rule("R042", Creating)
def a_task_is_described_thoroughly(new: Creating) -> Verdict:
    return _thorough(new.kind == Kind.TASK, new.description, new.team, SHORT_TASK)


@rule("R042", Editing)
def a_task_stays_described_thoroughly(edit: Editing) -> Verdict:
    return _thorough(edit.item.kind == Kind.TASK, edit.changes.get("description"), edit.team, SHORT_TASK)


@rule("R108", Creating)
def a_case_is_described_thoroughly(new: Creating) -> Verdict:
    return _thorough(new.kind == Kind.CASE, new.description, new.team, SHORT_CASE)


@rule("R108", Editing)
def a_case_stays_described_thoroughly(edit: Editing) -> Verdict:
    return _thorough(edit.item.kind == Kind.CASE, edit.changes.get("description"), edit.team, SHORT_CASE)


SHORT_TASK = Caution("R042", "Beskriv opgaven udførligt; beskrivelsen er meget kort.", field="description")
SHORT_CASE = Caution("R108", "Giv en grundig beskrivelse af sagen; beskrivelsen er meget kort.", field="description")


def _thorough(asked: bool, description: str | None, team: Team, short: Caution) -> Verdict:
    return short if asked and description is not None and len(description.strip()) < team.demands.least else None


@rule("D-12", Creating)
def new_work_goes_to_a_main_team(new: Creating) -> Verdict:
    """R009, R109: a main team of the department that the process serves."""
    if new.team.is_main and new.team.department == new.receiver:
        return None
    return Refused("D-12", say("%(team)s er ikke et hovedteam. Vælg et hovedteam.", team=new.team.name), field="team")


@rule("R044", Creating)
def a_direct_agent_is_of_the_team(new: Creating) -> Verdict:
    agent = new.directory.active(new.agent_id)
    if new.agent_id is None or (agent and new.team.id in agent.teams):
        return None
    who = names(new.directory, new.directory.members(new.team.id))
    return Refused("R044", say("Den valgte agent er ikke i %(team)s.", team=new.team.name), who=who, field="agent")


@rule("R045", Creating)
def a_direct_agent_of_a_task_is_agreed(new: Creating) -> Verdict:
    return _agreed(new, Kind.TASK, "R045")


@rule("R110", Creating)
def a_direct_agent_of_a_case_is_agreed(new: Creating) -> Verdict:
    return _agreed(new, Kind.CASE, "R110")


def _agreed(new: Creating, kind: Kind, number: str) -> Verdict:
    """D-13: choosing oneself needs no agreement. A ticked “aftalt” is the reason, given in the form."""
    if new.kind != kind or new.agent_id in (None, new.by.id):
        return None
    return Caution(number, "Vælg altid et team, medmindre det er aftalt direkte med agenten.", field="agreed")


@rule("A-33", Creating)
def no_deadline_in_the_past(new: Creating) -> Verdict:
    return _past(new.deadline, new.now)


@rule("A-33", Editing)
def no_edited_deadline_in_the_past(edit: Editing) -> Verdict:
    return _past(edit.changes.get("deadline"), edit.now)


def _past(deadline: datetime | None, now: datetime) -> Verdict:
    if deadline is None or deadline > now:
        return None
    return Refused("A-33", "Deadline ligger i fortiden. Vælg et senere tidspunkt.", field="deadline")


@rule("D-17", Editing)
def moving_a_deadline_takes_a_reason(edit: Editing) -> Verdict:
    if edit.reason or not edit.moves_deadline:
        return None
    sentence = "Skriv på én linje, hvorfor deadline flyttes: den, der venter, og den, der løser, får det at vide."
    return Refused("D-17", sentence, field="reason")


@rule("R053", Creating)
def a_realistic_deadline(new: Creating) -> Verdict:
    return _realistic(new.deadline, new.now)


@rule("R053", Editing)
def a_realistic_edited_deadline(edit: Editing) -> Verdict:
    return _realistic(edit.changes.get("deadline"), edit.now)


@rule("R053", Rescheduling)
def a_realistic_deadline_of_what_is_reopened(new: Rescheduling) -> Verdict:
    return _realistic(new.deadline, new.now)


def _realistic(deadline: datetime | None, now: datetime) -> Verdict:
    if deadline is None or not now < deadline < now + SHORT_NOTICE:
        return None
    return Caution("R053", "Der er under en time til deadline. Er den realistisk?", field="deadline")


@rule("D-15", Creating)
def a_task_has_a_deadline(new: Creating) -> Verdict:
    return _has_deadline(new.kind, new.deadline)


@rule("D-15", Editing)
def a_task_keeps_a_deadline(edit: Editing) -> Verdict:
    return _has_deadline(edit.item.kind, edit.changes.get("deadline", edit.item.deadline))


def _has_deadline(kind: Kind, deadline: datetime | None) -> Verdict:
    if kind == Kind.TASK and deadline is None:
        return Refused("D-15", "En opgave skal have en deadline.", field="deadline")
    return None


@rule("A-32", Creating)
def no_task_on_a_finished_case(new: Creating) -> Verdict:
    if new.case is None or new.case.status not in (Status.SOLVED, Status.CLOSED):
        return None
    state = say("lukket") if new.case.status == Status.CLOSED else say("løst")
    link = Link(new.case.number, new.case.subject)
    return Refused(
        "A-32", say("Sagen er %(state)s. Genåbn den, før du opretter en opgave.", state=state), links=(link,)
    )


@rule("D-04", Creating)
def only_the_case_agent_creates_tasks(new: Creating) -> Verdict:
    if new.case is None or new.by.id == new.case.agent_id or new.case.team_id in new.by.leads:
        return None
    agent = new.directory.active(new.case.agent_id)
    team = new.directory.teams[new.case.team_id].name
    who = new.directory.name_of(agent.id) if agent else say("den agent i %(team)s, der får sagen tildelt", team=team)
    return Refused("D-04", "Kun sagsagenten opretter opgaver på sagen.", who=who)


@rule("A-18", Creating)
def a_lead_creates_tasks_with_a_reason(new: Creating) -> Verdict:
    if new.case is None or new.by.id == new.case.agent_id or new.case.team_id not in new.by.leads:
        return None
    return Caution("A-18", "Du er ikke sagsagent. Som teamleder kan du oprette opgaven, hvis du skriver hvorfor.")


@rule("R051", Editing)
def the_approver_stays(edit: Editing) -> Verdict:
    """A-07: the original approver may at once, others with a reason (aftalt med), and the original is told."""
    item = edit.item
    if (
        not isinstance(item, Task)
        or "approver_id" not in edit.changes
        or edit.changes["approver_id"] == item.approver_id
    ):
        return None
    if item.original_approver_id in (None, edit.by.id):
        return None
    original = edit.directory.agents[item.original_approver_id].name
    return Caution(
        "R051", say("Godkender må ikke ændres, medmindre det er aftalt med %(who)s.", who=original), field="approver"
    )


@rule("A-32", Editing)
def a_closed_case_is_not_edited(edit: Editing) -> Verdict:
    if isinstance(edit.item, Case) and edit.item.status == Status.CLOSED:
        who = everybody_in(edit.item.origin)
        return Refused("A-32", "Sagen er lukket. Genåbn den, før du retter i den.", who=who)
    return None


@rule("D-16", Editing)
def who_takes_part_edits(edit: Editing) -> Verdict:
    return None if edit.taking_part else NO_PART
