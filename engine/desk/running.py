"""Running instances: what one run of a process leaves in the tables (ARCHITECTURE, One step, 5)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from engine import expressions, runner
from engine.desk.stage import Stage, judge, own_open_tasks
from engine.desk.unit import Unit
from engine.errors import ChangedMeanwhile, Invalid, ProcessFault
from engine.facts import FACTS
from engine.history.canonical import plain
from engine.history.private import PRIVATE_FACTS, is_private_field
from engine.history.shape import Mixed
from engine.model.diagrams import Diagram, Step
from engine.model.instances import InstanceState, UserTask, WorkState
from engine.model.items import Case, Kind, Status, WorkItem
from engine.model.people import Department
from engine.rules.acting import DEPARTMENTS
from engine.sentences import say, told_by
from engine.store import definitions, instances, people

CASE_CLOSED = "case_closed"  # the one message that a diagram may wait for (D-06)


@dataclass(frozen=True)
class Ran:
    """A run with the instance it was of."""

    instance_id: int
    definition_id: int
    diagram: Diagram
    run: runner.Run
    opened: tuple[UserTask, ...]


def start(
    unit: Unit,
    item: WorkItem,
    key: str,
    *,
    chosen_agent_id: int | None = None,
    chosen_team_id: int | None = None,
    reopened: bool = False,
    comment: str = "",
) -> Ran:
    """A new instance of the newest version of that process, run to where it waits."""
    definition = definitions.newest(unit.connection, key)
    if definition is None:
        raise Invalid({"": say("Processen %(key)s er ikke sat i drift.", key=key)})
    program = unit.program(definition.id)
    stage = Stage(unit, item, chosen_agent_id=chosen_agent_id, chosen_team_id=chosen_team_id, comment=comment)
    run = _run(lambda: runner.start(program, stage, reopened=reopened, variables=item.extra))
    judge(stage, comment, own_open_tasks(unit, stage), closable=True, starting=not reopened)
    instance_id = instances.add_instance(
        unit.writes,
        definition_id=definition.id,
        item_kind=item.kind,
        item_id=item.id,
        case_id=item.case_number,
        status=InstanceState.ENDED if run.completed else InstanceState.RUNNING,
        state=run.state,
        version=1,
        started_at=unit.now,
        ended_at=unit.now if run.completed else None,
        ended_as=_ended_as(program.diagram, run),
    )
    ran = Ran(
        instance_id,
        definition.id,
        program.diagram,
        run,
        _opened(unit, stage, program.diagram, run, instance_id, definition.id),
    )
    told = {
        "definition": definition.id,
        "process": definition.name,
        "version": definition.version,
        "diagram": definition.sha256,
        "reopened": reopened,
    }
    settle(unit, stage, ran, "started", **told)
    return ran


def go_on(unit: Unit, stage: Stage, running: instances.Running, run: runner.Run, type_: str, **told: Any) -> Ran:
    """Saves what one run of a running instance did."""
    diagram = unit.program(running.definition_id).diagram
    instances.save_instance(
        unit.writes,
        running.id,
        running.version,
        run.state,
        ended_at=unit.now if run.completed else None,
        ended_as=_ended_as(diagram, run),
    )
    ran = Ran(
        running.id,
        running.definition_id,
        diagram,
        run,
        _opened(unit, stage, diagram, run, running.id, running.definition_id),
    )
    settle(unit, stage, ran, type_, **told)
    return ran


def settle(unit: Unit, stage: Stage, ran: Ran, type_: str, **told: Any) -> None:
    """Worklist, item and history of one run; then what it sets going elsewhere."""
    instances.add_user_tasks(unit.writes, ran.opened)
    offered = [told_of(step) for step in ran.opened]
    details = {"instance": ran.instance_id, **told, "path": ran.run.path, "offered": offered}
    details["choices"] = [_choice(unit, ran, chosen) for chosen in ran.run.choices]
    after = stage.situation.item
    unit.put(after, type_, **details, ended_as=_ended_as(ran.diagram, ran.run))
    if stage.situation.closing and not isinstance(after, Case):
        assert stage.situation.parent is not None
        unit.put(stage.situation.parent, "closed", by_task=after.number)
    _check_open(stage, ran)
    _tell(unit, stage, ran, type_)
    if stage.situation.closing:
        _end_the_others(unit, stage, ran)
    if stage.starts_elsewhere:
        start(unit, after, route(unit, Kind.CASE, stage.before.department, stage.situation.department))


def _choice(unit: Unit, ran: Ran, chosen: runner.Chosen) -> tuple[int, str, Mixed]:
    """A gateway as the history tells of it."""
    program = unit.program(ran.definition_id)
    answers = (name for name in chosen.read if name in program.kinds and name not in FACTS)
    private = PRIVATE_FACTS | {name for name in answers if is_private_field(program.kinds[name])}
    return chosen.place, chosen.flow, Mixed({name: plain(value) for name, value in chosen.read.items()}, private)


def told_of(step: UserTask) -> dict[str, Any]:
    """An offered step as the history tells of it."""
    return {
        "user_task": step.id,
        "element": step.element,
        "name": step.name,
        "lane": step.lane,
        "assignee": step.assignee_id,
        "team": step.team_id,
        "role": step.role,
    }


def route(unit: Unit, kind: Kind, origin: Department, receiver: Department) -> str:
    """D-02: which process serves that kind of work between those departments."""
    key = people.find_route(unit.connection, kind.value, origin, receiver)
    if key is None:
        raise Invalid(
            {
                "team": say(
                    "Der er ingen proces fra %(origin)s til %(receiver)s.",
                    origin=DEPARTMENTS[origin],
                    receiver=DEPARTMENTS[receiver],
                )
            }
        )
    return key


def withdraw(unit: Unit, item: WorkItem, gone: Sequence[str], why: str) -> None:
    """Steps that wait no more because something else happened."""
    for user_task_id in gone:
        step = instances.find_user_task(unit.connection, user_task_id)
        if step is None:
            continue
        instances.finish_user_task(
            unit.writes, user_task_id, WorkState.WITHDRAWN, outcome=None, by=unit.by, at=unit.now
        )
        told = {
            "user_task": step.id,
            "element": step.element,
            "name": step.name,
            "why": why,
            "instance": step.instance_id,
        }
        unit.put(unit.current(item.kind, item.id), "withdrawn", **told)


def finish(unit: Unit, user_task: UserTask, outcome: str) -> None:
    """The step is done; raises ChangedMeanwhile when somebody else was first."""
    first = partial(ChangedMeanwhile, say("Trinnet “%(step)s” er allerede udført.", step=user_task.name))
    instances.finish_user_task(
        unit.writes, user_task.id, WorkState.COMPLETED, outcome=outcome, by=unit.by, at=unit.now, missed=first
    )


R = TypeVar("R")


def _run(run: Callable[[], R]) -> R:
    """The runner's faults as one sentence: nothing has been written."""
    try:
        result = run()
    except runner.StaleStep:
        raise
    except (runner.RunnerError, expressions.BadExpression) as error:
        why = told_by(error)
        raise ProcessFault(say("Processen kan ikke gå videre her: %(why)s Kontakt procesejeren.", why=why)) from error
    return result


