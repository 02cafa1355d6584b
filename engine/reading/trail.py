"""How far along its diagram an instance is: the last passage of each element, and how often it was passed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from engine.audit.instances import Visit
from engine.model.diagrams import Diagram
from engine.model.events import Event
from engine.model.instances import Instance, UserTask
from engine.store.history import events
from engine.transaction.desk import Desk

RUNS = ("started", "completed", "message", "overdue", "withdrawn", "closed")  # types of events that tell of a run


@dataclass(frozen=True)
class Trail:
    """`visits` are the last of each element in the order in which they were passed, what waits at the end.

    `times` is {element: how often it was passed}; `taken` are the arrows that were followed, as (source, target);
    `ending` is what the history tells of the moment at which the instance ended.
    """

    visits: tuple[Visit, ...] = ()
    times: Mapping[str, int] = field(default_factory=dict)
    taken: tuple[tuple[str, str], ...] = ()
    ending: tuple[Event, ...] = ()


def trail_of(desk: Desk, instance: Instance, waiting: Iterable[UserTask]) -> Trail:
    """The trail of an instance; `waiting` are the steps that wait on its item."""
    with desk.reading() as connection:
        diagram = desk.program(connection, instance.definition_id).diagram
        told = events.of_types(connection, instance.item_kind, instance.item_id, RUNS, since=instance.started_at)
    return follow(diagram, told, instance, [step for step in waiting if step.instance_id == instance.id])


def follow(diagram: Diagram, told: Iterable[Event], instance: Instance, waiting: Iterable[UserTask]) -> Trail:
    """The trail that the history of an instance tells of. Pure."""
    told = tuple(told)
    passages = list(_passages(diagram, (event for event in told if event.details.get("instance") == instance.id)))
    last: dict[str, Visit | Event] = {}
    for element, event in passages:
        if event.type != "withdrawn":
            last.pop(element, None)
        last.setdefault(element, event)
    for step in waiting:
        last.pop(step.element, None)
        last[step.element] = Visit(step.element, step.name, step.opened_at, waiting=True)
    times = Counter(element for element, event in passages if event.type != "withdrawn")
    visits = tuple(one if isinstance(one, Visit) else _visit(diagram, element, one) for element, one in last.items())
    taken = _taken(diagram, [*(element for element, _ in passages), *(step.element for step in waiting)])
    ending = tuple(e for e in told if e.at == instance.ended_at and e.type in ("message", "closed"))
    return Trail(visits, times, taken, ending)


def _passages(diagram: Diagram, told: Iterable[Event]) -> Iterator[tuple[str, Event]]:
    for event in told:
        path = [event.details.get("element", "")] if event.type == "withdrawn" else event.details.get("path", ())
        yield from ((element, event) for element in path if element in diagram.names)


def _visit(diagram: Diagram, element: str, event: Event) -> Visit:
    who, withdrawn = (event.actor_id, event.on_behalf_of), event.type == "withdrawn"
    return Visit(element, diagram.names[element], event.at, event.at, *who, withdrawn=withdrawn)


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
