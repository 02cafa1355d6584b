"""What SpiffWorkflow is to do at an element of ours: operations, choices, and boundary events that read no clock."""

from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import ExclusiveGateway, ServiceTask
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.exceptions import WorkflowException

from engine.runner.errors import NoWayOut
from engine.sentences import say


class OperationTask(ServiceTask):
    """A service or send task: the engine's operation that the diagram names. It does no I/O and completes at once."""

    def _execute(self, spiff_task: Any) -> bool:
        spiff_task.workflow.script_engine.operate(spiff_task)
        return True  # None would leave the task started for ever


class Choice(ExclusiveGateway):
    """An exclusive gateway that says in a person's words when no way is open.

    It predicts no way: which one is taken is known when it runs, and what might have been is only carried along.
    """

    def _predict_hook(self, spiff_task: Any) -> None:
        pass

    def _run_hook(self, spiff_task: Any) -> Any:
        try:
            return super()._run_hook(spiff_task)
        except WorkflowException as error:
            name = self.bpmn_name or self.bpmn_id
            raise NoWayOut(self.bpmn_id, say("Ingen af vejene ud af “%(name)s” passer.", name=name)) from error


class Deadline(EventDefinition):
    """A boundary timer. It asks no clock: it fires when `fire` says so."""


class Message(EventDefinition):
    """A boundary message of that name. It carries nothing, and comes from `deliver` alone."""
