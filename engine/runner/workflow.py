"""SpiffWorkflow's workflow with our answers: expressions through `engine.expressions`, operations through the world.

Its engine looks for what can go on by walking the tree from the root, many times a step. Here the tasks are looked
through flat; where more than one is found, the tree's order decides, so that the result is the same.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from engine import expressions
from engine.diagrams import vocabulary as v
from engine.facts import Value
from engine.operations import Topic
from engine.runner.errors import NoWayOut
from engine.runner.program import Program
from engine.runner.specs import Choice
from engine.runner.tasks import QuietTask
from engine.runner.values import Chosen, World
from engine.sentences import say

MAX_STEPS = 300  # elements that one run may pass without a person


class Answers:
    """SpiffWorkflow's "script engine": it runs no scripts. It answers conditions and hands operations to the world."""

    def __init__(self, program: Program, world: World, *, reopened: bool):
        self._program, self._world, self._reopened = program, world, reopened
        self._read: dict[str, Value] = {}
        self._held: str | None = None  # the condition that was true

    def evaluate(self, spiff_task: Any, expression: str, external_context: object = None) -> Value:
        """The value of a condition. What it reads is kept until `chosen`."""
        names = self._names(spiff_task)

        def noted(name: str) -> Value:
            self._read[name] = value = names(name)
            return value

        holds = expressions.evaluate(expression, noted)
        if holds:
            self._held = expression
        return holds

    def chosen(self, place: int, gateway: str) -> Chosen | None:
        """What was evaluated since the last time, as the choice of that gateway; None where it has no choice."""
        read, held, self._read, self._held = self._read, self._held, {}, None
        ways = self._program.ways.get(gateway)
        return Chosen(place, ways[held], read) if ways else None

    def operate(self, spiff_task: Any) -> None:
        """Does the operation of a service or send task."""
        operation = self._program.diagram.operations[spiff_task.task_spec.bpmn_id]
        names = self._names(spiff_task)
        told = self._in_words(names) if operation.topic == Topic.NOTIFY else names
        parameters = {name: expressions.fill(text, told) for name, text in operation.parameters.items()}
        self._world.operate(operation, parameters)

    def _in_words(self, names: Callable[[str], Value]) -> Callable[[str], Value]:
        """The same values, as somebody reads them."""
        kinds = self._program.kinds
        return lambda name: self._world.in_words(name, kinds.get(name, ""), names(name))

    def _names(self, spiff_task: Any) -> Callable[[str], Value]:
        variables: Mapping[str, Value] = spiff_task.data

        def value_of(name: str) -> Value:
            if name == v.REOPENED:
                return self._reopened
            if name in variables:
                return self._typed(name, variables[name])
            if name == v.OUTCOME:
                return None
            try:
                return self._typed(name, self._world.fact(name))
            except KeyError:
                if name in self._program.variables:
                    return None
                raise

        return value_of

    def _typed(self, name: str, value: Value) -> Value:
        """A day is a text in the state."""
        return date.fromisoformat(value) if name in self._program.dates and isinstance(value, str) else value


class Workflow(BpmnWorkflow):
    """One instance in memory."""

    task_tree: Any

    def __init__(self, program: Program, answers: Answers, *, restoring: bool = False):
        super().__init__(program.spec, script_engine=answers, deserializing=True)
        self.program = program
        self.choices: list[Chosen] = []  # of `run`
        if not restoring:
            self.task_tree = QuietTask(self, self.spec.start, None, TaskState.FUTURE)
            self.spec.start._predict(self.task_tree, mask=TaskState.NOT_FINISHED_MASK)
            self.task_tree._ready()

    def run(self, *before: str) -> tuple[str, ...]:
        """Goes on until only people, deadlines and messages are waited for; the elements passed, in order.

        `before` was passed already.
        """
        path = list(before)
        passed = 0
        while ready := self._automatic():
            for spiff_task in ready:
                if spiff_task.state != TaskState.READY:
                    continue  # another of them has ended it
                spiff_task.run()
                passed += 1
                if spiff_task.task_spec.bpmn_id is not None:
                    self._pass(path, spiff_task.task_spec)
            if passed > MAX_STEPS:
                raise NoWayOut(path[-1], say("Processen kører i ring, uden at nogen får et trin."))
        return tuple(path)

    def _pass(self, path: list[str], task_spec: Any) -> None:
        if isinstance(task_spec, Choice):
            chosen = self.script_engine.chosen(len(path), task_spec.bpmn_id)
            self.choices += [chosen] if chosen else []
        path.append(task_spec.bpmn_id)

    def _automatic(self) -> list[Any]:
        ready = [t for t in self.tasks.values() if t._state == TaskState.READY and not t.task_spec.manual]
        if len(ready) > 1:
            ready = self.get_tasks(state=TaskState.READY, manual=False)
        return ready

    def update_waiting_tasks(self) -> None:
        """Looks whether a waiting join may go on. A waiting boundary event may not: somebody has to say so."""
        waiting = [t for t in self.tasks.values() if t._state == TaskState.WAITING and not _listens(t)]
        if len(waiting) > 1:
            waiting = [t for t in self.get_tasks(state=TaskState.WAITING) if not _listens(t)]
        for spiff_task in waiting:
            spiff_task.task_spec._update(spiff_task)


def _listens(spiff_task: Any) -> bool:
    return isinstance(spiff_task.task_spec, CatchingEvent)
