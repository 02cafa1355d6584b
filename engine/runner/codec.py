"""A running process as bytes and back: the tasks that matter, one short row each. The specification is not in them.

The format is `{"format": 1, "rows": […]}`, or `{"format": 1, "ended_as": id}` for a process that has ended. A row is
`[id, parent's row or -1, element, state, changes, deletions, internal data, time of last change]`, where changes and
deletions are those against the parent's data; what is empty at its end is left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import orjson
from SpiffWorkflow.bpmn.specs.mixins.unstructured_join import UnstructuredJoin
from SpiffWorkflow.util.task import TaskState

from engine.runner.errors import BrokenState
from engine.runner.program import Program
from engine.runner.pruning import AHEAD, kept
from engine.runner.soundness import check_depth, check_tasks
from engine.runner.tasks import QuietTask
from engine.runner.workflow import Answers, Workflow
from engine.sentences import say

FORMAT = 1


class Row(NamedTuple):
    """One task. `parent` is the index of its parent's row; `changed` is told only of a branch that waits in a join."""

    id: str
    parent: int
    element: str
    state: int
    changes: Mapping[str, Any]
    deletions: Sequence[str]
    internal: Mapping[str, Any]
    changed: float


@dataclass(frozen=True)
class Stored:
    """A state that has been read. `rows` is empty when the process has ended."""

    completed: bool
    ended_as: str | None
    rows: tuple[Row, ...]


def save(workflow: Workflow, ended_as: str | None) -> tuple[bytes, Stored]:
    """The state as bytes, and as rows; raises BrokenState for one that could not go on, or that lost something."""
    check_tasks(workflow)
    if workflow.completed:
        return orjson.dumps({"format": FORMAT, "ended_as": ended_as}), Stored(True, ended_as, ())
    rows = tuple(_rows(workflow))
    check_depth([row.parent for row in rows])
    state = orjson.dumps({"format": FORMAT, "rows": [_packed(row) for row in rows]})
    return state, Stored(False, None, rows)


def read(state: bytes) -> Stored:
    """What a state says; raises BrokenState where that is nothing."""
    try:
        content = orjson.loads(state)
        if content["format"] != FORMAT:
            raise BrokenState(say("Tilstanden er gemt i format %(format)s, som ikke kendes.", format=content["format"]))
        if "rows" not in content:
            return Stored(True, content["ended_as"], ())
        return Stored(False, None, tuple(_unpacked(row) for row in content["rows"]))
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise BrokenState(say("Den gemte tilstand kan ikke læses.")) from error


def restore(program: Program, stored: Stored, answers: Answers) -> Workflow:
    """The instance in memory again, as it was when it was saved; raises BrokenState where the diagram is another."""
    workflow = Workflow(program, answers, restoring=True)
    workflow.completed = stored.completed
    made: list[Any] = []
    for row in stored.rows:
        task_spec = program.spec.task_specs.get(row.element)
        if task_spec is None or row.parent >= len(made) or (row.parent < 0) == bool(made):
            raise BrokenState(say("Den gemte tilstand hører ikke til diagrammet %(key)s.", key=program.diagram.key))
        parent = made[row.parent] if made else None
        task = QuietTask(workflow, task_spec, parent, row.state, row.id)
        task.data = _data(row, parent)
        task.internal_data = dict(row.internal)
        task.last_state_change = row.changed
        made.append(task)
    workflow.task_tree = made[0] if made else None
    return workflow


def _rows(workflow: Workflow) -> Iterator[Row]:
    tasks = workflow.tasks
    parents = kept(workflow)
    number = {task_id: index for index, task_id in enumerate(parents)}
    for task_id, parent_id in parents.items():
        task = tasks[task_id]
        data, inherited = task.data, {}
        if parent_id is not None and not task._state & AHEAD:
            inherited = tasks[parent_id].data
        waits_in_join = task._state == TaskState.CANCELLED and isinstance(task.task_spec, UnstructuredJoin)
        yield Row(
            task_id,
            -1 if parent_id is None else number[parent_id],
            task.task_spec.name,
            task._state,
            {k: v for k, v in data.items() if k not in inherited or not _same(inherited[k], v)} if data else {},
            tuple(k for k in inherited if k not in data) if inherited else (),
            task.internal_data,
            task.last_state_change if waits_in_join else 0.0,
        )


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and bool(one == other)  # True is not 1


def _data(row: Row, parent: Any) -> dict[str, Any]:
    data = dict(parent.data) if parent is not None and not row.state & AHEAD else {}
    for name in row.deletions:
        data.pop(name, None)
    data.update(row.changes)
    return data


def _packed(row: Row) -> list[Any]:
    changes = {name: _as_json(value) for name, value in row.changes.items()}
    packed = [row.id, row.parent, row.element, row.state, changes, row.deletions, row.internal, row.changed]
    while not packed[-1]:
        packed.pop()
    return packed


def _unpacked(packed: list[Any]) -> Row:
    task_id, parent, element, state = packed[:4]
    changes, deletions, internal, changed = (*packed[4:], *_NOTHING[len(packed) - 4 :])
    changes = {name: _from_json(value) for name, value in changes.items()}
    return Row(task_id, parent, element, state, changes, deletions, internal, changed)


_NOTHING: tuple[Any, ...] = ({}, (), {}, 0.0)


def _as_json(value: Any) -> Any:
    """Variables are single values; of these JSON lacks the time alone."""
    return {"at": value.isoformat()} if isinstance(value, datetime) else value


def _from_json(value: Any) -> Any:
    return datetime.fromisoformat(value["at"]) if isinstance(value, dict) else value
