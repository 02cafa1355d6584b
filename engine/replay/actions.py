"""What a row of the log asks of the desk: the row compared with the desk's state, one action at a time. Pure.

The actions of a row come in the order of `ORDER`, and each is one transaction of the desk. Some are *implied*: the log
does not show them, but the desk's rules ask for them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from engine import Case, Status, Task
from engine.errors import Refused
from engine.replay.log import Row
from engine.replay.map import Means
from engine.replay.people import People


@dataclass(frozen=True)
class Action:
    """One thing that somebody does. `name` is unique in its row; what stands before a colon is its kind."""

    name: str
    agent_id: int | None = None
    team_id: int | None = None
    task_id: int | None = None

    @property
    def kind(self) -> str:
        return kind_of(self.name)


@dataclass(frozen=True)
class Made:
    """A task that the replay made: the log's state that asked for it, and whether a step of it still waits."""

    task: Task
    state: str
    waits: bool


@dataclass(frozen=True)
class Look:
    """A row, and the desk as it is before the row's next action.

    `asked`: the customer was asked already since the incident came into this state.
    """

    row: Row
    people: People
    case: Case | None
    tasks: tuple[Made, ...] = ()
    asked: bool = False
    done: frozenset[str] = frozenset()  # names of this row's actions so far

    @property
    def kept(self) -> Case:
        """The case, once it is registered."""
        assert self.case is not None
        return self.case


Ask = Callable[[Look], Action | None]

IMPLIED = frozenset(
    {"dispatch-to-comment", "dispatch-to-create-task", "dispatch-to-solve", "dispatch-task", "solve-to-close"}
)


def kind_of(name: str) -> str:
    return name.partition(":")[0]


def decide(look: Look) -> Action | None:
    """The next action of the row, None when it asks nothing more; raises Refused.

    An action is never looked for before the last one done: so a row that was interrupted goes on as if it had not been.
    """
    reached = max((_PLACE[kind_of(name)] for name in look.done), default=0)
    for ask, _ in ORDER[reached:]:
        action = ask(look)
        if action is not None and action.name not in look.done:
            return action
    return None


def _register(look: Look) -> Action | None:
    return Action("register", team_id=look.people.team(look.row)) if look.case is None else None


def _reopen(look: Look) -> Action | None:
    case = look.kept
    if not look.row.state.means.is_open or not _is_finished(case):
        return None
    return Action("reopen-closed" if case.status == Status.CLOSED else "reopen")


def _hand_over(look: Look) -> Action | None:
    """An unknown group leaves the team as it is."""
    case = look.kept
    if _is_finished(case):
        _must_stay(look)
        return None
    if look.row.group is None or look.people.team(look.row) == case.team_id:
        return None
    return Action("hand-over", team_id=look.people.team(look.row))


def _dispatch(look: Look) -> Action | None:
    """An unknown agent: it goes back to the dispatcher."""
    case = look.kept
    wanted = look.people.agent(look.row)
    if _is_finished(case) or wanted == case.agent_id:
        return None
    return Action("put-back") if wanted is None else Action("dispatch", agent_id=wanted)


def _finish_tasks(look: Look) -> Action | None:
    """The tasks are solved and accepted when the log's state asks for none any more."""
    if look.row.state.means == Means.TASK:
        return None
    for made in look.tasks:
        task = made.task
        if task.is_open and task.agent_id is None:
            return Action(f"dispatch-task:{task.id}", agent_id=look.people.dispatchers[task.team_id], task_id=task.id)
        if task.is_open:
            return Action(f"solve-task:{task.id}", task_id=task.id)
        if made.waits:
            return Action(f"accept-task:{task.id}", task_id=task.id)
    return None


def _comment(look: Look) -> Action | None:
    """Once a spell of the state: the next rows of it are the same question, still open."""
    if look.row.state.means != Means.QUESTION or look.asked:
        return None
    return _by_the_agent(look, "dispatch-to-comment", Action("comment"))


def _create_task(look: Look) -> Action | None:
    case = look.kept
    state = look.row.state
    if state.task is None or any(made.state == state.name and made.task.is_open for made in look.tasks):
        return None
    team = look.people.support if state.task.to == "support" else case.team_id
    return _by_the_agent(look, "dispatch-to-create-task", Action("create-task", team_id=team))


def _solve(look: Look) -> Action | None:
    case = look.kept
    means = look.row.state.means
    if means.is_open or _is_finished(case):
        return None
    if case.agent_id is None:
        resolver = look.people.resolver(look.row) or look.people.dispatchers[case.team_id]
        return Action("dispatch-to-solve", agent_id=resolver)
    return Action("solve" if means == Means.SOLVED else "solve-to-close")


def _close(look: Look) -> Action | None:
    case = look.kept
    wanted = look.row.state.means == Means.CLOSED and case.status == Status.SOLVED
    return Action("close") if wanted else None


# what is asked in turn, and the kinds of action it may answer with
ORDER: tuple[tuple[Ask, frozenset[str]], ...] = (
    (_register, frozenset({"register"})),
    (_reopen, frozenset({"reopen", "reopen-closed"})),
    (_hand_over, frozenset({"hand-over"})),
    (_dispatch, frozenset({"dispatch", "put-back"})),
    (_finish_tasks, frozenset({"dispatch-task", "solve-task", "accept-task"})),
    (_comment, frozenset({"dispatch-to-comment", "comment"})),
    (_create_task, frozenset({"dispatch-to-create-task", "create-task"})),
    (_solve, frozenset({"dispatch-to-solve", "solve", "solve-to-close"})),
    (_close, frozenset({"close"})),
)
_PLACE = {kind: place for place, (_, kinds) in enumerate(ORDER) for kind in kinds}


def _is_finished(case: Case) -> bool:
    return case.status in (Status.SOLVED, Status.CLOSED)


def _must_stay(look: Look) -> None:
    """A solved case is its creator's (R130): the log is compared with itself, and what it moves is refused."""
    row, before = look.row, look.row.before
    if before is None:
        return
    moved = row.group is not None and row.group != before.standing_group
    if moved or row.agent != before.agent:
        raise Refused("R130", "Sagen er løst og ligger hos den, der oprettede den: team og agent skifter ikke mere.")


def _by_the_agent(look: Look, implied: str, action: Action) -> Action:
    """Only a case agent comments and creates tasks: where there is none, the team's dispatcher takes the case."""
    if look.kept.agent_id is None:
        return Action(implied, agent_id=look.people.dispatchers[look.kept.team_id])
    return action
