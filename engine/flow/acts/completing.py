"""Completing a waiting step: the one way in which work moves (D-08)."""

from collections.abc import Callable
from functools import partial
from typing import Any

from engine import rules, runner
from engine.errors import ChangedMeanwhile, Invalid
from engine.flow.acts import Complete, editing
from engine.flow.deciding import Deciding
from engine.flow.decision import Completed, Decision
from engine.flow.forms import Filled, fill
from engine.flow.instances import closable, go_on, run_safely, withdraw
from engine.flow.judging import judge, own_open_tasks
from engine.flow.stage import Stage
from engine.history.canonical import plain
from engine.history.shape import Mixed
from engine.model.correspondence import EntryKind
from engine.model.diagrams import Outcome, Step
from engine.model.instances import Running, UserTask, WorkState
from engine.model.items import Kind, Task, WorkItem
from engine.model.occurrences import OccurrenceKind
from engine.operations import Deed
from engine.runner import Program
from engine.sentences import say


def complete(deciding: Deciding, act: Complete) -> Decision:
    """What the step leads to.

    Raises NotFound, Refused, Invalid, ChangedMeanwhile or ProcessFault.
    """
    step = act.step
    item = deciding.find(step.item_kind, step.item_id)
    _still_waits(deciding, step, act.seen_version)
    program = deciding.program(step.definition_id)
    drawn = program.diagram.steps[step.element]
    outcome = _outcome(drawn, act.outcome)
    here = Stage(deciding, item).situation
    deciding.judge(rules.Doing(here, step, rules.offered(step, deciding.actor), reopens(outcome)), item)
    filled = _filled(deciding, item, drawn, outcome, act)
    _write(deciding, deciding.current(item.kind, item.id), filled)
    stage = _stage(deciding, deciding.current(item.kind, item.id), drawn, outcome, filled, step)
    run = run_safely(lambda: _step(program, act.state, step, filled, stage))
    judge(stage, filled.comment, own_open_tasks(stage), closable=_closable(deciding, stage, step))
    deciding.finish(step, WorkState.COMPLETED, act.outcome)
    if isinstance(item, Task) and Deed.SOLVE in stage.deeds:
        approver_id = stage.situation.item.approver_id if isinstance(stage.situation.item, Task) else None
        deciding.note(item, approver_seen=approver_id in (None, deciding.by.agent))  # newly solved until seen
    if gone := [task_id for task_id in run.gone if task_id != step.id]:
        withdraw(deciding, item, gone, say("et andet trin gik videre"))
    _keep_answers(deciding, step, program, filled)
    running = Running(step.instance_id, step.definition_id, item.kind, item.id, act.state, act.instance_version)
    go_on(deciding, stage, running, run, "completed", **_told(step.id, drawn, outcome, filled))
    deciding.occur(OccurrenceKind.COMPLETED, stage.situation.item, user_task=step)
    closed = (Kind.CASE, item.case_number) if stage.situation.closing else None
    deciding.completed = Completed(outcome.name if outcome else drawn.name, run.completed, closed)
    return deciding.decision(item)


def reopens(outcome: Outcome | None) -> bool:
    """Whether it is the outcome by which what was solved is opened again."""
    return outcome is not None and outcome.allowed == Deed.REOPEN


def _still_waits(deciding: Deciding, step: UserTask, seen_version: int | None) -> None:
    """Someone else was first: says who did what and when."""
    if step.state == WorkState.WAITING and seen_version in (None, step.version):
        return
    who = deciding.directory.agents.get(step.completed_by or 0)
    if step.state == WorkState.WAITING:
        raise ChangedMeanwhile(say("Trinnet “%(step)s” er ændret, siden du åbnede det.", step=step.name))
    if step.state == WorkState.WITHDRAWN:
        what = say("Trinnet “%(step)s” er trukket tilbage", step=step.name)
    else:
        outcomes = deciding.program(step.definition_id).diagram.steps[step.element].form.outcomes
        name = next((o.name for o in outcomes if o.id == step.outcome), "")
        what = say("Trinnet “%(step)s” er allerede udført", step=step.name)
        if name:
            what = say("Trinnet “%(step)s” er allerede udført: %(outcome)s", step=step.name, outcome=name)
    raise ChangedMeanwhile(what, deciding.directory.name_of(who.id) if who else "", step.completed_at)


