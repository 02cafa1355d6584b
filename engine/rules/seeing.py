"""Who sees what: the one table (EXPECTATIONS C3, C4; A-37)."""

from collections.abc import Iterable

from engine.model.items import Case, Task, WorkItem
from engine.model.people import Agent, Customer, Directory

READERS = frozenset({"auditor", "administrator", "process_owner"})  # read every case, wherever it lies


def may_act(agent: Agent) -> bool:
    """Only active members of a team change anything; auditors have no team and read."""
    return agent.active and bool(agent.teams)


def may_see(agent: Agent, case: Case, tasks: Iterable[Task], directory: Directory) -> bool:
    """A case is seen by the departments that created, hold or solved it or a task on it, those asked, and readers."""
    if agent.roles & READERS:
        return True
    teams = {
        team_id for item in (case, *tasks) for team_id in (item.team_id, item.solver_team_id) if team_id is not None
    }
    departments = {case.origin, *(directory.teams[team_id].department for team_id in teams)}
    people = {p for item in (case, *tasks) for p in (item.agent_id, item.created_by, item.sender_id, item.receiver_id)}
    people |= {task.approver_id for task in tasks}
    return agent.active and (agent.department in departments or agent.id in people)


def sees_internal(agent: Agent, item: WorkItem, customer: Customer | None) -> bool:
    """A-37: an agent who is the case's own customer reads what is internal on it, or on a task of it, only where they
    have it themselves or are of the team that has it.
    """
    is_customer = customer is not None and customer.agent_id == agent.id
    return not is_customer or item.team_id in agent.teams or item.agent_id == agent.id
