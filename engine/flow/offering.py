"""Whom a waiting step is offered to (PROCESSES), when it opens and when who had it can do it no more (A-15, D-14)."""

from dataclasses import replace
from functools import partial
from typing import Any

from engine import expressions
from engine.errors import ProcessFault
from engine.facts import FACTS
from engine.flow.acts import OfferAgain
from engine.flow.deciding import Deciding
from engine.flow.decision import Decision
from engine.flow.stage import Stage
from engine.model.diagrams import Step
from engine.model.instances import UserTask, WorkState
from engine.model.items import Status, WorkItem
from engine.model.occurrences import OccurrenceKind
from engine.sentences import say, told_by

Offer = tuple[int | None, int | None, str | None]  # (assignee, None, None), or (None, team, role)


def offer(stage: Stage, step: Step) -> Offer:
    """The assignee while they can, else the candidates.

    Never a team that nobody is in, as long as anybody is left on that side.
    """
    directory, item = stage.deciding.directory, stage.situation.item
    wanted = _wanted(stage, step) if step.assignee else None
    has_it = wanted == item.agent_id and item.sender_id is None  # a question goes to anybody (D-14)
    side = stage.situation.department if has_it else None
    assignee = directory.able(wanted, side) if isinstance(wanted, int) else None
    if assignee is not None:
        return assignee.id, None, None
    nearest = directory.default_team(item.origin).id if step.candidates == "creating_side" else item.team_id
    team_id = directory.staffed(nearest)
    dispatched = step.candidates == "dispatchers" and directory.dispatchers(team_id)
    return None, team_id, "dispatchers" if dispatched else "agents"


def user_task_of(stage: Stage, step: Step, user_task_id: str, instance_id: int, definition_id: int) -> UserTask:
    """The worklist row of a step that now waits."""
    item = stage.situation.item
    assignee_id, team_id, role = offer(stage, step)
    return UserTask(
        id=user_task_id,
        instance_id=instance_id,
        definition_id=definition_id,
        item_kind=item.kind,
        item_id=item.id,
        case_id=item.case_number,
        element=step.id,
        name=step.name,
        lane=step.lane,
        state=WorkState.WAITING,
        assignee_id=assignee_id,
        team_id=team_id,
        role=role,
        opened_at=stage.deciding.now,
        due_at=item.deadline,
        version=1,
    )


def offered_as(step: UserTask) -> dict[str, Any]:
    """An offered step as the history tells of it."""
    return {
        "user_task": step.id,
        "element": step.element,
        "name": step.name,
        "lane": step.lane,
        "assignee": step.assignee_id,
        "team": step.team_id,
        "role": step.role,
    }


def offer_again(deciding: Deciding, act: OfferAgain) -> Decision:
    """Nothing happens where the diagram would have the same people do it, or where it waits no more."""
    was = act.step
    item = deciding.current(was.item_kind, was.item_id)
    if was.state == WorkState.WAITING:
        _offer_again(deciding, item, was)
    return deciding.decision(item)


def _offer_again(deciding: Deciding, item: WorkItem, was: UserTask) -> None:
    stage = Stage(deciding, item, instance_id=was.instance_id)
    drawn = deciding.program(was.definition_id).diagram.steps[was.element]
    assignee_id, team_id, role = offer(stage, drawn)
    now = replace(was, assignee_id=assignee_id, team_id=team_id, role=role, version=was.version + 1)
    if offered_as(now) == offered_as(was):
        return
    deciding.offered.append(now)
    after = _handed_on(item, was, now)
    deciding.put(after, "offered", instance=was.instance_id, name=was.name, offered=[offered_as(now)])
    deciding.occur(OccurrenceKind.READY if assignee_id is None else OccurrenceKind.ASSIGNED, after, user_task=now)


def _handed_on(item: WorkItem, was: UserTask, now: UserTask) -> WorkItem:
    """Whoever had the step had the item, unless it is a solved task (R080). A team's is registered (D-10)."""
    if item.agent_id != was.assignee_id:
        return item
    team_id = now.team_id or item.team_id
    rests = item.status == Status.ASSIGNED and item.sender_id is None and now.assignee_id is None
    status = Status.REGISTERED if rests else item.status
    return replace(item, agent_id=now.assignee_id, receiver_id=None, team_id=team_id, status=status)


def _wanted(stage: Stage, step: Step) -> Any:
    """Whom the diagram's expression names; an answer that was not given yet is nobody."""
    try:
        return expressions.fill(step.assignee or "", partial(_asked, stage))
    except expressions.BadExpression as error:
        sentence = "Det kan ikke afgøres, hvem “%(step)s” er til: %(why)s Kontakt procesejeren."
        raise ProcessFault(say(sentence, step=step.name, why=told_by(error))) from error


def _asked(stage: Stage, name: str) -> Any:
    return stage.fact(name) if name in FACTS else stage.answers.get(name)
