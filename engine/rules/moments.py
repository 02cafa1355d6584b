"""What people are about to do with a waiting step: the moments at which rules are asked, and which deed is which."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.facts import Situation
from engine.model.instances import UserTask
from engine.model.items import Task
from engine.model.people import Agent
from engine.operations import Deed


@dataclass(frozen=True)
class Act:
    """One outcome of a waiting step: before, after, and what was written with it."""

    before: Situation
    after: Situation
    comment: str = ""
    has_solution: bool = False
    open_tasks: tuple[Task, ...] = ()
    closable: bool = True  # the case's own process waits where it can be closed from outside
    asking: bool = False  # of a button: what the form can still bring is not missing yet

    @property
    def actor(self) -> Agent | None:
        return self.before.actor


class Closing(Act):
    """The case gets closed."""


class Solving(Act):
    """The item becomes solved."""


class Reopening(Act):
    """A solved task or a solved or closed case is opened again."""


class Moving(Act):
    """The item moves to another team of the department that holds it."""


class PassingOn(Act):
    """The case moves to another department (D-03)."""


class SendingBack(Act):
    """The item goes to someone who is to answer (R063)."""


class Dispatching(Act):
    """The item gets an agent."""


@dataclass(frozen=True)
class Doing:
    """Somebody completes a waiting step."""

    situation: Situation
    user_task: UserTask
    offered: bool
    reopens: bool = False  # by the outcome that reopens what was solved


ALLOWED: Mapping[str, type[Act]] = {
    Deed.CLOSE: Closing,
    Deed.SOLVE: Solving,
    Deed.REOPEN: Reopening,
    Deed.MOVE: Moving,
    Deed.PASS_ON: PassingOn,
    Deed.SEND_BACK: SendingBack,
    Deed.DISPATCH: Dispatching,
    "hand-back": Act,
}


if missing := set(Deed) - ALLOWED.keys():
    raise TypeError(f"no rule is asked of {missing}: engine.rules.moments is incomplete")
