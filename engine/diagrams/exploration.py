"""The ways a case or a task can go through a drawing: every step, button, deadline and message tried, in memory. Pure.

What the tables would say is not known here, so every answer that a condition can have is tried; the status of the item
alone is followed, for it decides whether the desk lets a process end or go on (D-01).
"""

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from engine.diagrams import vocabulary as v
from engine.diagrams.choices import met_at
from engine.diagrams.drawing import Drawing, Node, once_a_drawing
from engine.diagrams.read import form_at, operation_at, what_it_waits_for
from engine.diagrams.sides import Side, at_start
from engine.model.diagrams import Operation, Outcome
from engine.model.items import Kind, Status
from engine.operations import OPERATIONS, Deed

MOST_AT_ONCE = 200  # elements that one act may pass; the runner gives up at 300
MOST_STANDINGS = 2_000  # what is tried of a drawing made to be confusing
_MOST_PASSED = 60_000
_MOST_WAITING = 6  # different steps at once
_MOST_ALIKE = 2  # of one step, which each deadline may open anew: a third would show nothing more

Answered = frozenset[tuple[str, str]]  # (step, button) whose answers a condition reads


@dataclass(frozen=True)
class Standing:
    """Where an item can stand: the steps that wait, the parallel joins that have heard some of their arrows."""

    steps: tuple[str, ...] = ()
    joins: frozenset[tuple[str, str, Answered]] = frozenset()
    status: Status = Status.REGISTERED
    side: Side = Side()


@dataclass(frozen=True)
class Act:
    """What sets an item going: `kind` is start, reopened, step, deadline or closed; `element` and `outcome` where."""

    kind: str
    element: str = ""
    outcome: Outcome | None = None


@dataclass(frozen=True)
class Going:
    """One act under way. `moving` are the arrows still to be followed, `deeds` what its operations amount to.

    `places` says which operation each deed came from. It, and how many elements were `passed`, make no other going.
    """

    standing: Standing
    moving: tuple[tuple[str, str, Answered], ...]  # (arrow, its target, answers)
    deeds: frozenset[Deed] = frozenset()
    last: str = ""
    passed: int = field(default=0, compare=False)
    places: Mapping[Deed, str] = field(default_factory=dict, compare=False)

    @property
    def passing_on(self) -> bool:
        return Deed.PASS_ON in self.deeds


@dataclass(frozen=True)
class Came:
    """What one act can lead to."""

    act: Act
    kind: Kind
    before: Standing
    after: Going

    @property
    def fault(self) -> str:
        """Why the desk would not let it happen: a rule of the check, or "" (`engine.flow.instances` asks the same)."""
        standing, after = self.after.standing, self.after
        if after.moving:
            return "too-many-at-once"
        if len(set(standing.steps)) > _MOST_WAITING:
            return "too-parallel"
        if not standing.steps and standing.joins:
            return "stands-still"
        if not standing.steps:
            return "ends-open" if self._is_open and not after.passing_on else ""
        if after.passing_on:
            return "waits-after-passing-on"
        return "waits-after-closing" if self.kind == Kind.CASE and standing.status == Status.CLOSED else ""

    @property
    def _is_open(self) -> bool:
        status = self.after.standing.status
        return status != Status.CLOSED if self.kind == Kind.CASE else status != Status.SOLVED


class TooMuch(Exception):
    """So much can be open at once that it cannot all be tried; its argument is the standing that was reached."""


