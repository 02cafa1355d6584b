"""Deadlines that have passed (D-15, D-19): each is told of once an item and value."""

from dataclasses import replace
from functools import partial

from engine import runner
from engine.flow.acts import PassDeadline
from engine.flow.deciding import Deciding
from engine.flow.decision import Decision
from engine.flow.instances import go_on, run_safely
from engine.flow.judging import judge, own_open_tasks
from engine.flow.needs import RunningOf, WaitingOf
from engine.flow.stage import Stage
from engine.model.instances import Running
from engine.model.items import Status, WorkItem
from engine.model.occurrences import OccurrenceKind


def pass_deadline(deciding: Deciding, act: PassDeadline) -> Decision:
    """The drawn timer if a waiting step has one, else the hook; either way the item remembers that it was told.

    A solved case is not late: whoever has its closing step is told that it is still open (D-19). Raises Refused,
    ProcessFault.
    """
    item = deciding.current(act.kind, act.id)
    late = replace(item, overdue_for=item.deadline)
    solved = item.status == Status.SOLVED
    step = next(iter(deciding.get(WaitingOf(item.kind, item.id))), None)
    running = None if act.fault or solved else deciding.get(RunningOf(item.kind, item.id))
    drawn = running is not None and _fire_drawn(deciding, late, running)
    if not drawn:
        deciding.put(late, "overdue", **({"fault": act.fault} if act.fault else {}))
    after = deciding.current(item.kind, item.id)
    if solved:
        deciding.occur(OccurrenceKind.UNCLOSED, after, user_task=step)
    else:
        deciding.occur(OccurrenceKind.OVERDUE, after, user_task=step, drawn=drawn)
    return deciding.decision(item)


def _fire_drawn(deciding: Deciding, item: WorkItem, running: Running) -> bool:
    """Whether the diagram draws a timer that waits."""
    program = deciding.program(running.definition_id)
    stage = Stage(deciding, item, instance_id=running.id)
    for listening in run_safely(partial(runner.look, program, running.state)).listening:
        if listening.kind == "timer":
            run = run_safely(partial(runner.fire, program, running.state, listening.id, stage))
            if run is not None:
                judge(stage, "", own_open_tasks(stage), closable=True)
                go_on(deciding, stage, running, run, "overdue")
                return True
    return False
