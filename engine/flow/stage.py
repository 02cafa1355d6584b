"""What a running process sees and changes: one work item, in memory, in the middle of one run."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from engine.facts import FACTS, Situation, Value
from engine.flow.deciding import Deciding
from engine.flow.naming import in_words
from engine.flow.needs import AnswersOf
from engine.model.diagrams import Operation
from engine.model.items import Task, WorkItem
from engine.operations import OPERATIONS, Deed, Topic

Parameters = Mapping[str, Value]
NOTHING: Mapping[str, Value] = {}


class Stage:
    """The runner's `World`: facts are read from the item as it is at that moment, operations change it (PROCESSES).

    `answered` {field id: value} are the answers of the step in hand, its empty fields among them; those of earlier
    steps of the instance are read when they are asked for (D-24).
    """

    def __init__(
        self,
        deciding: Deciding,
        item: WorkItem,
        *,
        chosen_agent_id: int | None = None,
        chosen_team_id: int | None = None,
        comment: str = "",
        solution: str = "",
        instance_id: int | None = None,
        answered: Mapping[str, Value] = NOTHING,
    ):
        self.deciding, self._instance_id, self._answered = deciding, instance_id, answered
        self.comment = comment  # what was written with the step
        self.before = Situation(
            item=item,
            parent=deciding.case_of(item) if isinstance(item, Task) else None,
            directory=deciding.directory,
            actor_id=deciding.by.agent,
            now=deciding.now,
            chosen_agent_id=chosen_agent_id,
            chosen_team_id=chosen_team_id,
            solution=solution,
        )
        self.situation = self.before
        self.done: list[tuple[Topic, Parameters]] = []  # operations in the order they ran
        self.deeds: set[Deed] = set()  # what they amount to

    def fact(self, name: str) -> Value:
        if name == "solution" and not self.situation.solution and self.situation.item.solution_entry_id:
            text = self.deciding.text_of(self.situation.item.solution_entry_id)
            self.situation = replace(self.situation, solution=text)
        return FACTS[name].read(self.situation) if name in FACTS else self.answers[name]

    @cached_property
    def answers(self) -> Mapping[str, Value]:
        """{field id: its latest answer in the instance}."""
        if self._instance_id is None:
            return self._answered
        return {**self.deciding.get(AnswersOf(self._instance_id)), **self._answered}

    def in_words(self, name: str, kind: str, value: Value) -> Value:
        return in_words(name, kind, value, self.situation.directory)

    def operate(self, operation: Operation, parameters: Parameters) -> None:
        kind = OPERATIONS[operation.topic]
        self.done.append((kind.topic, parameters))
        if deed := kind.deed(parameters):
            self.deeds.add(deed)
        if kind.apply is not None:
            self.situation = kind.apply(self.situation, parameters)

    def did(self, topic: Topic, **parameters: Value) -> bool:
        """Whether that operation ran, with those parameters."""
        return any(t == topic and all(p.get(n) == v for n, v in parameters.items()) for t, p in self.done)

    @property
    def starts_elsewhere(self) -> bool:
        """`pass-on` ran: another process takes over (D-03)."""
        return self.situation.passing_on
