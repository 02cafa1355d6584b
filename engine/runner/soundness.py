"""What must hold of every state before it is saved: better no step than a process that nobody can complete."""

from collections.abc import Sequence
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

from engine.runner.errors import BrokenState
from engine.runner.pruning import ACTIVE, is_open_split, is_spent_join
from engine.sentences import say

MAX_DEPTH = 500  # SpiffWorkflow stops looking at 1000, without a word


def check_tasks(workflow: Any) -> None:
    """Raises BrokenState for work that is open in a completed process, half done, or waits for what cannot come."""
    for task in workflow.tasks.values():
        if task._state == TaskState.ERROR:
            raise BrokenState(say("Trinnet “%(step)s” gik galt.", step=_name(task)))
        if not task._state & ACTIVE:
            continue
        if workflow.completed:
            raise BrokenState(say("Processen er slut, men “%(step)s” venter stadig.", step=_name(task)))
        if not _may_wait(task):
            raise BrokenState(say("Trinnet “%(step)s” er blevet stående.", step=_name(task)))


def check_depth(parents: Sequence[int]) -> None:
    """Raises BrokenState for a tree so deep that its leaves might be overlooked. A parent comes before its child."""
    depths: list[int] = []
    for parent in parents:
        depths.append(depths[parent] + 1 if parent >= 0 else 0)
    if depths and max(depths) > MAX_DEPTH:
        raise BrokenState(
            say(
                "Processens tilstand er %(depth)s trin dyb; den må højst være %(most)s.",
                depth=max(depths),
                most=MAX_DEPTH,
            )
        )


def _may_wait(task: Any) -> bool:
    """READY is a person's; WAITING a boundary event of a waiting user task, or a join whose branches are under way."""
    task_spec, parent = task.task_spec, task.parent
    if task._state == TaskState.READY:
        return bool(task_spec.manual)
    if task._state != TaskState.WAITING:
        return False
    if isinstance(task_spec, BoundaryEvent):
        return is_open_split(parent)
    if is_spent_join(task, parent):
        return is_open_split(parent.parent)
    return isinstance(task_spec, UnstructuredJoin)


def _name(task: Any) -> str:
    return str(getattr(task.task_spec, "bpmn_name", None) or task.task_spec.name)
