"""What follows from an act, as values. Pure: `engine.transaction` loads what is needed and writes what comes of it."""

from collections.abc import Callable
from typing import Any

from engine.flow.acts import (
    Act,
    Comment,
    Complete,
    CreateTask,
    Edit,
    Edited,
    MarkSolution,
    OfferAgain,
    PassDeadline,
    Register,
    Reopen,
    SendAgain,
    SendMail,
    WriteExternal,
)
from engine.flow.acts.completing import complete
from engine.flow.acts.corresponding import comment, mark_solution, send_again, send_mail, write_external
from engine.flow.acts.creating import create_task, register
from engine.flow.acts.deadlines import pass_deadline
from engine.flow.acts.editing import edit
from engine.flow.acts.reopening import reopen
from engine.flow.deciding import Deciding
from engine.flow.decision import Decision
from engine.flow.needs import Missing, Need
from engine.flow.offering import offer_again
from engine.flow.standing import Outward, Standing

_DECIDERS: dict[type, Callable[[Deciding, Any], Decision]] = {
    Complete: complete,
    Register: register,
    CreateTask: create_task,
    Edit: edit,
    Reopen: reopen,
    Comment: comment,
    MarkSolution: mark_solution,
    WriteExternal: write_external,
    SendMail: send_mail,
    SendAgain: send_again,
    OfferAgain: offer_again,
    PassDeadline: pass_deadline,
}


def decide(standing: Standing, act: Act) -> Decision:
    """What the act leads to: a dry run of it, for nothing is read and nothing written.

    Raises Missing where the standing lacks something, and what the act's own function names: NotFound, Refused,
    Invalid, ChangedMeanwhile or ProcessFault.
    """
    return _DECIDERS[type(act)](Deciding(standing), act)


__all__ = [
    "Act",
    "Comment",
    "Complete",
    "CreateTask",
    "Decision",
    "Edit",
    "Edited",
    "MarkSolution",
    "Missing",
    "Need",
    "OfferAgain",
    "Outward",
    "PassDeadline",
    "Register",
    "Reopen",
    "SendAgain",
    "SendMail",
    "Standing",
    "WriteExternal",
    "decide",
]
