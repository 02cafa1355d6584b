"""The six diagrams as people see them: lanes as rows, time to the right, and nothing lies on anything else."""

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from engine.diagrams import read
from tests.processes.geometry import Box, Picture, box_of, crosses, on_border, picture

PROCESSES = sorted((Path(__file__).parents[2] / "processes").glob("*.bpmn"))
ROOM = 15  # pixels between two shapes
CROSSINGS = 5  # of about forty arrows; each is one that goes back


@pytest.fixture(params=PROCESSES, ids=lambda file: file.stem)
def file(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def drawn(file: Path) -> Picture:
    return picture(file)


# --- what must not be: each gives the ids of what lies wrong ---


def crowded(drawn: Picture) -> list[tuple[str, str]]:
    """Shapes that overlap, or have no room between them; a boundary event sits on its step."""
    return [
        (a, b)
        for (a, one), (b, other) in combinations(drawn.shapes.items(), 2)
        if one.touches(other, apart=ROOM) and drawn.hosts.get(a) != b and drawn.hosts.get(b) != a
        if not {a, b} & drawn.hosts.keys() or one.touches(other)
    ]


def outside(drawn: Picture) -> list[str]:
    """Elements that are not inside the lane they are said to be in."""
    return [id_ for id_, lane in drawn.lane_of.items() if not drawn.lanes[lane].holds(drawn.shapes[id_])]


def loose(drawn: Picture) -> list[str]:
    """Lines that do not begin and end on the border of the shapes they join."""
    return [
        id_
        for id_, points in drawn.lines.items()
        for end, point in zip(drawn.ends[id_], (points[0], points[-1]), strict=True)
        if not on_border(point, drawn.shapes[end], drawn.kinds[end])
    ]


def slanted(drawn: Picture) -> list[str]:
    return [id_ for id_, ((x, y), (u, v)) in drawn.arrows() if x != u and y != v]


def through(drawn: Picture) -> list[tuple[str, str]]:
    """Arrows that run through a shape."""
    return [
        (id_, shape)
        for id_, piece in drawn.arrows()
        for shape, box in drawn.shapes.items()
        if box_of(piece).touches(box, apart=-1) and not (shape in drawn.ends[id_] and _round(drawn, shape))
        if drawn.hosts.get(drawn.ends[id_][0]) != shape
    ]


def covered(drawn: Picture) -> list[tuple[str, str]]:
    """Labels that lie on a shape, on a line or on another label."""
    pieces = [(id_, box_of(piece)) for id_, piece in drawn.arrows()]
    others = [*drawn.shapes.items(), *pieces]
    on_things = [(a, b) for a, label in drawn.labels.items() for b, box in others if label.touches(box, apart=-1)]
    on_labels = [(a, b) for (a, one), (b, other) in combinations(drawn.labels.items(), 2) if one.touches(other)]
    return on_things + on_labels


def shared(drawn: Picture) -> list[tuple[str, str]]:
    """Two arrows on one line, so that nobody can tell which goes where."""
    return [
        (a, b)
        for (a, one), (b, other) in drawn.pairs()
        if box_of(one).touches(_widened(box_of(other)), apart=-1) and _parallel(one, other)
    ]


def _parallel(one: tuple[tuple[float, float], ...], other: tuple[tuple[float, float], ...]) -> bool:
    return (one[0][0] == one[1][0]) == (other[0][0] == other[1][0])


def _widened(line: Box) -> Box:
    """Three pixels wide, not longer."""
    if line.left == line.right:
        return replace(line, left=line.left - 2, right=line.right + 2)
    return replace(line, top=line.top - 2, bottom=line.bottom + 2)


def _round(drawn: Picture, shape: str) -> bool:
    """Of a diamond or a circle the rectangle around it says too much."""
    return drawn.kinds[shape].endswith(("Gateway", "Event"))


WRONG: tuple[Callable[[Picture], list[object]], ...] = (crowded, outside, loose, slanted, through, covered, shared)


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__)
def test_nothing_of_the_drawing_is(drawn: Picture, wrong: Callable[[Picture], list[object]]) -> None:
    assert wrong(drawn) == []


@pytest.mark.parametrize("wrong", WRONG, ids=lambda wrong: wrong.__name__)
def test_what_lies_wrong_is_found(wrong: Callable[[Picture], list[object]]) -> None:
    """A shape, a label and a line of a good drawing, moved: each of the lists above must have something in it."""
    good = picture(PROCESSES[0])
    step = next(id_ for id_, kind in good.kinds.items() if kind == "userTask")
    into = next(id_ for id_, ends in good.ends.items() if ends[1] == step)
    other = next(id_ for id_, ends in good.ends.items() if ends[1] == step and id_ != into)
    moved = {id_: box for id_, box in good.shapes.items() if good.kinds[id_] == "serviceTask"}
    far = Box(-500, -500, -370, -420)
    middle = good.shapes[step].middle
    changed = {
        crowded: replace(good, shapes={**good.shapes, step: next(iter(moved.values()))}),
        outside: replace(good, shapes={**good.shapes, step: far}),
        loose: replace(good, shapes={**good.shapes, step: far}),
        slanted: replace(good, lines={**good.lines, into: ((0, 0), (5, 7))}),
        through: replace(good, lines={**good.lines, into: ((0, middle[1]), middle)}),
        covered: replace(good, labels={**good.labels, into: good.shapes[step]}),
        shared: replace(good, lines={**good.lines, into: good.lines[other]}),
    }
    assert wrong(changed[wrong]) != []


def test_the_lanes_are_rows_of_one_width(drawn: Picture) -> None:
    rows = sorted(drawn.lanes.values(), key=lambda box: box.top)
    assert len(rows) >= 2
    assert len({(box.left, box.right) for box in rows}) == 1
    assert all(above.bottom == below.top for above, below in pairwise(rows))


def test_time_goes_to_the_right(file: Path, drawn: Picture) -> None:
    way = [drawn.shapes[id_].middle[0] for id_ in read(file.read_bytes()).main_path]
    assert len(way) >= 6
    assert way == sorted(way)


def test_few_arrows_cross(drawn: Picture) -> None:
    assert sum(crosses(one, other) for (_, one), (_, other) in drawn.pairs()) <= CROSSINGS
