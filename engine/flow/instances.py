"""Instances: what one run of a process leads to, for the item it is of and for others (D-03, D-06)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from engine import expressions, runner
from engine.errors import Invalid, ProcessFault
from engine.facts import FACTS
from engine.flow.deciding import Deciding
from engine.flow.judging import judge, own_open_tasks
from engine.flow.needs import NewestOf, RouteOf, RunningOf, RunningOfCase, TasksOf, WaitingOf
from engine.flow.offering import offered_as, user_task_of
from engine.flow.stage import Stage
from engine.flow.telling import tell
from engine.history.canonical import plain
from engine.history.private import PRIVATE_FACTS, is_private_field
from engine.history.shape import Mixed
from engine.model.diagrams import Diagram
from engine.model.instances import Definition, Running, SavedInstance, StartedInstance, UserTask, WorkState
from engine.model.items import Case, Kind, Status, WorkItem
from engine.model.people import Department
from engine.rules.who import DEPARTMENTS
from engine.sentences import say, told_by

CASE_CLOSED = "case_closed"  # the one message that a diagram may wait for (D-06)

R = TypeVar("R")


@dataclass(frozen=True)
class Ran:
    """A run with the instance it was of."""

    instance_id: int
    definition_id: int
    diagram: Diagram
    run: runner.Run
    opened: tuple[UserTask, ...]

    @property
    def ended_as(self) -> str | None:
        """The name of the end event, where it has ended."""
        ended_as = self.run.ended_as
        return (self.diagram.names.get(ended_as or "") or ended_as) if self.run.completed else None


def newest(deciding: Deciding, key: str) -> Definition:
    """The version that new instances get; raises Invalid where the process was never deployed."""
    definition = deciding.get(NewestOf(key))
    if definition is None:
        raise Invalid({"": say("Processen %(key)s er ikke sat i drift.", key=key)})
    return definition


def start(deciding: Deciding, stage: Stage, key: str, *, reopened: bool = False) -> Ran:
    """A new instance of the newest version of that process, run to where it waits."""
    item = stage.before.item
    definition = newest(deciding, key)
    program = deciding.program(definition.id)
    run = run_safely(lambda: runner.start(program, stage, reopened=reopened, variables=item.extra))
    judge(stage, stage.comment, own_open_tasks(stage), closable=True, starting=not reopened)
    ran = _ran(deciding, stage, deciding.instance_number(), definition.id, program.diagram, run)
    started = StartedInstance(
        ran.instance_id, definition.id, item.kind, item.id, item.case_number, run.state, ran.ended_as, run.completed
    )
    deciding.started.append(started)
    about = {"definition": definition.id, "process": definition.name, "version": definition.version}
    about["diagram"] = definition.sha256
    settle(deciding, stage, ran, "started", **about, reopened=reopened)
    return ran


def go_on(deciding: Deciding, stage: Stage, running: Running, run: runner.Run, type_: str, **about: Any) -> Ran:
    """What one run of a running instance did."""
    diagram = deciding.program(running.definition_id).diagram
    ran = _ran(deciding, stage, running.id, running.definition_id, diagram, run)
    deciding.saved.append(SavedInstance(running.id, running.version, run.state, ran.ended_as, run.completed))
    settle(deciding, stage, ran, type_, **about)
    return ran


def settle(deciding: Deciding, stage: Stage, ran: Ran, type_: str, **about: Any) -> None:
    """Worklist, item and history of one run; then what it sets going elsewhere."""
    deciding.opened += ran.opened
    after, offered = stage.situation.item, [offered_as(step) for step in ran.opened]
    details = about | {"instance": ran.instance_id, "path": ran.run.path, "ended_as": ran.ended_as}
    choices = [_choice(deciding, ran, chosen) for chosen in ran.run.choices]
    deciding.put(after, type_, **details, offered=offered, choices=choices)
    if stage.situation.closing and not isinstance(after, Case):
        assert stage.situation.parent is not None
        deciding.put(stage.situation.parent, "closed", by_task=after.number)
    _check_open(stage, ran.run)
    tell(stage, ran.opened, type_)
    if stage.situation.closing:
        _end_the_others(deciding, stage, ran)
    if stage.starts_elsewhere:
        key = route(deciding, Kind.CASE, stage.before.department, stage.situation.department)
        start(deciding, Stage(deciding, after), key)


def _choice(deciding: Deciding, ran: Ran, chosen: runner.Chosen) -> tuple[int, str, Mixed]:
    """A gateway as the history tells of it."""
    fields = deciding.program(ran.definition_id).diagram.fields
    private = PRIVATE_FACTS | {field.id for field in fields if field.id not in FACTS and is_private_field(field)}
    return chosen.place, chosen.flow, Mixed({name: plain(value) for name, value in chosen.read.items()}, private)


def route(deciding: Deciding, kind: Kind, origin: Department, receiver: Department) -> str:
    """D-02: which process serves that kind of work between those departments."""
    key = deciding.get(RouteOf(kind, origin, receiver))
    if key is None:
        sentence = "Der er ingen proces fra %(origin)s til %(receiver)s."
        raise Invalid({"team": say(sentence, origin=DEPARTMENTS[origin], receiver=DEPARTMENTS[receiver])})
    return key


def withdraw(deciding: Deciding, item: WorkItem, gone: Sequence[str], why: str) -> None:
    """Steps that wait no more because something else happened."""
    for step in deciding.get(WaitingOf(item.kind, item.id)):
        if step.id not in gone:
            continue
        deciding.finish(step, WorkState.WITHDRAWN)
        about = {"user_task": step.id, "element": step.element, "name": step.name}
        deciding.put(deciding.current(item.kind, item.id), "withdrawn", **about, why=why, instance=step.instance_id)


def closable(deciding: Deciding, case: Case) -> bool:
    """D-06: whether the case's own process waits where closing ends it."""
    running = deciding.get(RunningOf(Kind.CASE, case.id))
    if running is None:
        return True
    return hears_closing(deciding.program(running.definition_id), running.state)