def _outcome(drawn: Step, outcome_id: str) -> Outcome | None:
    if not drawn.form.outcomes and not outcome_id:
        return None
    try:
        return drawn.form.get_outcome(outcome_id)
    except KeyError:
        names = ", ".join(outcome.name for outcome in drawn.form.outcomes)
        raise Invalid({"": say("Vælg en af knapperne: %(names)s.", names=names)}) from None


def _filled(deciding: Deciding, item: WorkItem, drawn: Step, outcome: Outcome | None, act: Complete) -> Filled:
    """The step's form, and the item's fields that were edited beside it; raises Invalid with the problems of both."""
    fields = drawn.form.fields_of(outcome)
    given = act.values(fields) if callable(act.values) else act.values
    problems: dict[str, str] = {}
    filled = _or_problems(problems, partial(fill, drawn.form, outcome, given, deciding.directory)) or Filled()
    if act.edited is not None:
        _or_problems(problems, partial(editing.change, deciding, item, act.edited))
    if problems:
        raise Invalid(problems)
    return filled


def _or_problems(problems: dict[str, str], do: Callable[[], Any]) -> Any:
    """What `do` gives; where it raises Invalid, its problems are added instead."""
    try:
        return do()
    except Invalid as error:
        problems |= error.problems
        return None


def _write(deciding: Deciding, item: WorkItem, filled: Filled) -> None:
    """What the form brings along (PROCESSES: types that act by themselves), before the process goes on."""
    if filled.comment or (filled.uploads and not filled.solution):
        uploads = () if filled.solution else filled.uploads
        deciding.write(item, EntryKind.INTERNAL, filled.comment, uploads=uploads)
    if filled.solution:
        item = deciding.current(item.kind, item.id)
        comment = rules.Commenting(item, deciding.actor, as_solution=True, reads_internal=True, taking_part=True)
        deciding.judge(comment, item)
        deciding.write(item, EntryKind.INTERNAL, filled.solution, as_solution=True, uploads=filled.uploads)
    if filled.deadline is not None:
        item = deciding.current(item.kind, item.id)
        editing.put(deciding, item, {"deadline": filled.deadline}, filled.comment)


def _stage(
    deciding: Deciding, item: WorkItem, drawn: Step, outcome: Outcome | None, filled: Filled, step: UserTask
) -> Stage:
    return Stage(
        deciding,
        item,
        chosen_agent_id=filled.agent_id,
        chosen_team_id=filled.team_id,
        comment=filled.comment,
        solution=filled.solution,
        instance_id=step.instance_id,
        answered={field.id: filled.values.get(field.id) for field in drawn.form.fields_of(outcome)},
    )


def _step(program: Program, state: bytes, step: UserTask, filled: Filled, stage: Stage) -> runner.Run:
    variables = {**stage.before.item.extra, **filled.variables(program.diagram.variables)}
    try:
        return runner.complete(program, state, step.id, variables, stage)
    except runner.StaleStep as error:
        raise ChangedMeanwhile(say("Trinnet “%(step)s” venter ikke længere.", step=step.name)) from error


def _closable(deciding: Deciding, stage: Stage, step: UserTask) -> bool:
    if not stage.situation.closing or step.item_kind == Kind.CASE:
        return True
    return closable(deciding, stage.before.case)


def _keep_answers(deciding: Deciding, step: UserTask, program: Program, filled: Filled) -> None:
    """Those that an expression of the diagram reads (D-24)."""
    asked = program.diagram.variables & filled.values.keys()
    if asked:
        deciding.answers[step.instance_id] = {name: plain(filled.values[name]) for name in asked}


def _told(user_task_id: str, drawn: Step, outcome: Outcome | None, filled: Filled) -> dict[str, Any]:
    """The step as the history tells of its completion."""
    return {
        "user_task": user_task_id,
        "element": drawn.id,
        "name": drawn.name,
        "outcome": outcome.id if outcome else "",
        "outcome_name": outcome.name if outcome else "",
        "values": Mixed(filled.values, filled.private),
    }
