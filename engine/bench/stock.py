"""What B1 compares to: the same specification on SpiffWorkflow's engine, never saved, its services doing nothing."""

from collections.abc import Mapping
from typing import Any

from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine.diagrams import vocabulary as v
from engine.facts import FACTS, Value
from engine.model.diagrams import Operation
from engine.runner import Program
from engine.runner.workflow import Answers


class Nowhere:
    """A world in which nothing happens: facts stand as `facts` says, or are empty."""

    def __init__(self, facts: Mapping[str, Value]):
        self._facts = facts

    def fact(self, name: str) -> Value:
        _ = FACTS[name]
        return self._facts.get(name)

    def in_words(self, name: str, kind: str, value: Value) -> Value:
        return value

    def operate(self, operation: Operation, parameters: Mapping[str, Value]) -> None:
        pass


class Stock:
    """One instance on the engine as it comes."""

    def __init__(self, program: Program, facts: Mapping[str, Value]):
        self._workflow = BpmnWorkflow(program.spec, script_engine=Answers(program, Nowhere(facts), reopened=False))
        self._workflow.do_engine_steps()

    def press(self, outcome: str) -> None:
        """Completes the waiting step and goes on to where it waits again."""
        (spiff_task,) = self._waiting()
        spiff_task.data = {v.OUTCOME: outcome}
        spiff_task.run()
        self._workflow.do_engine_steps()

    def waiting(self) -> str | None:
        """The element that waits, or None at the end."""
        found = self._waiting()
        return str(found[0].task_spec.bpmn_id) if found else None

    def _waiting(self) -> list[Any]:
        return list(self._workflow.get_tasks(state=TaskState.READY, manual=True))
