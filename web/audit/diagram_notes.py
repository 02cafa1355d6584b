"""What is written on a diagram: whom a step waits for, who passed an element and when, and how often."""

from collections.abc import Iterable, Mapping

from engine import UserTask, Visit
from web.frame.request_context import desk
from web.wording.language import gettext as _
from web.wording.words import actor_name, agent_name, exact, team_name


def holders(waiting: Iterable[UserTask]) -> Mapping[str, str]:
    """Whom each waiting step waits for, by element."""
    return {step.element: holder(step) for step in waiting}


def holder(step: UserTask) -> str:
    """A person, or the team that the step is offered to."""
    directory = desk().directory()
    name = agent_name(directory, step.assignee_id)
    if name or step.role is None:
        return name or team_name(directory, step.team_id)
    role = _("dispatcher") if step.role == "dispatchers" else _("agent")
    return f"{team_name(directory, step.team_id)}, {role}"


def hints(visits: Iterable[Visit]) -> dict[str, str]:
    """Who passed each element and when, a line a visit."""
    directory = desk().directory()
    found: dict[str, list[str]] = {}
    for visit in visits:
        at = visit.left_at or visit.entered_at
        said = _("venter siden") if visit.waiting else actor_name(directory, visit.by)
        found.setdefault(visit.element, []).append(f"{said} {exact(at)}")
    return {element: "\n".join(lines) for element, lines in found.items()}
