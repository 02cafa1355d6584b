"""What a running process sees and changes: one work item, in memory, in the middle of one run."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property

from engine import rules
from engine.desk.naming import in_words
from engine.desk.unit import Unit
from engine.facts import FACTS, Situation, Value
from engine.model.diagrams import Operation
from engine.model.items import Case, Status, Task, WorkItem
from engine.operations import OPERATIONS
from engine.store import answers, correspondence, items

Parameters = Mapping[str, Value]
NOTHING: Mapping[str, Value] = {}


class Stage:
    """The runner's `World`: facts are read from the item as it is at that moment, operations change it (PROCESSES).

    `answered` {field id: value} are the answers of the step in hand, its empty fields among them; those of earlier
    steps of the instance are read when they are asked for (D-24).
    """

    def __init__(
        self,
        unit: Unit,
        item: WorkItem,
        *,
        chosen_agent_id: int | None = None,
        chosen_team_id: int | None = None,
        comment: str = "",
        solution: str = "",
        instance_id: int | None = None,
        answered: Mapping[str, Value] = NOTHING,
    ):
        self.unit, self._instance_id, self._answered = unit, instance_id, answered
        self.comment = comment  # what was written with the step
        self.before = Situation(
            item=item,
            parent=unit.case_of(item) if isinstance(item, Task) else None,
            directory=unit.directory,
            actor_id=unit.by,
            now=unit.now,
            chosen_agent_id=chosen_agent_id,
            chosen_team_id=chosen_team_id,
            solution=solution,
        )
        self.situation = self.before
        self.done: list[tuple[str, Parameters]] = []  # operations in the order they ran

    def fact(self, name: str) -> Value:
        if name == "solution" and not self.situation.solution and self.situation.item.solution_entry_id:
            text = correspondence.text_of(self.unit.connection, self.situation.item.solution_entry_id)
            self.situation = replace(self.situation, solution=text)
        return FACTS[name].read(self.situation) if name in FACTS else self.answers[name]

    @cached_property
    def answers(self) -> Mapping[str, Value]:
        """{field id: its latest answer in the instance}."""
        if self._instance_id is None:
            return self._answered
        return {**answers.of_instance(self.unit.connection, self._instance_id), **self._answered}

    def in_words(self, name: str, kind: str, value: Value) -> Value:
        return in_words(name, kind, value, self.situation.directory)

    def operate(self, operation: Operation, parameters: Parameters) -> None:
        kind = OPERATIONS[operation.topic]
        self.done.append((operation.topic, parameters))
        if kind.apply is not None:
            self.situation = kind.apply(self.situation, parameters)

    def did(self, topic: str, **parameters: Value) -> bool:
        """Whether that operation ran, with those parameters."""
        return any(t == topic and all(p.get(n) == v for n, v in parameters.items()) for t, p in self.done)

    @property
    def starts_elsewhere(self) -> bool:
        """`pass-on` ran: another process takes over (D-03)."""
        return self.situation.passing_on


def moments_of(stage: Stage, *, starting: bool = False) -> list[type[rules.Act]]:
    """Which acts of a person the run amounts to, whatever the diagram draws (D-08): each is judged."""
    before, after = stage.before.item, stage.situation.item
    acts: list[type[rules.Act]] = []
    if stage.situation.closing:
        acts.append(rules.Closing)
    if stage.did("set-status", status=Status.SOLVED.value):
        acts.append(rules.Solving)
    reopens = stage.did("set-status", status=Status.ASSIGNED.value)
    if reopens:
        acts.append(rules.Reopening)
    if stage.starts_elsewhere:
        acts.append(rules.PassingOn)
    elsewhere = after.team_id != before.team_id or stage.before.chosen_team_id is not None
    crosses = stage.situation.department != stage.before.department  # D-03, whatever moved it
    moves = elsewhere and stage.did("assign-team") or crosses
    if moves and not (starting or reopens or stage.starts_elsewhere or stage.did("return-to-creator")):
        acts.append(rules.Moving)
    if stage.did("send-back"):
        acts.append(rules.SendingBack)
    chosen = stage.before.chosen_agent_id
    if chosen is not None and not starting and not acts and stage.did("assign-agent", agent=chosen):
        acts.append(rules.Dispatching)
    return acts


def judge(stage: Stage, comment: str, open_tasks: tuple[Task, ...], *, closable: bool, starting: bool = False) -> None:
    """Asks the rules of everything the run did, before any of it is saved (D-07: again, as it is applied)."""
    for act in moments_of(stage, starting=starting):
        moment = act(
            before=stage.before,
            after=stage.situation,
            comment=comment,
            has_solution=stage.before.item.solution_entry_id is not None,
            open_tasks=open_tasks,
            closable=closable,
        )
        stage.unit.judge(moment, stage.before.item)


def own_open_tasks(unit: Unit, stage: Stage) -> tuple[Task, ...]:
    """The case's tasks that are not solved; asked for only where a rule needs them."""
    if not ({"close-case", "pass-on"} & {topic for topic, _ in stage.done}) and not (
        isinstance(stage.before.item, Case) and stage.did("set-status", status=Status.SOLVED.value)
    ):
        return ()
    held = {task.id: task for task in items.tasks_of(unit.connection, stage.before.case.id)}
    if isinstance(stage.situation.item, Task):
        held[stage.situation.item.id] = stage.situation.item
    return tuple(task for task in held.values() if task.is_open)
