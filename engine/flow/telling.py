"""What the hooks are told of a run (R049, C10)."""

from collections.abc import Sequence
from typing import Any

from engine.flow.stage import Stage
from engine.model.instances import UserTask
from engine.model.occurrences import OccurrenceKind
from engine.operations import Deed, Topic


def tell(stage: Stage, opened: Sequence[UserTask], type_: str) -> None:
    """The occurrences of one run; `type_` is that of its event."""
    deciding = stage.deciding
    before, after = stage.before.item, stage.situation.item
    solved = Deed.SOLVE in stage.deeds
    about = {"change": _change(stage, type_, solved), **_written(stage, solved)}
    is_late = type_ == OccurrenceKind.OVERDUE
    _tell_drawn(stage, about, OccurrenceKind.OVERDUE if is_late else OccurrenceKind.SOLVED if solved else None)
    returned = after.receiver_id is not None and (before.receiver_id, before.sender_id) != (
        after.receiver_id,
        after.sender_id,
    )
    reopened = Deed.REOPEN in stage.deeds
    for step in opened:
        if step.assignee_id is None:
            deciding.occur(OccurrenceKind.READY, after, user_task=step, **about)
            if reopened:
                deciding.occur(OccurrenceKind.REOPENED, after, user_task=step, **about)
        else:
            yours = OccurrenceKind.REOPENED if reopened else OccurrenceKind.ASSIGNED
            deciding.occur(OccurrenceKind.RETURNED if returned else yours, after, user_task=step, **about)
    if solved:
        deciding.occur(OccurrenceKind.SOLVED, after)
    if stage.situation.closing:
        deciding.occur(OccurrenceKind.CLOSED, stage.situation.case)


def _tell_drawn(stage: Stage, told: dict[str, Any], about: OccurrenceKind | None) -> None:
    """What the diagram's send tasks say."""
    deciding, after = stage.deciding, stage.situation.item
    for topic, parameters in stage.done:
        if topic == Topic.NOTIFY:
            roles = tuple(role.strip() for role in str(parameters["recipients"]).split(","))
            text, subject = str(parameters["text"]), str(parameters["subject"])
            said: dict[str, Any] = {"recipients": roles, "subject": subject, "text": text, "about": about}
            said["customer"] = deciding.customer_of(stage.situation.case)
            deciding.occur(OccurrenceKind.NOTIFY, after, **told | said)


def _change(stage: Stage, type_: str, solved: bool) -> str:
    """What the run did to the item, as a notice tells of it (Occurrence.change)."""
    before, after = stage.before.item, stage.situation.item
    if solved:
        return "solved"
    if type_ == "started" and Deed.REOPEN not in stage.deeds:
        return "new" if before.event_count == 0 else "moved"
    if before.sender_id is not None and after.sender_id is None:
        return "handed-back"
    return "moved" if after.team_id != before.team_id else ""


def _written(stage: Stage, solved: bool) -> dict[str, Any]:
    """What was written with the run, and whom the case is for: a customer who works here reads nothing internal."""
    found: dict[str, Any] = {"comment": stage.comment}
    if solved:
        found["solution"] = str(stage.fact("solution") or "")
    customer = {"customer": stage.deciding.customer_of(stage.situation.case)} if any(found.values()) else {}
    return found | customer