def hears_closing(program: runner.Program, state: bytes) -> bool:
    """Whether an instance in that state waits for the message that its case is closed."""
    listening = runner.look(program, state).listening
    return any(event.kind == "message" and event.reads == CASE_CLOSED for event in listening)


def run_safely(run: Callable[[], R]) -> R:
    """The runner's faults as one sentence: nothing has been written."""
    try:
        return run()
    except runner.StaleStep:
        raise
    except (runner.RunnerError, expressions.BadExpression) as error:
        why = told_by(error)
        raise ProcessFault(say("Processen kan ikke gå videre her: %(why)s Kontakt procesejeren.", why=why)) from error


def _ran(
    deciding: Deciding, stage: Stage, instance_id: int, definition_id: int, diagram: Diagram, run: runner.Run
) -> Ran:
    opened = tuple(
        user_task_of(stage, diagram.steps[waiting.element], waiting.id, instance_id, definition_id)
        for waiting in run.opened
    )
    return Ran(instance_id, definition_id, diagram, run, opened)


def _end_the_others(deciding: Deciding, stage: Stage, ran: Ran) -> None:
    """D-06: the case's own process and the close steps of its other solved tasks, by the message to each."""
    case = stage.situation.case
    deciding.get(TasksOf(case.id))
    for running in deciding.get(RunningOfCase(case.id)):
        item = deciding.current(running.item_kind, running.item_id)
        unsolved = item.kind == Kind.TASK and item.status in (Status.REGISTERED, Status.ASSIGNED)
        if running.id == ran.instance_id or unsolved:
            continue
        other = Stage(deciding, item, instance_id=running.id)
        run = _closed(deciding, running, other)
        if run is None:
            continue
        withdraw(deciding, item, run.gone, say("sagen er lukket"))
        other.situation = replace(other.situation, item=deciding.current(item.kind, item.id))
        go_on(deciding, other, running, run, "message", message=CASE_CLOSED)


def _closed(deciding: Deciding, running: Running, stage: Stage) -> runner.Run | None:
    program = deciding.program(running.definition_id)
    return run_safely(lambda: runner.deliver(program, running.state, CASE_CLOSED, stage))


def _check_open(stage: Stage, run: runner.Run) -> None:
    """D-01: an open item has a running process, a closed case none, and what runs waits for somebody."""
    item = stage.situation.item
    if run.completed and item.is_open and not stage.starts_elsewhere:
        sentence = "Processen slutter her, mens %(number)s stadig er åben. Kontakt procesejeren."
    elif not run.completed and not run.waiting:
        sentence = "Processen går i stå: intet trin venter på nogen i %(number)s. Kontakt procesejeren."
    elif not run.completed and item.kind == Kind.CASE and item.status == Status.CLOSED:
        sentence = "Processen går videre, selv om %(number)s er lukket. Kontakt procesejeren."
    else:
        return
    raise ProcessFault(say(sentence, number=item.number))
