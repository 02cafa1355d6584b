"""Work left behind: what waits for somebody who cannot do it any more, or a team that nobody is in, is offered again.

Whom to is what the diagram says where the assignee is gone (A-15, D-14); the case or task itself is then the team's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from engine import flow
from engine.errors import ProcessFault
from engine.flow import needs
from engine.jobs import defer
from engine.model.by import By
from engine.model.instances import UserTask, queue
from engine.model.items import Kind, WorkItem
from engine.model.people import Agent, Directory
from engine.sentences import told_by
from engine.store import Connection
from engine.store.people import people
from engine.store.work import answers, instances, items
from engine.transaction.desk import Desk
from engine.transaction.loading import Known, step_as_known
from engine.transaction.transaction import Transaction, transaction


@dataclass(frozen=True)
class Reoffered:
    """A step that goes to others, with its item; both as they are then."""

    item: WorkItem
    step: UserTask


@dataclass(frozen=True)
class Foreseen:
    """What a change of an agent leads to. `fault` is why it would be refused, if it would."""

    offered: tuple[Reoffered, ...] = ()
    fault: str = ""


def offer_again(opened: Transaction, was: Agent) -> None:
    """In the transaction that changed an agent; `was` is who they were before."""
    opened.directory = people.load_directory(opened.connection)  # as it leaves it: no cache may keep this
    for step in instances.waiting_in(opened.connection, _left_behind(opened.directory, was)):
        _offer_again(opened, step.id)
    defer(opened.connection, "offer-again", opened.now)


def foresee(desk: Desk, changed: Sequence[Agent], *, by: int) -> tuple[Foreseen, ...]:
    """What `offer_again` would do if one of these agents were as they are here, for each by itself: a dry run."""
    with desk.reading() as connection:
        directory = desk.directory(connection)
        return tuple(_foresee(desk, connection, directory, now, By(by)) for now in changed)


def _foresee(desk: Desk, connection: Connection, directory: Directory, now: Agent, by: By) -> Foreseen:
    opened = Transaction(desk, connection, by, locks=False)
    opened.directory = replace(directory, agents={**directory.agents, now.id: now})
    steps = instances.waiting_in(connection, _left_behind(opened.directory, directory.agents[now.id]))
    opened.known |= _known_of(connection, steps)
    try:
        decisions = [opened.decide(flow.OfferAgain(step)) for step in steps]
    except ProcessFault as fault:
        return Foreseen(fault=told_by(fault))
    return Foreseen(tuple(Reoffered(one.subject, step) for one in decisions for step in one.offered))


def _known_of(connection: Connection, steps: Sequence[UserTask]) -> Known:
    """What offering these steps asks for, read at once."""
    numbers = {Kind.CASE: {step.case_id for step in steps}}
    numbers[Kind.TASK] = {step.item_id for step in steps if step.item_kind == Kind.TASK}
    known: Known = {}
    for kind, ids in numbers.items():
        found = items.items_of(connection, kind, sorted(ids))
        known |= {needs.ItemOf(kind, number): item for number, item in found.items()}
    if steps:
        given = answers.of_instances(connection, sorted({step.instance_id for step in steps}))
        known |= {needs.AnswersOf(number): values for number, values in given.items()}
    return known


def sweep(desk: Desk) -> None:
    """Makes up for what somebody was given in the very moment in which they left: the job `offer-again`."""
    with desk.reading() as connection:
        directory = people.load_directory(connection)
        gone = [agent_id for agent_id in directory.agents if not directory.able(agent_id)]
        left = instances.waiting_in(connection, [queue(agent_id, None, None) for agent_id in gone])
    for step in left:
        with transaction(desk, By()) as opened:
            _offer_again(opened, step.id)


def _left_behind(directory: Directory, was: Agent) -> list[str]:
    """The queues that may have nobody now."""
    now = directory.agents[was.id]
    gone = not directory.able(was.id) or now.department != was.department
    empty = [team_id for team_id in was.teams if not directory.members(team_id)]
    undispatched = [team_id for team_id in was.dispatches if not directory.dispatchers(team_id)]
    own = [queue(was.id, None, None)] if gone else []
    return [*own, *instances.queues_of(empty, "agents"), *instances.queues_of(undispatched, "dispatchers")]


def _offer_again(opened: Transaction, step_id: str) -> None:
    loaded = instances.load_step(opened.connection, step_id)
    if loaded is not None:
        opened.known |= step_as_known(loaded)
        opened.do(flow.OfferAgain(loaded.user_task))
