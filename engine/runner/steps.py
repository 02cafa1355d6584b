"""What can happen to a process: it starts, a person completes a step, a deadline passes, a message comes.

Each takes a state and gives the next; nothing is kept between two of them, and an exception leaves nothing behind.
"""

from collections.abc import Callable, Mapping
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.util.task import TaskState

from engine.facts import Value
from engine.runner import codec
from engine.runner.errors import StaleStep
from engine.runner.program import Program
from engine.runner.specs import Deadline, Message
from engine.runner.values import Listening, Run, Waiting, World
from engine.runner.workflow import Answers, Workflow

NO_VARIABLES: Mapping[str, Value] = {}


def start(
    program: Program, world: World, *, reopened: bool = False, variables: Mapping[str, Value] = NO_VARIABLES
) -> Run:
    """A new instance, run to where it first waits. `reopened` is what conditions read in this run alone."""
    workflow = Workflow(program, Answers(program, world, reopened=reopened))
    workflow.task_tree.data = _read_ones(program, variables)
    return _run_of(workflow, (), workflow.run())


def complete(program: Program, state: bytes, task_id: str, variables: Mapping[str, Value], world: World) -> Run:
    """A person completes a waiting step. `variables` replace those of earlier steps. Raises StaleStep."""
    workflow, before = _restored(program, state, world)
    spiff_task = workflow.tasks.get(task_id)
    if spiff_task is None or not _waits_for_person(spiff_task):
        raise StaleStep("Trinnet venter ikke længere.")
    spiff_task.data = _read_ones(program, variables)
    spiff_task.run()
    return _run_of(workflow, before, workflow.run(spiff_task.task_spec.bpmn_id))


def fire(program: Program, state: bytes, listening_id: str, world: World) -> Run | None:
    """A deadline has passed: its branch runs, and a new timer waits beside the step. None where it waits no longer."""
    workflow, before = _restored(program, state, world)
    timer = workflow.tasks.get(listening_id)
    if timer is None or not _hears(timer, lambda definition: isinstance(definition, Deadline)):
        return None
    split = timer.parent
    _catch(timer)
    path = workflow.run()
    if not timer.task_spec.cancel_activity:
        _arm_again(timer.task_spec, split)
    return _run_of(workflow, before, path)


def deliver(program: Program, state: bytes, message: str, world: World) -> Run | None:
    """A message comes to every step that waits for it. None where none does."""
    workflow, before = _restored(program, state, world)

    def hears(spiff_task: Any) -> bool:
        return _hears(spiff_task, lambda definition: isinstance(definition, Message) and definition.name == message)

    listening = [spiff_task for spiff_task in workflow.tasks.values() if hears(spiff_task)]
    if not listening:
        return None
    for spiff_task in listening:
        if hears(spiff_task):  # still, after the one before
            _catch(spiff_task)
    return _run_of(workflow, before, workflow.run())


def look(program: Program, state: bytes) -> Run:
    """Where a process stands, without going on."""
    return _standing(program, state, codec.read(state))


def _restored(program: Program, state: bytes, world: World) -> tuple[Workflow, tuple[Waiting, ...]]:
    stored = codec.read(state)
    workflow = codec.restore(program, stored, Answers(program, world, reopened=False))
    return workflow, _waiting(program, stored)


def _read_ones(program: Program, variables: Mapping[str, Value]) -> dict[str, Value]:
    """Those that the diagram reads: only they are kept in the state."""
    read = program.diagram.variables
    return {name: value for name, value in variables.items() if name in read and value is not None}


def _waits_for_person(spiff_task: Any) -> bool:
    return bool(spiff_task.state == TaskState.READY and spiff_task.task_spec.manual)


def _hears(spiff_task: Any, wanted: Callable[[Any], bool]) -> bool:
    task_spec = spiff_task.task_spec
    return bool(
        spiff_task.state == TaskState.WAITING
        and isinstance(task_spec, BoundaryEvent)
        and wanted(task_spec.event_definition)
    )


def _catch(spiff_task: Any) -> None:
    spiff_task.task_spec.catch(spiff_task, None)
    spiff_task.task_spec._update(spiff_task)


def _arm_again(task_spec: Any, split: Any) -> None:
    """A new timer beside the waiting step, waiting as the first one did: a deadline can be moved and pass again."""
    timer = split._add_child(task_spec, TaskState.MAYBE)
    task_spec._predict(timer)
    timer._set_state(TaskState.WAITING)
    task_spec._update(timer)


def _run_of(workflow: Workflow, before: tuple[Waiting, ...], path: tuple[str, ...]) -> Run:
    ended_as = path[-1] if workflow.completed else None
    state, stored = codec.save(workflow, ended_as)
    standing = _standing(workflow.program, state, stored)
    was, still = {one.id for one in before}, {one.id for one in standing.waiting}
    return Run(
        state=state,
        completed=standing.completed,
        ended_as=standing.ended_as,
        waiting=standing.waiting,
        listening=standing.listening,
        path=path,
        opened=tuple(one for one in standing.waiting if one.id not in was),
        gone=tuple(one.id for one in before if one.id not in still),
        choices=tuple(workflow.choices),
    )


def _standing(program: Program, state: bytes, stored: codec.Stored) -> Run:
    waiting = _waiting(program, stored)
    return Run(state, stored.completed, stored.ended_as, waiting, _listening(program, stored, waiting))


def _waiting(program: Program, stored: codec.Stored) -> tuple[Waiting, ...]:
    return tuple(Waiting(row.id, row.element) for row in _by_element(stored) if row.state == TaskState.READY)


def _listening(program: Program, stored: codec.Stored, waiting: tuple[Waiting, ...]) -> tuple[Listening, ...]:
    boundaries = program.diagram.boundaries
    # A boundary event and the step it hangs on have the same parent.
    steps = {(row.parent, row.element): row.id for row in stored.rows if row.state == TaskState.READY}
    return tuple(
        Listening(row.id, row.element, drawn.kind, drawn.reads, steps[row.parent, drawn.attached_to])
        for row in _by_element(stored)
        if row.state == TaskState.WAITING and (drawn := boundaries.get(row.element))
    )


def _by_element(stored: codec.Stored) -> list[codec.Row]:
    """Those of one element in the order in which they came; of several, the tree's order means nothing."""
    return sorted(stored.rows, key=lambda row: row.element)
