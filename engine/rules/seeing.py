"""Who sees which case, and who takes part in it (C3, C4; A-37, D-16). Who gets in where is a table of the web."""

from collections.abc import Callable, Iterable, Mapping

from engine.errors import Refused
from engine.model.instances import UserTask
from engine.model.items import Case, Task, WorkItem
from engine.model.people import Agent, Customer, Department, Directory
from engine.model.roles import Right, roles_with

Tasks = tuple[Task, ...]
READERS = roles_with(Right.READ_ALL)

NO_PART = Refused(
    "D-16",
    "Det kan kun de, der deltager: opretteren, agenten, godkenderen og de teams, der har den eller oprettede den."
    " Skriv en intern kommentar i stedet.",
)


def may_act(agent: Agent) -> bool:
    """Only active members of a team change anything; auditors have no team and read."""
    return agent.active and bool(agent.teams)


def may_see(agent: Agent, case: Case, tasks: Iterable[Task], directory: Directory) -> bool:
    """Whether any row of the table lets somebody who works here see a case with all that is on it."""
    tasks = tuple(tasks)
    return agent.active and any(sees(agent, case, tasks, directory) for sees in SEES.values())


def sees_viewings(agent: Agent) -> bool:
    """D-28: who opened what is for auditors alone."""
    return agent.may(Right.SEE_VIEWINGS)


def sees_internal(agent: Agent, item: WorkItem, customer: Customer | None) -> bool:
    """A-37: an agent who is the case's own customer reads what is internal on it, or on a task of it, only where they
    have it themselves or are of the team that has it.
    """
    is_customer = customer is not None and _is(agent, customer)
    return not is_customer or item.team_id in agent.teams or item.agent_id == agent.id


def takes_part(agent: Agent, item: WorkItem, tasks: Iterable[Task] = ()) -> bool:
    """D-16: whether they are one of the item's people, or of a team that has it or that it was created from.

    `tasks` are those of a case: the agents of the open ones take part in it. Whoever a waiting step is offered to takes
    part too, which the item does not know (see `offered`).
    """
    people = {item.created_by, item.agent_id, item.sender_id, item.receiver_id, item.solver_id}
    people |= {task.agent_id for task in tasks if task.is_open}
    people |= {item.approver_id} if isinstance(item, Task) else set()
    return agent.active and (agent.id in people or bool(agent.teams & {item.team_id, item.created_team_id}))


def offered(user_task: UserTask, agent: Agent) -> bool:
    """Whether the step is offered to that agent."""
    if not agent.active:
        return False
    if user_task.assignee_id is not None:
        return user_task.assignee_id == agent.id
    teams = agent.dispatches if user_task.role == "dispatchers" else agent.teams
    return user_task.team_id in teams


def _is(agent: Agent, customer: Customer) -> bool:
    """Whether they are one person: by the number that says so, or by a mail address."""
    return any(row.agent_id == agent.id or _same_address(agent.email, row.email) for row in customer.rows)


def _same_address(one: str | None, other: str | None) -> bool:
    return bool(one and other) and str(one).lower() == str(other).lower()


def _is_reader(agent: Agent, case: Case, tasks: Tasks, directory: Directory) -> bool:
    return bool(agent.roles & READERS)


def sides(case: Case, tasks: Tasks, directory: Directory) -> frozenset[Department]:
    """Departments whose agents all see the case."""
    return frozenset({case.origin, *_at_work(case, tasks, directory)})


def participants(case: Case, tasks: Tasks) -> frozenset[int]:
    """Agents who see the case for what they have to do with it themselves."""
    people = {
        person
        for item in (case, *tasks)
        for person in (item.agent_id, item.created_by, item.sender_id, item.receiver_id, item.sent_on_by)
    }
    return frozenset(p for p in (*people, *(task.approver_id for task in tasks)) if p is not None)


def _at_work(case: Case, tasks: Tasks, directory: Directory) -> frozenset[Department]:
    """Departments of the teams that have or have solved the case or a task on it."""
    teams = {team_id for item in (case, *tasks) for team_id in (item.team_id, item.solver_team_id)}
    return frozenset(directory.teams[team_id].department for team_id in teams if team_id is not None)


def _on_its_side(agent: Agent, case: Case, tasks: Tasks, directory: Directory) -> bool:
    return agent.department == case.origin


def _on_a_side_that_works_on_it(agent: Agent, case: Case, tasks: Tasks, directory: Directory) -> bool:
    return agent.department in _at_work(case, tasks, directory)


def _takes_part(agent: Agent, case: Case, tasks: Tasks, directory: Directory) -> bool:
    return agent.id in participants(case, tasks)


# who → whether somebody is one of them; the page "Hvem ser hvad" has a row for each
SEES: Mapping[str, Callable[[Agent, Case, Tasks, Directory], bool]] = {
    "readers": _is_reader,
    "origin": _on_its_side,
    "holder": _on_a_side_that_works_on_it,
    "person": _takes_part,
}
