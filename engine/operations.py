"""The operations a service task of a diagram may name (`camunda:topic`): each changes the situation, in memory.

An operation does no I/O and never refuses: rules are asked before the step, and of its result before it is saved.
Registered here once; the check, the documentation and the editor read the same table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from engine.altered import altered
from engine.facts import Situation, Value
from engine.model.items import Case, Status
from engine.sentences import say

Parameters = Mapping[str, Value]


class Topic(StrEnum):
    """What a service or send task names."""

    ASSIGN_TEAM = "assign-team"
    ASSIGN_AGENT = "assign-agent"
    SEND_BACK = "send-back"
    RETURN_TO_CREATOR = "return-to-creator"
    SET_STATUS = "set-status"
    CLOSE_CASE = "close-case"
    PASS_ON = "pass-on"  # noqa: S105 - no password
    NOTIFY = "notify"


class Deed(StrEnum):
    """What a person does by an operation, as the rules see it; a button that does it is `allowed` by that name."""

    CLOSE = "close-case"
    SOLVE = "solve"
    REOPEN = "reopen"
    PASS_ON = "pass-on"  # noqa: S105 - no password
    SEND_BACK = "send-back"
    MOVE = "move-team"
    DISPATCH = "dispatch"


@dataclass(frozen=True)
class Asked:
    """What a deed asks for: `comment` is the rule by which it wants an internal comment; `actor` that a deadline cannot
    do it (D-07), `step` that nor can a start; `tasks` that its rules look at the case's open tasks.
    """

    comment: str = ""
    actor: bool = False
    step: bool = False
    tasks: bool = False


ASKED: Mapping[Deed, Asked] = {
    Deed.CLOSE: Asked(actor=True, step=True, tasks=True),
    Deed.SOLVE: Asked(actor=True, step=True, tasks=True),
    Deed.REOPEN: Asked("R095", actor=True, step=True),
    Deed.PASS_ON: Asked("R113", actor=True, step=True, tasks=True),
    Deed.SEND_BACK: Asked("R062", step=True),
    Deed.MOVE: Asked("R113"),
    Deed.DISPATCH: Asked(),
}


@dataclass(frozen=True)
class Parameter:
    """An input parameter: whether it must stand in the diagram, what it holds, and its only values, if it has such."""

    required: bool
    kind: str  # "agent", "team", "text"
    values: tuple[str, ...] = ()


@dataclass(frozen=True)
class OperationKind:
    """What a topic means. `apply` is None for what the hooks do (`notify`).

    `deeds` are {the status that it is given, or "": what it amounts to}; `leaves` the statuses that an item can have
    after it (D-10), of `set-status` the one that it is given, none where it stays as it was.
    """

    topic: Topic
    parameters: Mapping[str, Parameter]
    documentation: str
    apply: Callable[[Situation, Parameters], Situation] | None
    deeds: Mapping[str, Deed] = field(default_factory=dict)
    leaves: tuple[Status, ...] = ()

    def deed(self, parameters: Mapping[str, Any]) -> Deed | None:
        """What it amounts to with these parameters, if the rules ask anything about it."""
        return self.deeds.get(str(parameters.get("status") or "").strip())

    def statuses(self, parameters: Mapping[str, Any]) -> tuple[Status, ...]:
        """What it can make of an item's status; none where it leaves it."""
        given = str(parameters.get("status") or "").strip()
        return (Status(given),) if "status" in self.parameters else self.leaves


def _on_item(situation: Situation, **changes: Any) -> Situation:
    return altered(situation, item=altered(situation.item, **changes))


def assign_team(situation: Situation, parameters: Parameters) -> Situation:
    """D-10: a move clears the agent and makes the item registered again. Without a team it stays where it is."""
    team_id = parameters.get("team") or situation.item.team_id
    return _on_item(
        situation,
        team_id=team_id,
        sent_on_by=_sender(situation, sent_on=team_id != situation.item.team_id),
        agent_id=None,
        agreed_agent_id=parameters.get("agreed_agent"),
        sender_id=None,
        receiver_id=None,
        status=Status.REGISTERED,
    )


def assign_agent(situation: Situation, parameters: Parameters) -> Situation:
    """D-10: assigned. Nobody to assign to, or nobody of that team's department, leaves it to the team (A-15)."""
    directory, team = situation.directory, _number(parameters.get("team"))
    department = directory.teams[team].department if team else None
    agent = directory.able(_number(parameters.get("agent")), department)
    if agent is None:
        return assign_team(situation, {"team": team})
    if team is None:
        here = situation.item.team_id in agent.teams
        team = situation.item.team_id if here else directory.home(agent, situation.department) or agent.team_id
    had_it = situation.actor_id is not None and situation.actor_id == situation.item.agent_id != agent.id
    return _on_item(
        situation,
        agent_id=agent.id,
        team_id=team,
        sent_on_by=_sender(situation, sent_on=had_it and situation.item.sender_id is None),  # an answer is none
        sender_id=None,
        receiver_id=None,
        status=Status.ASSIGNED,
    )


def send_back(situation: Situation, parameters: Parameters) -> Situation:
    """D-14: the receiver has it meanwhile, and the sender is remembered: its agent, or who asks while nobody has it."""
    receiver = situation.directory.able(_number(parameters.get("receiver"))) or situation.creator
    receiver_id = receiver.id if receiver else None
    sender_id = situation.item.agent_id or situation.actor_id
    sent_on_by = _sender(situation, sent_on=True)
    return _on_item(
        situation, sender_id=sender_id, receiver_id=receiver_id, agent_id=receiver_id, sent_on_by=sent_on_by
    )


