"""What an expression of a diagram may ask about a work item: one registry, pure.

A fact is read from the values of the running step and never stored in an instance's state, so it cannot grow old.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from engine.clock import local_day
from engine.model.items import Case, Status, Task, WorkItem
from engine.model.people import Agent, Department, Directory

Value = str | int | float | bool | date | datetime | None


@dataclass(frozen=True)
class Situation:
    """One work item in the middle of one step: what rules ask, facts read and operations change."""

    item: WorkItem
    parent: Case | None  # the case of a task
    directory: Directory
    actor_id: int | None  # None is the system
    now: datetime
    chosen_agent_id: int | None = None
    chosen_team_id: int | None = None
    solution: str = ""
    closing: bool = False  # `close-case` has run
    passing_on: bool = False  # `pass-on` has run

    @property
    def case(self) -> Case:
        """The case at hand, be it the item itself or the task's."""
        case = self.parent if isinstance(self.item, Task) else self.item
        assert isinstance(case, Case)
        return case

    @property
    def actor(self) -> Agent | None:
        return self.directory.agents.get(self.actor_id) if self.actor_id is not None else None

    @property
    def department(self) -> Department:
        """The department of the team that holds the item."""
        return self.directory.teams[self.item.team_id].department

    @property
    def creator(self) -> Agent | None:
        """Who gets it back: the creator while active on that side (A-15), else nobody, which is their team."""
        creator = self.directory.able(self.item.created_by)
        return creator if creator and creator.department == self.item.origin else None


@dataclass(frozen=True)
class Fact:
    """A name that expressions may use. `kind` is agent, team, department, text, flag, time or date."""

    name: str
    kind: str
    documentation: str
    read: Callable[[Situation], Value]


def _id(agent: Agent | None) -> int | None:
    return agent.id if agent else None


def is_case_agent(agent: Agent, case: Case) -> bool:
    """D-07: the case agent, or where nobody has the case, whoever of its team (A-15's last resort)."""
    return agent.id == case.agent_id or (case.agent_id is None and case.team_id in agent.teams)


def is_approver(agent: Agent | None, item: WorkItem) -> bool:
    """Whether that is the one whom the task's solution is for (R005)."""
    return agent is not None and isinstance(item, Task) and item.approver_id == agent.id


def may_close(situation: Situation) -> bool:
    """D-07: the current case agent, on the side where the case was created."""
    actor, case = situation.actor, situation.case
    return actor is not None and actor.department == case.origin and is_case_agent(actor, case)


def _deadline_has_passed(situation: Situation) -> bool:
    return situation.item.deadline is not None and situation.item.deadline <= situation.now


def _sender_is_active(situation: Situation) -> bool:
    return situation.directory.able(situation.item.sender_id, situation.department) is not None


def _approver(situation: Situation) -> int | None:
    return situation.item.approver_id if isinstance(situation.item, Task) else None


_ALL = (
    Fact(
        "creator",
        "agent",
        "den der oprettede sagen eller opgaven, så længe vedkommende er aktiv i den afdeling (A-15)",
        lambda s: _id(s.creator),
    ),
    Fact("case_agent", "agent", "sagsagenten (R003)", lambda s: s.case.agent_id),
    Fact("agent", "agent", "den agent der har sagen eller opgaven nu", lambda s: s.item.agent_id),
    Fact(
        "solver",
        "agent",
        "den agent der løste den (R013), hvis vedkommende er aktiv",
        lambda s: _id(s.directory.able(s.item.solver_id)),
    ),
    Fact("solver_team", "team", "løserens team", lambda s: s.item.solver_team_id),
    Fact("sender", "agent", "den der sendte retur (A-29)", lambda s: s.item.sender_id),
    Fact(
        "sender_is_active",
        "flag",
        "om den der sendte retur stadig er aktiv i den afdeling, der har den (D-14)",
        _sender_is_active,
    ),
    Fact("receiver", "agent", "den der er sendt retur til (D-14)", lambda s: s.item.receiver_id),
    Fact("agreed_agent", "agent", "den agent det er direkte aftalt med (R045, R110)", lambda s: s.item.agreed_agent_id),
    Fact("chosen_agent", "agent", "agenten valgt i formularen", lambda s: s.chosen_agent_id),
    Fact("team", "team", "det team der har sagen eller opgaven", lambda s: s.item.team_id),
    Fact("chosen_team", "team", "teamet valgt i formularen", lambda s: s.chosen_team_id),
    Fact("department", "department", "afdelingen der har den: support eller operations", lambda s: s.department.value),
    Fact("origin_department", "department", "oprindende afdeling (A-16)", lambda s: s.item.origin.value),
    Fact("approver", "agent", "godkenderen (R005)", _approver),
    Fact("deadline", "time", "deadline (D-15)", lambda s: s.item.deadline),
    Fact("deadline_has_passed", "flag", "om deadline er overskredet", _deadline_has_passed),
    Fact("now", "time", "nu, i det øjeblik udtrykket læses", lambda s: s.now),
    Fact("today", "date", "dagen i dag, hvor servicedesken er", lambda s: local_day(s.now)),
    Fact("case_is_closed", "flag", "om sagen er lukket (D-05)", lambda s: s.case.status == Status.CLOSED),
    Fact("status", "text", "registered, assigned, solved eller closed (D-10)", lambda s: s.item.status.value),
    Fact("actor", "agent", "den der udfører trinnet", lambda s: s.actor_id),
    Fact(
        "actor_department",
        "department",
        "afdelingen for den der udfører trinnet",
        lambda s: s.actor.department.value if s.actor else None,
    ),
    Fact("actor_may_close", "flag", "om den der udfører trinnet må lukke sagen (D-07)", may_close),
    Fact("number", "text", "SAG- eller TSK-nummeret", lambda s: s.item.number),
    Fact("subject", "text", "emnet", lambda s: s.item.subject),
    Fact("solution", "text", "løsningen (R027)", lambda s: s.solution),
    Fact("case_number", "text", "sagens nummer", lambda s: s.case.number),
    Fact("case_subject", "text", "sagens emne", lambda s: s.case.subject),
)

FACTS: Mapping[str, Fact] = {fact.name: fact for fact in _ALL}
