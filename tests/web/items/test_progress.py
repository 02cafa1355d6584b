"""*Hvor er sagen?* from a diagram and its visits."""

from collections import Counter
from datetime import UTC, datetime

from engine import Diagram, Form, Trail, Visit
from web.items.progress import State, Stop, markers, stops

AT = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
PATH = ("begin", "give", "dispatch", "solve", "end")
DIAGRAM = Diagram(
    key="story",
    name="Story",
    documentation="",
    start=Form(),
    start_id="begin",
    start_name="Oprettes",
    steps={},
    operations={},
    boundaries={},
    names={name: name.title() for name in (*PATH, "ask")},
    lanes={},
    conditions={},
    variables=frozenset(),
    main_path=PATH,
)


def passed(*elements: str) -> tuple[Visit, ...]:
    return tuple(Visit(element, element.title(), AT, AT, by=7) for element in elements)


def waits(element: str) -> Visit:
    return Visit(element, element.title(), AT, waiting=True)


def trail(*visits: Visit) -> Trail:
    """What is left of a way: the last visit of each element, and how often it was passed."""
    last: dict[str, Visit] = {}
    for visit in visits:
        last.pop(visit.element, None)
        last[visit.element] = visit
    return Trail(tuple(last.values()), Counter(visit.element for visit in visits if not visit.waiting))


def states(*visits: Visit) -> list[str]:
    return [f"{stop.name}: {stop.state}" for stop in stops(DIAGRAM, trail(*visits))]


def test_what_is_behind_here_and_ahead() -> None:
    assert states(*passed("begin", "give"), waits("dispatch")) == [
        "Begin: passed",
        "Give: passed",
        "Dispatch: current",
        "Solve: ahead",
        "End: ahead",
    ]


def test_a_way_past_a_stop() -> None:
    assert states(*passed("begin", "give"), waits("solve"))[2] == "Dispatch: skipped"


def test_a_way_back_puts_what_was_reached_ahead_again() -> None:
    assert states(*passed("begin", "give", "dispatch", "solve", "give"), waits("dispatch"))[3] == "Solve: ahead"


def test_aside_of_the_main_way_stands_after_the_last_passed() -> None:
    found = stops(DIAGRAM, trail(*passed("begin", "give", "dispatch", "solve"), waits("ask")))
    assert [stop.name for stop in found if stop.state == State.CURRENT] == ["Ask"]
    assert found[4].aside


def test_the_end_is_reached_and_rounds_are_counted() -> None:
    found = stops(DIAGRAM, trail(*passed("begin", "give", "dispatch", "give", "dispatch", "solve", "end")))
    assert {stop.state for stop in found} == {State.PASSED}
    assert [stop.times for stop in found] == [1, 2, 2, 1, 1]


def test_what_ended_from_elsewhere_has_gone_past_the_rest() -> None:
    end = Stop("", "Lukket fra TSK3", State.PASSED, 7, AT, 1)
    found = stops(DIAGRAM, trail(*passed("begin", "give", "dispatch", "aside")), end)
    assert [f"{stop.name}: {stop.state}" for stop in found][2:] == [
        "Dispatch: passed",
        "Solve: skipped",
        "Lukket fra TSK3: passed",
    ]


def test_the_diagram_marks_what_waits_over_what_was_passed() -> None:
    assert markers((*passed("begin", "give"), waits("give"))) == {"begin": "passed", "give": "current"}
