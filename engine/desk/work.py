"""Completing waiting steps: the one way in which work moves (D-08)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from engine import rules, runner
from engine.desk import editing, running
from engine.desk.editing import Edited
from engine.desk.forms import Filled, fill
from engine.desk.house import NO_REASONS, Desk
from engine.desk.stage import Stage, judge, own_open_tasks
from engine.desk.unit import Unit, unit
from engine.errors import ChangedMeanwhile, Invalid, NotFound
from engine.history.canonical import plain
from engine.history.shape import Mixed
from engine.model.correspondence import EntryKind
from engine.model.diagrams import FormField, Outcome, Step
from engine.model.form_drafts import Source
from engine.model.instances import UserTask, WorkState
from engine.model.items import Kind, Status, WorkItem
from engine.sentences import say
from engine.store import answers, instances

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Completion:
    """What was done, and what it led to: the item as it is now, the steps that opened, whether the process ended.

    `closed` is the case, where this closed it.
    """

    done: str
    item: WorkItem
    opened: tuple[UserTask, ...]
    ended: bool
    closed: WorkItem | None = None


def complete(
    desk: Desk,
    user_task_id: str,
    outcome: str,
    values: Values | Callable[[Sequence[FormField]], Values],
    *,
    by: int,
    seen_version: int | None = None,
    on_behalf_of: str | None = None,
    overrides: Mapping[str, str] = NO_REASONS,
    source: Source | None = None,
    edited: Edited | None = None,
) -> Completion:
    """Completes a waiting step with one of its outcomes ("" where its form has none).

    `edited` are fields of the item that change with it, in the same transaction and before the process goes on (R092).

    `values` is {field id: value}: text, bool, int (also agents, teams, customers by id), date, aware datetime, tuple of
    Upload; or what gives them for the fields of that outcome. Writes nothing where it raises NotFound, Refused,
    NeedsReason, Invalid, ChangedMeanwhile, ProcessFault or AlreadyDone.
    """
    with unit(desk, by, on_behalf_of=on_behalf_of, overrides=overrides, source=source) as one:
        loaded = instances.load_step(one.connection, user_task_id)
        if loaded is None:
            raise NotFound("Trinnet findes ikke.")
        one.directory_version, one.entry_number = loaded.directory_version, loaded.entry_number
        one.hold(loaded.case)
        one.hold_customer(loaded.case, loaded.customer)
        item = one.hold(loaded.task) if loaded.task else loaded.case
        done = _complete(one, loaded, item, outcome, values, seen_version, edited)
        instances.require_directory(one.writes, one.directory.version, _people_changed)
        return done


def find_step(desk: Desk, user_task_id: str) -> UserTask:
    """A step; whether one may do it is `complete`'s to say. Raises NotFound."""
    with desk.reading() as connection:
        user_task = instances.find_user_task(connection, user_task_id)
    if user_task is None:
        raise NotFound("Trinnet findes ikke.")
    return user_task


def _complete(
    one: Unit,
    loaded: instances.Loaded,
    item: WorkItem,
    outcome_id: str,
    values: Values | Callable[[Sequence[FormField]], Values],
    seen_version: int | None,
    edited: Edited | None,
) -> Completion:
    user_task = loaded.user_task
    one.must_see(item)
    _still_waits(one, user_task, seen_version)
    program = one.program(user_task.definition_id)
    step = program.diagram.steps[user_task.element]
    chosen = _outcome(step, outcome_id)
    here = Stage(one, item).situation
    one.judge(rules.Doing(here, user_task, rules.offered(user_task, one.actor), reopens(chosen)), item)
    given = values(step.form.fields_of(chosen)) if callable(values) else values
    filled = _filled(one, item, partial(fill, step.form, chosen, given, one.directory), edited)
    item = _write(one, one.current(item.kind, item.id), filled)
    stage = Stage(
        one,
        item,
        chosen_agent_id=filled.agent_id,
        chosen_team_id=filled.team_id,
        comment=filled.comment,
        solution=filled.solution,
        instance_id=user_task.instance_id,
        answered={field.id: filled.values.get(field.id) for field in step.form.fields_of(chosen)},
    )
    variables = {**item.extra, **filled.variables(program.diagram.variables)}
    run = running.run_safely(lambda: _step(program, loaded.state, user_task, variables, stage))
    judge(stage, filled.comment, own_open_tasks(one, stage), closable=_closable(one, stage, user_task))
    running.finish(one, user_task, outcome_id)
    if stage.did("set-status", status=Status.SOLVED.value) and item.kind == Kind.TASK:
        approver_id = getattr(item, "approver_id", None)
        one.note(item, approver_seen=approver_id in (None, one.by))  # newly solved until seen
    state = instances.Running(
        user_task.instance_id, user_task.definition_id, item.kind, item.id, loaded.state, loaded.instance_version
    )
    gone = [task_id for task_id in run.gone if task_id != user_task.id]
    if gone:
        running.withdraw(one, item, gone, say("et andet trin gik videre"))
    asked = program.diagram.variables & filled.values.keys()
    answers.keep(one.writes, user_task.instance_id, {name: plain(filled.values[name]) for name in asked})
    ran = running.go_on(one, stage, state, run, "completed", **_told(user_task.id, step, chosen, filled))
    one.occur("completed", stage.situation.item, user_task=user_task)
    done = chosen.name if chosen else step.name
    closed = one.current(Kind.CASE, item.case_number) if stage.situation.closing else None
    return Completion(done, one.current(item.kind, item.id), ran.opened, run.completed, closed)


