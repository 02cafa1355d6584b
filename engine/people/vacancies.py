"""Work left behind: what waits for somebody who cannot do it any more, or a team that nobody is in, is offered again.

Whom to is what the diagram says where the assignee is gone (A-15, D-14); the case or task itself is then the team's.
"""

from engine import flow
from engine.jobs import defer
from engine.model.by import By
from engine.model.instances import queue
from engine.model.people import Agent, Directory
from engine.store.people import people
from engine.store.work import instances
from engine.transaction.desk import Desk
from engine.transaction.loading import step_as_known
from engine.transaction.transaction import Transaction, transaction


def offer_again(opened: Transaction, was: Agent) -> None:
    """In the transaction that changed an agent; `was` is who they were before."""
    opened.directory = people.load_directory(opened.connection)  # as it leaves it: no cache may keep this
    for step_id in instances.waiting_in(opened.connection, _left_behind(opened.directory, was)):
        _offer_again(opened, step_id)
    defer(opened.connection, "offer-again", opened.now)


def sweep(desk: Desk) -> None:
    """Makes up for what somebody was given in the very moment in which they left: the job `offer-again`."""
    with desk.reading() as connection:
        directory = people.load_directory(connection)
        gone = [agent_id for agent_id in directory.agents if not directory.able(agent_id)]
        left = instances.waiting_in(connection, [queue(agent_id, None, None) for agent_id in gone])
    for step_id in left:
        with transaction(desk, By()) as opened:
            _offer_again(opened, step_id)


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
