"""SpiffWorkflow as it comes, never saved and never cut: what the runner's results are compared with."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import ExclusiveGateway
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.runner import Program
from engine.runner.specs import Choice
from engine.runner.steps import NO_VARIABLES, _arm_again, _catch
from engine.runner.workflow import Answers


class NeverSaved:
    """One instance that lives in memory alone. Steps and timers are told apart by element and order."""

    def __init__(
        self, program: Program, world: Any, *, reopened: bool = False, variables: Mapping[str, Any] = NO_VARIABLES
    ):
        self.path: list[str] = []
        self._answers = Answers(program, world, reopened=reopened)
        self._workflow = BpmnWorkflow(_predicting(program.spec), script_engine=self._answers)
        self._workflow.task_tree.data = dict(variables)
        self._go_on()
        self._answers._reopened = False

    def complete(self, place: int, variables: dict[str, Any]) -> None:
        task = self._waiting()[place]
        task.data = dict(variables)
        task.run()
        self._go_on(task.task_spec.bpmn_id)

    def fire(self, place: int) -> None:
        timer = self._listening()[place]
        split = timer.parent
        _catch(timer)
        self._go_on()
        _arm_again(timer.task_spec, split)

    def deliver(self, place: int) -> None:
        _catch(self._listening()[place])
        self._go_on()

    @property
    def completed(self) -> bool:
        return bool(self._workflow.is_completed())

    @property
    def waiting(self) -> list[str]:
        return [task.task_spec.bpmn_id for task in self._waiting()]

    @property
    def listening(self) -> list[str]:
        return [task.task_spec.bpmn_id for task in self._listening()]

    def _waiting(self) -> list[Any]:
        return _in_order(self._workflow.get_tasks(state=TaskState.READY, manual=True))

    def _listening(self) -> list[Any]:
        return _in_order(self._workflow.get_tasks(state=TaskState.WAITING, spec_class=BoundaryEvent))

    def _go_on(self, *first: str) -> None:
        self.path = list(first)

        def passed(task: Any) -> None:
            if task.task_spec.bpmn_id is not None:
                self.path.append(task.task_spec.bpmn_id)

        self._workflow.do_engine_steps(did_complete_task=passed)


def _predicting(spec: Any) -> Any:
    """The specification with the gateways of SpiffWorkflow, which look ahead on every way that might be taken."""
    stock = deepcopy(spec)
    for task_spec in stock.task_specs.values():
        if isinstance(task_spec, Choice):
            task_spec.__class__ = ExclusiveGateway
    return stock


def _in_order(tasks: list[Any]) -> list[Any]:
    """By element, and those of one element in the order in which they came to be."""
    born = {task_id: number for number, task_id in enumerate(tasks[0].workflow.tasks)} if tasks else {}
    return sorted(tasks, key=lambda task: (task.task_spec.name, born[task.id]))