run_safely = _run


def _end_the_others(unit: Unit, stage: Stage, ran: Ran) -> None:
    """D-06: the case's own process and the close steps of its other solved tasks, by the message to each."""
    case = stage.situation.case
    for running in instances.running_of_case(unit.connection, case.id):
        item = unit.current(running.item_kind, running.item_id)
        if (
            running.id == ran.instance_id
            or item.status in (Status.REGISTERED, Status.ASSIGNED)
            and item.kind == Kind.TASK
        ):
            continue
        other = Stage(unit, item, instance_id=running.id)
        program = unit.program(running.definition_id)
        run = _delivered(program, running, other)
        if run is None:
            continue
        withdraw(unit, item, run.gone, say("sagen er lukket"))
        other.situation = replace(other.situation, item=unit.current(item.kind, item.id))
        go_on(unit, other, running, run, "message", message=CASE_CLOSED)


def _delivered(program: runner.Program, running: instances.Running, stage: Stage) -> runner.Run | None:
    return _run(lambda: runner.deliver(program, running.state, CASE_CLOSED, stage))


def closable(unit: Unit, case: Case, besides: int | None = None) -> bool:
    """D-06: whether the case's own process waits where closing ends it."""
    running = instances.find_running(unit.connection, Kind.CASE, case.id)
    if running is None or running.id == besides:
        return True
    return hears_closing(unit.program(running.definition_id), running.state)


def hears_closing(program: runner.Program, state: bytes) -> bool:
    """Whether an instance in that state waits for the message that its case is closed."""
    listening = runner.look(program, state).listening
    return any(event.kind == "message" and event.reads == CASE_CLOSED for event in listening)


def _check_open(stage: Stage, ran: Ran) -> None:
    """D-01: an open item has a running process, a closed case none, and what runs waits for somebody."""
    item, run = stage.situation.item, ran.run
    if run.completed and item.is_open and not stage.starts_elsewhere:
        raise ProcessFault(
            say("Processen slutter her, mens %(number)s stadig er åben. Kontakt procesejeren.", number=item.number)
        )
    if not run.completed and not run.waiting:
        raise ProcessFault(
            say(
                "Processen går i stå: intet trin venter på nogen i %(number)s. Kontakt procesejeren.",
                number=item.number,
            )
        )
    if not run.completed and item.kind == Kind.CASE and item.status == Status.CLOSED:
        raise ProcessFault(
            say("Processen går videre, selv om %(number)s er lukket. Kontakt procesejeren.", number=item.number)
        )


