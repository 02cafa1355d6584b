"""*Hvor er sagen?*: the main way of an instance's own diagram, and how far along it the work is. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from engine import Diagram, Trail, Visit


class State(StrEnum):
    PASSED = "passed"
    CURRENT = "current"
    AHEAD = "ahead"
    SKIPPED = "skipped"  # the way went past it


@dataclass(frozen=True)
class Stop:
    """One stop of the way. Who passed it last and when; `times` is how often; `aside` is off the main way."""

    element: str
    name: str
    state: State
    by: int | None = None
    at: datetime | None = None
    times: int = 0
    aside: bool = False


def stops(diagram: Diagram, trail: Trail, end: Stop | None = None) -> tuple[Stop, ...]:
    """The stops in order. What waits off the main way stands right after the last stop that was passed.

    `end` is where it ended from elsewhere: it stands for the last stop, and the way went past those before it.
    """
    if end is not None:
        before = diagram.main_path[:-1]
        ended = replace(trail, visits=tuple(visit for visit in trail.visits if not visit.waiting))
        return (*(_stop(diagram, n, element, ended, len(before)) for n, element in enumerate(before)), end)
    waiting = {v.element: v for v in trail.visits if v.waiting}
    here = [place for place, element in enumerate(diagram.main_path) if element in waiting]
    aside = [v for element, v in waiting.items() if element not in diagram.main_path]
    reached = min(here) if here else _furthest(diagram, trail.visits)
    stops = [_stop(diagram, place, element, trail, reached) for place, element in enumerate(diagram.main_path)]
    beside = [Stop(v.element, v.name, State.CURRENT, aside=True) for v in aside]
    return (*stops[:reached], *beside, *stops[reached:])


def markers(visits: Iterable[Visit]) -> dict[str, str]:
    """How each element looks on the diagram."""
    found: dict[str, str] = {}
    for visit in visits:
        if visit.waiting:
            found[visit.element] = "current"
        else:
            found.setdefault(visit.element, "passed")
    return found


def _furthest(diagram: Diagram, visits: tuple[Visit, ...]) -> int:
    """Past the stop that was left last: the way may lead back, so it is not simply the most advanced one."""
    for visit in reversed(visits):
        if not visit.waiting and visit.element in diagram.main_path:
            return diagram.main_path.index(visit.element) + 1
    return 0


def _stop(diagram: Diagram, place: int, element: str, trail: Trail, reached: int) -> Stop:
    name = diagram.names.get(element, "") or diagram.start_name
    last = next((visit for visit in trail.visits if visit.element == element and not visit.withdrawn), None)
    times = trail.times.get(element, 0)
    if last is not None and last.waiting:
        return Stop(element, name, State.CURRENT, times=times)
    if place >= reached:
        return Stop(element, name, State.AHEAD)
    if last is None:
        return Stop(element, name, State.SKIPPED)
    return Stop(element, name, State.PASSED, last.by, last.left_at, times)
