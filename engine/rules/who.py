"""Who has it and who can do it, in words."""

from collections.abc import Iterable

from engine.model.instances import UserTask
from engine.model.items import Case
from engine.model.people import Agent, Department, Directory
from engine.sentences import say
from engine.texts.danish_order import by_name

DEPARTMENTS = {Department.SUPPORT: "support", Department.OPERATIONS: "drift"}


def names(directory: Directory, agents: Iterable[Agent]) -> str:
    return ", ".join(directory.name_of(agent.id) for agent in sorted(agents, key=by_name))


def everybody_in(department: Department) -> str:
    return say("alle i support") if department == Department.SUPPORT else say("alle i drift")


def agent_name(directory: Directory, agent_id: int | None) -> str:
    """Their name, or that there is nobody."""
    return directory.name_of(agent_id) if agent_id is not None and agent_id in directory.agents else "ingen"


def who_has(directory: Directory, case: Case) -> str:
    """Who has the case, in words."""
    team = directory.teams[case.team_id].name
    return f"{agent_name(directory, case.agent_id)}, {team}" if case.agent_id else team


def who_is_offered(directory: Directory, step: UserTask) -> str:
    """Names of those who can do the step."""
    if step.assignee_id is not None:
        return agent_name(directory, step.assignee_id)
    team_id = step.team_id or 0
    offered = directory.dispatchers(team_id) if step.role == "dispatchers" else directory.members(team_id)
    team = directory.teams.get(team_id)
    return names(directory, offered) or (team.name if team else "")