def _told(user_task_id: str, step: Step, chosen: Outcome | None, filled: Filled) -> dict[str, Any]:
    """The step as the history tells of its completion."""
    return {
        "user_task": user_task_id,
        "element": step.id,
        "name": step.name,
        "outcome": chosen.id if chosen else "",
        "outcome_name": chosen.name if chosen else "",
        "values": Mixed(filled.values, filled.private),
    }


def _filled(one: Unit, item: WorkItem, fill_in: Callable[[], Filled], edited: Edited | None) -> Filled:
    """The step's form, and the item's fields that were edited beside it; raises Invalid with the problems of both."""
    problems: dict[str, str] = {}
    filled = Filled()
    try:
        filled = fill_in()
    except Invalid as error:
        problems |= error.problems
    try:
        if edited is not None:
            editing.edit(one, item, edited)
    except Invalid as error:
        problems |= error.problems
    if problems:
        raise Invalid(problems)
    return filled


def _people_changed() -> ChangedMeanwhile:
    return ChangedMeanwhile(say("En persons roller eller teams er ændret, mens du gemte. Prøv igen"))


def _step(program: runner.Program, state: bytes, user_task: UserTask, variables: Any, stage: Stage) -> runner.Run:
    try:
        return runner.complete(program, state, user_task.id, variables, stage)
    except runner.StaleStep as error:
        raise ChangedMeanwhile(say("Trinnet “%(step)s” venter ikke længere.", step=user_task.name)) from error


def _still_waits(one: Unit, user_task: UserTask, seen_version: int | None) -> None:
    """Someone else was first: says who did what and when."""
    if user_task.state == WorkState.WAITING and seen_version in (None, user_task.version):
        return
    who = one.directory.agents.get(user_task.completed_by or 0)
    if user_task.state == WorkState.WAITING:
        raise ChangedMeanwhile(say("Trinnet “%(step)s” er ændret, siden du åbnede det.", step=user_task.name))
    if user_task.state == WorkState.WITHDRAWN:
        what = say("Trinnet “%(step)s” er trukket tilbage", step=user_task.name)
    else:
        program = one.program(user_task.definition_id)
        outcomes = program.diagram.steps[user_task.element].form.outcomes
        name = next((o.name for o in outcomes if o.id == user_task.outcome), "")
        what = say("Trinnet “%(step)s” er allerede udført", step=user_task.name)
        if name:
            what = say("Trinnet “%(step)s” er allerede udført: %(outcome)s", step=user_task.name, outcome=name)
    raise ChangedMeanwhile(what, one.directory.name_of(who.id) if who else "", user_task.completed_at)


def _outcome(step: Step, outcome_id: str) -> Outcome | None:
    if not step.form.outcomes and not outcome_id:
        return None
    try:
        return step.form.get_outcome(outcome_id)
    except KeyError:
        names = ", ".join(outcome.name for outcome in step.form.outcomes)
        raise Invalid({"": say("Vælg en af knapperne: %(names)s.", names=names)}) from None


def _write(one: Unit, item: WorkItem, filled: Filled) -> WorkItem:
    """What the form brings along (PROCESSES: types that act by themselves), before the process goes on."""
    if filled.comment or (filled.uploads and not filled.solution):
        uploads = () if filled.solution else filled.uploads
        one.write(item, EntryKind.INTERNAL, filled.comment, uploads=uploads)
    if filled.solution:
        item = one.current(item.kind, item.id)
        comment = rules.Commenting(item, one.actor, as_solution=True, reads_internal=True, taking_part=True)
        one.judge(comment, item)
        one.write(item, EntryKind.INTERNAL, filled.solution, as_solution=True, uploads=filled.uploads)
    if filled.deadline is not None:
        item = one.current(item.kind, item.id)
        editing.put(one, item, {"deadline": filled.deadline}, filled.comment)
    return one.current(item.kind, item.id)


def _closable(one: Unit, stage: Stage, user_task: UserTask) -> bool:
    if not stage.situation.closing or user_task.item_kind == Kind.CASE:
        return True
    return running.closable(one, stage.before.case)


def reopens(outcome: Outcome | None) -> bool:
    """Whether it is the outcome by which what was solved is opened again."""
    return outcome is not None and outcome.allowed == "reopen"
