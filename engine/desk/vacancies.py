"""Work left behind: what waits for somebody who cannot do it any more, or a team that nobody is in, is offered again.

Whom to is what the diagram says where the assignee is gone (A-15, D-14); the case or task itself is then the team's.
"""

from dataclasses import replace

from engine.desk import running
from engine.desk.house import Desk
from engine.desk.stage import Stage
from engine.desk.unit import Unit, unit
from engine.jobs import defer
from engine.model.instances import UserTask, WorkState, queue
from engine.model.items import Status, WorkItem
from engine.model.people import Agent, Directory
from engine.store import instances, people


def offer_again(one: Unit, was: Agent) -> None:
    """In the transaction that changed an agent; `was` is who they were before."""
    one.directory = people.load_directory(one.connection)  # as this transaction leaves it, which no cache may keep
    for step_id in instances.waiting_in(one.connection, _left_behind(one.directory, was)):
        _offer_again(one, step_id)
    defer(one.connection, "offer-again", one.now)


def sweep(desk: Desk) -> None:
    """Makes up for what somebody was given in the very moment in which they left: the job `offer-again`."""
    with desk.reading() as connection:
        directory = people.load_directory(connection)
        gone = [agent_id for agent_id in directory.agents if not directory.able(agent_id)]
        left = instances.waiting_in(connection, [queue(agent_id, None, None) for agent_id in gone])
    for step_id in left:
        with unit(desk, None) as one:
            _offer_again(one, step_id)


def _left_behind(directory: Directory, was: Agent) -> list[str]:
    """The queues that may have nobody now."""
    now = directory.agents[was.id]
    gone = not directory.able(was.id) or now.department != was.department
    empty = [team_id for team_id in was.teams if not directory.members(team_id)]
    undispatched = [team_id for team_id in was.dispatches if not directory.dispatchers(team_id)]
    own = [queue(was.id, None, None)] if gone else []
    return [*own, *instances.queues_of(empty, "agents"), *instances.queues_of(undispatched, "dispatchers")]


def _offer_again(one: Unit, step_id: str) -> None:
    """Nothing happens where the diagram would have the same people do it, or where it waits no more."""
    loaded = instances.load_step(one.connection, step_id)
    if loaded is None or loaded.user_task.state != WorkState.WAITING:
        return
    one.hold(loaded.case)
    item = one.hold(loaded.task) if loaded.task else one.case_of(loaded.case)
    was, program = loaded.user_task, one.program(loaded.user_task.definition_id)
    stage = Stage(one, item, instance_id=was.instance_id)
    assignee_id, team_id, role = running.offer(stage, program.diagram.steps[was.element])
    now = replace(was, assignee_id=assignee_id, team_id=team_id, role=role, version=was.version + 1)
    if running.told_of(now) == running.told_of(was):
        return
    instances.offer_to(one.connection, now)
    after = _handed_on(item, was, now)
    one.put(after, "offered", instance=was.instance_id, name=was.name, offered=[running.told_of(now)])
    one.occur("ready" if assignee_id is None else "assigned", after, user_task=now)


def _handed_on(item: WorkItem, was: UserTask, now: UserTask) -> WorkItem:
    """Whoever had the step had the item, unless it is a solved task (R080). A team's is registered (D-10)."""
    if item.agent_id != was.assignee_id:
        return item
    team_id = now.team_id or item.team_id
    rests = item.status == Status.ASSIGNED and item.sender_id is None and now.assignee_id is None
    status = Status.REGISTERED if rests else item.status
    return replace(item, agent_id=now.assignee_id, receiver_id=None, team_id=team_id, status=status)