def _tell(unit: Unit, stage: Stage, ran: Ran, type_: str) -> None:
    """The occurrences of one run, for the hooks (R049, C10)."""
    before, after = stage.before.item, stage.situation.item
    solved = stage.did("set-status", status=Status.SOLVED.value)
    about = "overdue" if type_ == "overdue" else "solved" if solved else ""
    told_of = {"change": _change(stage, type_, solved), **_written(unit, stage, solved)}
    for topic, parameters in stage.done:
        if topic == "notify":
            roles = tuple(role.strip() for role in str(parameters["recipients"]).split(","))
            text, subject = str(parameters["text"]), str(parameters["subject"])
            told = {"recipients": roles, "subject": subject, "text": text, "about": about}
            unit.occur("notify", after, **told_of | told | {"customer": unit.customer_of(stage.situation.case)})
    returned = after.receiver_id is not None and (before.receiver_id, before.sender_id) != (
        after.receiver_id,
        after.sender_id,
    )
    reopened = stage.did("set-status", status=Status.ASSIGNED.value)
    for step in ran.opened:
        if step.assignee_id is None:
            unit.occur("ready", after, user_task=step, **told_of)
            if reopened:
                unit.occur("reopened", after, user_task=step, **told_of)
        else:
            kind = "returned" if returned else "reopened" if reopened else "assigned"
            unit.occur(kind, after, user_task=step, **told_of)
    if solved:
        unit.occur("solved", after)
    if stage.situation.closing:
        unit.occur("closed", stage.situation.case)


def _change(stage: Stage, type_: str, solved: bool) -> str:
    """What the run did to the item, as a notice tells of it (Occurrence.change)."""
    before, after = stage.before.item, stage.situation.item
    if solved:
        return "solved"
    if type_ == "started" and not stage.did("set-status", status=Status.ASSIGNED.value):
        return "new" if before.event_count == 0 else "moved"
    if before.sender_id is not None and after.sender_id is None:
        return "handed-back"
    return "moved" if after.team_id != before.team_id else ""


def _written(unit: Unit, stage: Stage, solved: bool) -> dict[str, Any]:
    """What was written with the run, and whom the case is for: a customer who works here reads nothing internal."""
    found: dict[str, Any] = {"comment": stage.comment}
    if solved:
        found["solution"] = str(stage.fact("solution") or "")
    return {**found, "customer": unit.customer_of(stage.situation.case)} if any(found.values()) else found


def _opened(
    unit: Unit, stage: Stage, diagram: Diagram, run: runner.Run, instance_id: int, definition_id: int
) -> tuple[UserTask, ...]:
    return tuple(
        _user_task(unit, stage, diagram.steps[waiting.element], waiting.id, instance_id, definition_id)
        for waiting in run.opened
    )


def _user_task(
    unit: Unit, stage: Stage, step: Step, user_task_id: str, instance_id: int, definition_id: int
) -> UserTask:
    """The worklist row of a step that now waits: whom it is offered."""
    item = stage.situation.item
    assignee_id, team_id, role = offer(stage, step)
    return UserTask(
        id=user_task_id,
        instance_id=instance_id,
        definition_id=definition_id,
        item_kind=item.kind,
        item_id=item.id,
        case_id=item.case_number,
        element=step.id,
        name=step.name,
        lane=step.lane,
        state=WorkState.WAITING,
        assignee_id=assignee_id,
        team_id=team_id,
        role=role,
        opened_at=unit.now,
        due_at=item.deadline,
        version=1,
    )


def offer(stage: Stage, step: Step) -> tuple[int | None, int | None, str | None]:
    """(assignee, None, None), or (None, team, role): the assignee while they can, else the candidates (PROCESSES).

    Never a team that nobody is in, as long as anybody is left on that side.
    """
    directory, item = stage.unit.directory, stage.situation.item
    wanted = _run_expression(step, stage) if step.assignee else None
    has_it = wanted == item.agent_id and item.sender_id is None  # a question goes to anybody (D-14)
    side = stage.situation.department if has_it else None
    assignee = directory.able(wanted, side) if isinstance(wanted, int) else None
    if assignee is not None:
        return assignee.id, None, None
    nearest = directory.default_team(item.origin).id if step.candidates == "creating_side" else item.team_id
    team_id = directory.staffed(nearest)
    dispatched = step.candidates == "dispatchers" and directory.dispatchers(team_id)
    return None, team_id, "dispatchers" if dispatched else "agents"


def _run_expression(step: Step, stage: Stage) -> Any:
    try:
        return expressions.fill(step.assignee or "", partial(_asked, stage))
    except expressions.BadExpression as error:
        raise ProcessFault(
            say(
                "Det kan ikke afgøres, hvem “%(step)s” er til: %(why)s Kontakt procesejeren.",
                step=step.name,
                why=told_by(error),
            )
        ) from error


def _asked(stage: Stage, name: str) -> Any:
    """A fact, or what a step was answered, None where it was not yet."""
    return stage.fact(name) if name in FACTS else stage.answers.get(name)


def _ended_as(diagram: Diagram, run: runner.Run) -> str | None:
    return (diagram.names.get(run.ended_as or "") or run.ended_as) if run.completed else None
