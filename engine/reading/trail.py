"""The way of an instance through its diagram, as the passages of its events tell it, and how far along it stands."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from engine.history.events.item_events import Closed, MessageReceived
from engine.history.fold import apply
from engine.history.passage import Passage
from engine.history.reading import Opened
from engine.history.shape import Subject
from engine.history.state import State, beginning
from engine.model.diagrams import Diagram
from engine.model.instances import Instance, WorkState
from engine.store.history import events
from engine.transaction.desk import Desk

RUNS = ("started", "completed", "message", "overdue", "withdrawn", "closed")  # types of events that tell of a run


@dataclass(frozen=True)
class Visit:
    """One passage of one element, told by the event number `sequence`. `by` None is the system. `waiting`: not left.

    `outcome` is the button, why a step was withdrawn, or out of a choice the arrow: its name, else where it leads.
    """

    element: str
    name: str
    entered_at: datetime
    left_at: datetime | None = None
    by: int | None = None
    on_behalf_of: str | None = None
    outcome: str = ""
    waiting: bool = False
    withdrawn: bool = False
    is_gateway: bool = False  # the diagram chose, joined or waited; nobody worked there
    sequence: int = 0


@dataclass(frozen=True)
class Ending:
    """The message by which an instance ended; `by_task` is the number of the task from which the case was closed."""

    at: datetime
    by: int | None
    by_task: str | None = None


@dataclass(frozen=True)
class Trail:
    """`visits` are the last of each element in the order in which they were passed, what waits at the end.

    `times` is {element: how often it was passed}; `taken` are the arrows that were followed, as (source, target);
    `way` are all visits, in order; `ending` is None where the instance did not end by a message.
    """

    visits: tuple[Visit, ...] = ()
    times: Mapping[str, int] = field(default_factory=dict)
    taken: tuple[tuple[str, str], ...] = ()
    way: tuple[Visit, ...] = ()
    ending: Ending | None = None


def trail_of(desk: Desk, instance: Instance) -> Trail:
    """The trail of an instance."""
    with desk.reading() as connection:
        diagram = desk.program(connection, instance.definition_id).diagram
        run = events.of_run(connection, instance.item_kind, instance.item_id, RUNS, since=instance.started_at)
    return follow(diagram, run, instance)


def follow(diagram: Diagram, run: Iterable[Opened], instance: Instance) -> Trail:
    """The trail that the events of an item since the instance began tell of. Pure."""
    run = tuple(run)
    state = beginning(Subject(instance.item_kind.value), instance.item_id)
    own = (opened for opened in run if getattr(opened.event, "instance", None) == instance.id)
    passages = [passage for opened in own for passage in apply(state, opened) if passage.element in diagram.names]
    way = (*(_visit(diagram, passage) for passage in passages), *_waiting(state))
    last: dict[str, Visit] = {}
    for visit in way:
        if not visit.withdrawn:
            last.pop(visit.element, None)
        last.setdefault(visit.element, visit)
    times = Counter(visit.element for visit in way if not visit.withdrawn and not visit.waiting)
    taken = _taken(diagram, [visit.element for visit in way])
    return Trail(tuple(last.values()), times, taken, way, _ending(instance, run))


def _visit(diagram: Diagram, passed: Passage) -> Visit:
    return Visit(
        passed.element,
        passed.name or diagram.names[passed.element],
        passed.entered_at,
        passed.left_at,
        passed.by,
        passed.on_behalf_of,
        passed.outcome or _arrow(diagram, passed.flow),
        withdrawn=passed.withdrawn,
        is_gateway=diagram.kinds.get(passed.element, "").endswith("Gateway"),
        sequence=passed.sequence,
    )


def _arrow(diagram: Diagram, flow: str) -> str:
    """An arrow in words: its name, else where it leads."""
    arrow = next((arrow for arrow in diagram.arrows if arrow.id == flow), None)
    return "" if arrow is None else arrow.name or f"→ {diagram.names.get(arrow.target) or arrow.target}"


def _waiting(state: State) -> Iterator[Visit]:
    for step in state.steps.values():
        if step["state"] == WorkState.WAITING:
            yield Visit(step["element"], step["name"], datetime.fromisoformat(step["opened_at"]), waiting=True)


def _ending(instance: Instance, run: Iterable[Opened]) -> Ending | None:
    told = [opened for opened in run if opened.link.at == instance.ended_at]
    heard = next((o for o in told if isinstance(o.event, MessageReceived) and o.event.instance == instance.id), None)
    if heard is None:
        return None
    closed = next((opened.event.by_task for opened in told if isinstance(opened.event, Closed)), None)
    return Ending(heard.link.at, heard.link.by, closed)


def _taken(diagram: Diagram, elements: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Into each element from the one that was passed last among those that lead to it."""
    sources: dict[str, list[str]] = {}
    for arrow in diagram.arrows:
        sources.setdefault(arrow.target, []).append(arrow.source)
    places: dict[str, int] = {}
    taken: dict[tuple[str, str], None] = {}
    for place, element in enumerate(elements):
        before = max((s for s in sources.get(element, ()) if s in places), key=places.__getitem__, default=None)
        if before is not None:
            taken[before, element] = None
        places[element] = place
    return tuple(taken)
