"""Which tasks of a tree have to be kept for the process to go on as if all had been: the others are spliced out.

SpiffWorkflow's tree grows with every step and is never cut, so a case that is reopened often grows slow, and at last
dies. What has finished is of no use to what comes, except that a join looks at the last task of each of its branches
and merges their data, and that a boundary event's scope is found by its open split.
"""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.control import BoundaryEventJoin, BoundaryEventSplit, _EndJoin
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.specs.Join import Join
from SpiffWorkflow.util.task import TaskState

ACTIVE = TaskState.READY | TaskState.WAITING | TaskState.STARTED
AHEAD = TaskState.MAYBE | TaskState.LIKELY | TaskState.FUTURE  # predicted, not reached

Parents = Mapping[Any, Any]


def kept(workflow: Any) -> Parents:
    """Task id → its nearest kept ancestor's id (None for the root), in the order in which the tasks came to be."""
    tasks = workflow.tasks
    anchors = [task for task in tasks.values() if _is_needed(task, tasks)]
    anchors += [tasks[task._parent] for task in anchors if isinstance(task.task_spec, Join)]
    ways = _ways_to_root(anchors, tasks)
    keep = {workflow.task_tree.id, *(task.id for task in anchors)}
    for task_id, children in ways.items():
        if len(children) > 1:
            keep.add(task_id)
        if is_open_split(tasks[task_id]):
            keep.update((task_id, *children))
    for task in anchors:
        if task._state & ACTIVE:
            keep.update(_ids_ahead(task, tasks))
    return {task_id: _nearest(task, keep, tasks) for task_id, task in tasks.items() if task_id in keep}


def is_open_split(spiff_task: Any) -> bool:
    """Whether the user task inside it still waits; only then do its boundary events mean anything."""
    return isinstance(spiff_task.task_spec, BoundaryEventSplit) and any(
        child._state & ACTIVE and not isinstance(child.task_spec, BoundaryEvent | Join) for child in spiff_task.children
    )


def is_spent_join(spiff_task: Any, parent: Any) -> bool:
    """The join behind a fired boundary event: the user task's own join closes the scope."""
    return isinstance(spiff_task.task_spec, BoundaryEventJoin) and isinstance(parent.task_spec, BoundaryEvent)


def _is_needed(task: Any, tasks: Mapping[Any, Any]) -> bool:
    if task._state & ACTIVE:
        return not (task._state == TaskState.WAITING and is_spent_join(task, tasks[task._parent]))
    # Of the branches that have come to a parallel join only the last waits; the others lie cancelled.
    return (
        task._state == TaskState.CANCELLED
        and isinstance(task.task_spec, UnstructuredJoin)
        and not isinstance(task.task_spec, _EndJoin)
    )


def _ways_to_root(anchors: list[Any], tasks: Mapping[Any, Any]) -> dict[Any, set[Any]]:
    """For each task above an anchor: those of its children that lead to one."""
    ways: dict[Any, set[Any]] = {}
    for anchor in anchors:
        child_id, parent_id = anchor.id, anchor._parent
        while parent_id is not None:
            children = ways.setdefault(parent_id, set())
            if child_id in children:
                break
            children.add(child_id)
            child_id, parent_id = parent_id, tasks[parent_id]._parent
    return ways


def _ids_ahead(task: Any, tasks: Mapping[Any, Any]) -> list[Any]:
    found: list[Any] = []
    open_ends = list(task._children)
    while open_ends:
        child = tasks[open_ends.pop()]
        if child._state & AHEAD:
            found.append(child.id)
            open_ends.extend(child._children)
    return found


def _nearest(task: Any, keep: set[Any], tasks: Mapping[Any, Any]) -> Any:
    parent_id = task._parent
    while parent_id is not None and parent_id not in keep:
        parent_id = tasks[parent_id]._parent
    return parent_id