def return_to_creator(situation: Situation, parameters: Parameters) -> Situation:
    """R130 in the order of A-15: the creator, at last the default main team of the originating department."""
    creator = situation.creator
    directory, origin = situation.directory, situation.item.origin
    team = creator.team_id if creator else directory.staffed(directory.default_team(origin).id)
    return _on_item(situation, agent_id=creator.id if creator else None, team_id=team, sender_id=None, receiver_id=None)


def set_status(situation: Situation, parameters: Parameters) -> Situation:
    """Solved remembers who and when (R013); assigned after that is an opening, its solution yet to come (A-19)."""
    item = situation.item
    no_longer_closed = {"closed_at": None} if isinstance(item, Case) else {}
    if parameters["status"] == Status.SOLVED:
        solved = {"solver_id": situation.actor_id or item.agent_id, "solver_team_id": item.team_id}
        return _on_item(situation, status=Status.SOLVED, solved_at=situation.now, **solved, **no_longer_closed)
    opened = {"opened_at": situation.now, "solution_entry_id": None}
    return _on_item(situation, status=Status.ASSIGNED, **opened, **no_longer_closed)


def close_case(situation: Situation, parameters: Parameters) -> Situation:
    """Closes the case at hand: of a task, its case (D-04)."""
    closed = replace(situation.case, status=Status.CLOSED, closed_at=situation.now, sender_id=None, receiver_id=None)
    if isinstance(situation.item, Case):
        return replace(situation, item=closed, closing=True)
    return replace(situation, parent=closed, closing=True)


def pass_on(situation: Situation, parameters: Parameters) -> Situation:
    """D-03: to another department's main team, whose process starts when this one has ended."""
    return replace(assign_team(situation, {"team": parameters["team"]}), passing_on=True)


def _sender(situation: Situation, *, sent_on: bool) -> int | None:
    """D-18: the last person who sent it on to somebody else; the machine is none."""
    return situation.actor_id if sent_on and situation.actor_id is not None else situation.item.sent_on_by


def _number(value: Value) -> int | None:
    return value if isinstance(value, int) else None


_AGENT, _TEAM = Parameter(True, "agent"), Parameter(True, "team")
_STATUS = Parameter(True, "text", (Status.ASSIGNED.value, Status.SOLVED.value))
_TEXT = Parameter(True, "text")

_ALL = (
    OperationKind(
        Topic.ASSIGN_TEAM,
        {"team": _TEAM, "agreed_agent": Parameter(False, "agent")},
        say("Giver den til et team: ingen agent, status registreret (D-10)"),
        assign_team,
        deeds={"": Deed.MOVE},
        leaves=(Status.REGISTERED,),
    ),
    OperationKind(
        Topic.ASSIGN_AGENT,
        {"agent": _AGENT, "team": Parameter(False, "team")},
        say("Giver den til en agent: status tildelt (D-10)"),
        assign_agent,
        deeds={"": Deed.DISPATCH},
        leaves=(Status.ASSIGNED, Status.REGISTERED),  # nobody to assign to leaves it to the team
    ),
    OperationKind(
        Topic.SEND_BACK,
        {"receiver": _AGENT},
        say("Sender retur; afsenderen huskes (D-14)"),
        send_back,
        deeds={"": Deed.SEND_BACK},
    ),
    OperationKind(
        Topic.RETURN_TO_CREATOR, {}, say("Giver den til den der har oprettet den (R130, A-15)"), return_to_creator
    ),
    OperationKind(
        Topic.SET_STATUS,
        {"status": _STATUS},
        say("Sætter status: solved (løst) eller assigned (genåbnet)"),
        set_status,
        deeds={Status.SOLVED: Deed.SOLVE, Status.ASSIGNED: Deed.REOPEN},
    ),
    OperationKind(
        Topic.CLOSE_CASE,
        {},
        say("Lukker sagen (D-07)"),
        close_case,
        deeds={"": Deed.CLOSE},
        leaves=(Status.CLOSED,),
    ),
    OperationKind(
        Topic.PASS_ON,
        {"team": _TEAM},
        say("Sender sagen videre til en anden afdeling (D-03)"),
        pass_on,
        deeds={"": Deed.PASS_ON},
        leaves=(Status.REGISTERED,),
    ),
    OperationKind(
        Topic.NOTIFY,
        {"recipients": _TEXT, "subject": _TEXT, "text": _TEXT},
        say("Giver besked pr. mail og i produktet"),
        None,
    ),
)

OPERATIONS: Mapping[str, OperationKind] = {kind.topic: kind for kind in _ALL}
if missing := (set(Topic) - OPERATIONS.keys()) | (set(Deed) - ASKED.keys()):
    raise TypeError(f"no row of {missing} in OPERATIONS (topics) or ASKED (deeds): engine.operations is incomplete")

RECIPIENTS: Mapping[str, str] = {
    "approver": "godkenderen",
    "creator": "den der oprettede den",
    "agent": "agenten",
    "case_agent": "sagsagenten",
    "team": "teamets agenter",
    "dispatchers": "teamets dispatchere",
    "customer": "brugeren på sagen",
}