@dataclass
class Exploration:
    """Tries a drawing out. `kind` is what its start form makes.

    `by_timer` are the operations that a deadline leads to, with no person between, by what they amount to.
    """

    drawing: Drawing
    kind: Kind
    by_timer: dict[Deed, set[str]] = field(default_factory=lambda: defaultdict(set), init=False)
    _passed: int = field(default=0, init=False)

    def came(self) -> Iterator[Came]:
        """Everything that can come of anything, until there is no more; raises TooMuch where that never ends."""
        seen: set[Standing] = set()
        open_ends: deque[Standing] = deque()
        for one in self._starts():
            yield one
            if not one.fault:
                open_ends.append(one.after.standing)
        while open_ends:
            standing = open_ends.popleft()
            if standing in seen or max(Counter(standing.steps).values(), default=0) > _MOST_ALIKE:
                continue
            if len(seen) >= MOST_STANDINGS:
                raise TooMuch(standing)
            seen.add(standing)
            for one in self._acts(standing):
                yield one
                if not one.fault:
                    open_ends.append(one.after.standing)

    def _starts(self) -> Iterator[Came]:
        ended = (Status.SOLVED, Status.CLOSED) if self.kind == Kind.CASE else (Status.SOLVED,)
        for start in self.drawing.of_kind(v.START)[:1]:
            fresh = Standing(side=at_start(self.drawing, self.kind))
            yield from self._run(Act("start", start.id), fresh, fresh, start.id, "")
            for status in ended:
                ended_as = Standing(status=status)
                yield from self._run(Act("reopened", start.id), ended_as, ended_as, start.id, "")

    def _acts(self, standing: Standing) -> Iterator[Came]:
        for step in dict.fromkeys(standing.steps):
            left = _without(standing, step)
            for outcome in form_at(self.drawing, step).outcomes or (None,):
                act = Act("step", step, outcome)
                yield from self._run(act, standing, left, step, outcome.id if outcome else "")
            for timer in self._listening(step, "timer"):
                yield from self._run(Act("deadline", timer.id), standing, standing, timer.id, "")
        yield from self._closed(standing)

    def _closed(self, standing: Standing) -> Iterator[Came]:
        """D-06: the case is closed from outside; every step that waits for that goes on."""
        heard = {step: self._listening(step, "message") for step in standing.steps}
        events = [events[0] for events in heard.values() if events]
        if events and (self.kind == Kind.CASE or standing.status == Status.SOLVED):
            steps = tuple(step for step in standing.steps if not heard[step])
            left = replace(standing, steps=steps)
            if self.kind == Kind.CASE:
                left = replace(left, status=Status.CLOSED)
            moving = tuple(arrow for event in events for arrow in self._ahead(event.id, _one(event.id, "")))
            act = Act("closed", events[0].id)
            for going in self._followed(Going(left, moving), act):
                yield Came(act, self.kind, standing, going)

    def _run(self, act: Act, before: Standing, left: Standing, node: str, outcome: str) -> Iterator[Came]:
        for going in self._followed(Going(left, self._ahead(node, _one(node, outcome))), act):
            yield Came(act, self.kind, before, going)

    def _followed(self, going: Going, act: Act) -> Iterator[Going]:
        """Where the arrows lead, until only people are waited for; each place once."""
        tried, open_ends = set(), [going]
        while open_ends:
            one = open_ends.pop()
            if one in tried:
                continue
            tried.add(one)
            self._passed += 1
            if self._passed > _MOST_PASSED:
                raise TooMuch(going.standing)
            if not one.moving or one.passed > MOST_AT_ONCE:
                yield one
            else:
                open_ends += self._next(one, act)

    def _next(self, going: Going, act: Act) -> list[Going]:
        (arrow, target, answers), *rest = going.moving
        node = self.drawing.nodes.get(target)
        going = replace(going, moving=tuple(rest), passed=going.passed + 1, last=target)
        if node is None:
            return [going]
        if node.kind in v.STEP_KINDS:
            steps = tuple(sorted((*going.standing.steps, target)))
            return [replace(going, standing=replace(going.standing, steps=steps))]
        if node.kind in v.OPERATION_KINDS:
            return [self._on(one, target, answers) for one in self._operated(going, node, act)]
        if node.kind == v.EXCLUSIVE:
            return [
                replace(going, moving=(*going.moving, (flow.id, flow.target, answers)))
                for flow in self.drawing.outgoing.get(target, ())
                if self._may_take(flow.id, node, going, answers, act)
            ]
        if node.kind == v.PARALLEL:
            return [self._joined(going, node, arrow, answers)]
        return [going]

    def _on(self, going: Going, node: str, answers: Answered) -> Going:
        return replace(going, moving=(*going.moving, *self._ahead(node, answers)))

    def _ahead(self, node: str, answers: Answered) -> tuple[tuple[str, str, Answered], ...]:
        return tuple((flow.id, flow.target, answers) for flow in self.drawing.outgoing.get(node, ()))

    def _may_take(self, flow: str, gateway: Node, going: Going, answers: Answered, act: Act) -> bool:
        ways = self.drawing.outgoing.get(gateway.id, ())
        if len(ways) == 1 and ways[0].condition is None:
            return True
        status = going.standing.status
        closed = status == Status.CLOSED if self.kind == Kind.CASE else None
        return any(
            flow in one.open and (one.after, one.outcome) in answers
            for one in met_at(self.drawing, gateway.id)
            if one.agrees(status.value, closed, act.kind == "reopened")
        )

    def _joined(self, going: Going, gateway: Node, arrow: str, answers: Answered) -> Going:
        incoming = {flow.id for flow in self.drawing.incoming.get(gateway.id, ())}
        if len(incoming) < 2:
            return self._on(going, gateway.id, answers)
        joins = {*going.standing.joins, (gateway.id, arrow, answers)}
        here = {one for one in joins if one[0] == gateway.id}
        if {one[1] for one in here} < incoming:
            return replace(going, standing=replace(going.standing, joins=frozenset(joins)))
        going = replace(going, standing=replace(going.standing, joins=frozenset(joins - here)))
        return self._on(going, gateway.id, frozenset(pair for one in here for pair in one[2]))

    def _operated(self, going: Going, node: Node, act: Act) -> Iterator[Going]:
        operation = operation_at(self.drawing, node.id)
        if deed := deed_of(operation):
            if act.kind == "deadline":
                self.by_timer[deed].add(node.id)
            places = {**going.places, deed: node.id}
            going = replace(going, deeds=going.deeds | {deed}, places=places)
        for status in self._statuses(operation, going.standing.status):
            side = going.standing.side.after(operation)
            yield replace(going, standing=replace(going.standing, status=status, side=side))

    def _statuses(self, operation: Operation, now: Status) -> tuple[Status, ...]:
        """D-10: what an operation can make of an item's status; what closes a case leaves its task as it is."""
        found = OPERATIONS[operation.topic].statuses(operation.parameters)
        return (now,) if not found or (found == (Status.CLOSED,) and self.kind == Kind.TASK) else found

    def _listening(self, step: str, kind: str) -> tuple[Node, ...]:
        return _listening(self.drawing).get((step, kind), ())


@once_a_drawing
def _listening(drawing: Drawing) -> Mapping[tuple[str, str], tuple[Node, ...]]:
    """{(step, timer or message): the events on its edge that wait for that}."""
    found: defaultdict[tuple[str, str], tuple[Node, ...]] = defaultdict(tuple)
    for node in drawing.of_kind(v.BOUNDARY):
        found[node.element.get("attachedToRef", ""), what_it_waits_for(drawing, node)[0]] += (node,)
    return found


def deed_of(operation: Operation) -> Deed | None:
    """What an operation amounts to, as far as a drawing tells: a move is one only to a team that was chosen."""
    deed = OPERATIONS[operation.topic].deed(operation.parameters)
    if deed == Deed.MOVE and "chosen_team" not in operation.parameters.get("team", ""):
        return None
    return None if deed == Deed.DISPATCH else deed  # only the form tells whether somebody was chosen


def _one(node: str, outcome: str) -> Answered:
    return frozenset({(node, outcome)})


def _without(standing: Standing, step: str) -> Standing:
    steps = list(standing.steps)
    steps.remove(step)
    return replace(standing, steps=tuple(steps))
