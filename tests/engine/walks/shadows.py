"""Every process of a desk a second time, on SpiffWorkflow never saved: what the desk does, its shadow does after it.

The shadow asks no tables: it is given what the desk's process was told, and has to ask for the same, in the same order.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from engine import flow, runner
from engine.flow import Decision, Missing, Standing
from engine.runner import Program, Run, look
from tests.engine.runner.stock import NeverSaved

Said = tuple[str, str, Any]  # ("fact" or "unknown", name, value) or ("operate", topic, parameters)


@dataclass
class Heard:
    """The world of one run, with everything said in it written down."""

    world: Any
    said: list[Said] = field(default_factory=list)

    def fact(self, name: str) -> Any:
        try:
            value = self.world.fact(name)
        except KeyError:
            self.said.append(("unknown", name, None))
            raise
        self.said.append(("fact", name, value))
        return value

    def in_words(self, name: str, kind: str, value: Any) -> Any:
        return value

    def operate(self, operation: Any, parameters: Mapping[str, Any]) -> None:
        self.said.append(("operate", operation.topic, dict(parameters)))
        self.world.operate(operation, parameters)


@dataclass
class Retold:
    """A world that answers as another was answered; whoever asks something else is not the same process."""

    said: list[Said] = field(default_factory=list)

    def fact(self, name: str) -> Any:
        kind, asked, value = self.said.pop(0)
        assert asked == name
        if kind == "unknown":
            raise KeyError(name)
        assert kind == "fact"
        return value

    def in_words(self, name: str, kind: str, value: Any) -> Any:
        return value

    def operate(self, operation: Any, parameters: Mapping[str, Any]) -> None:
        assert self.said.pop(0) == ("operate", operation.topic, dict(parameters))


@dataclass
class Shadow:
    """One instance: never saved, with all that it has passed."""

    program: Program
    stock: NeverSaved
    world: Retold
    path: list[str]

    def compare(self, run: Run) -> None:
        assert self.world.said == [], "the desk's process asked for more"
        assert run.completed == self.stock.completed
        assert [one.element for one in run.waiting] == self.stock.waiting
        assert [one.element for one in run.listening] == self.stock.listening
        assert list(run.path) == self.stock.path
        self.path += run.path


class Shadows:
    """All instances of a desk: those that run, by the state that they are saved in, and those that have ended."""

    def __init__(self) -> None:
        self.running: dict[bytes, Shadow] = {}
        self.ended: list[Shadow] = []
        self._undone: list[Callable[[], None]] = []  # what the desk ran and has not committed

    def follow(self, patch: pytest.MonkeyPatch) -> None:
        """From now on, every run of the desk's."""
        patch.setattr(runner, "start", self._start(runner.start))
        patch.setattr(runner, "complete", self._complete(runner.complete))
        patch.setattr(runner, "fire", self._fire(runner.fire))
        patch.setattr(runner, "deliver", self._deliver(runner.deliver))
        patch.setattr(flow, "decide", self._decide(flow.decide))

    def commit(self) -> None:
        """The desk's act is done: the shadows do it too, and have to stand where the desk's processes stand."""
        steps, self._undone = self._undone, []
        for step in steps:
            step()

    def roll_back(self) -> None:
        self._undone.clear()

    def _decide(self, original: Any) -> Any:
        def decide(standing: Standing, act: flow.Act) -> Decision:
            kept = len(self._undone)
            try:
                decision: Decision = original(standing, act)
            except Missing:  # it is decided again
                del self._undone[kept:]
                raise
            return decision

        return decide

    @contextmanager
    def looking_away(self) -> Iterator[None]:
        """What is run meanwhile is none of the desk's."""
        kept = len(self._undone)
        yield
        del self._undone[kept:]

    def _start(self, original: Any) -> Any:
        def start(program: Program, world: Any, *, reopened: bool = False, variables: Mapping[str, Any]) -> Run:
            heard = Heard(world)
            run: Run = original(program, heard, reopened=reopened, variables=variables)

            def again() -> None:
                retold = Retold(heard.said)
                stock = NeverSaved(program, retold, reopened=reopened, variables=_given(variables))
                self._keep(Shadow(program, stock, retold, []), run)

            self._undone.append(again)
            return run

        return start

    def _complete(self, original: Any) -> Any:
        def complete(program: Program, state: bytes, task_id: str, variables: Mapping[str, Any], world: Any) -> Run:
            heard = Heard(world)
            run: Run = original(program, state, task_id, variables, heard)
            place = [one.id for one in look(program, state).waiting].index(task_id)
            self._follow(state, heard, run, lambda stock: stock.complete(place, _given(variables)))
            return run

        return complete

    def _fire(self, original: Any) -> Any:
        def fire(program: Program, state: bytes, listening_id: str, world: Any) -> Run | None:
            heard = Heard(world)
            run: Run | None = original(program, state, listening_id, heard)
            if run is not None:
                place = [one.id for one in look(program, state).listening].index(listening_id)
                self._follow(state, heard, run, lambda stock: stock.fire(place))
            return run

        return fire

    def _deliver(self, original: Any) -> Any:
        def deliver(program: Program, state: bytes, message: str, world: Any) -> Run | None:
            heard = Heard(world)
            run: Run | None = original(program, state, message, heard)
            if run is not None:
                (place,) = [n for n, one in enumerate(look(program, state).listening) if one.reads == message]
                self._follow(state, heard, run, lambda stock: stock.deliver(place))
            return run

        return deliver

    def _follow(self, state: bytes, heard: Heard, run: Run, act: Callable[[NeverSaved], None]) -> None:
        def again() -> None:
            shadow = self.running.pop(state)
            shadow.world.said[:] = heard.said
            act(shadow.stock)
            self._keep(shadow, run)

        self._undone.append(again)

    def _keep(self, shadow: Shadow, run: Run) -> None:
        shadow.compare(run)
        if run.completed:
            self.ended.append(shadow)
        else:
            self.running[run.state] = shadow


def _given(variables: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in variables.items() if value is not None}
