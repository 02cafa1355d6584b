"""What a diagram looks like, as numbers: the shapes, labels and lines of a BPMN file, in pixels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from pathlib import Path

from lxml import etree

DI = "{http://www.omg.org/spec/BPMN/20100524/DI}"
DC = "{http://www.omg.org/spec/DD/20100524/DC}"
WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"

Point = tuple[float, float]
Segment = tuple[Point, Point]


@dataclass(frozen=True)
class Box:
    """A rectangle; a line is one without width or height."""

    left: float
    top: float
    right: float
    bottom: float

    def touches(self, other: "Box", *, apart: float = 0) -> bool:
        """Whether they are less than `apart` pixels from each other; side by side is not touching."""
        across = self.left < other.right + apart and other.left < self.right + apart
        return across and self.top < other.bottom + apart and other.top < self.bottom + apart

    def holds(self, other: "Box") -> bool:
        across = self.left <= other.left and other.right <= self.right
        return across and self.top <= other.top and other.bottom <= self.bottom

    @property
    def middle(self) -> Point:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Picture:
    """One diagram's layout, by element id. `kinds` are BPMN's local names, `ends` the two elements of each line."""

    shapes: Mapping[str, Box]
    lanes: Mapping[str, Box]
    labels: Mapping[str, Box]
    lines: Mapping[str, tuple[Point, ...]]
    kinds: Mapping[str, str]
    ends: Mapping[str, tuple[str, str]]
    hosts: Mapping[str, str]  # boundary event → its step
    lane_of: Mapping[str, str]

    def arrows(self) -> Iterator[tuple[str, Segment]]:
        """Every piece of every sequence flow."""
        for id_, points in self.lines.items():
            if self.kinds[id_] == "sequenceFlow":
                yield from ((id_, piece) for piece in pairwise(points))

    def pairs(self) -> Iterator[tuple[tuple[str, Segment], tuple[str, Segment]]]:
        """Pieces of two different arrows."""
        return ((a, b) for a, b in combinations(self.arrows(), 2) if a[0] != b[0])


def picture(file: Path) -> Picture:
    root = etree.parse(file).getroot()
    own = [e for e in root.iter(f"{BPMN}*") if e.get("id")]
    kinds = {e.get("id"): etree.QName(e).localname for e in own}
    drawn = {e.get("bpmnElement"): e for e in root.iter(f"{DI}BPMNShape", f"{DI}BPMNEdge")}
    boxes = {id_: _box(e) for id_, e in drawn.items() if e.find(f"{DC}Bounds") is not None}
    return Picture(
        shapes={id_: box for id_, box in boxes.items() if kinds[id_] != "lane"},
        lanes={id_: box for id_, box in boxes.items() if kinds[id_] == "lane"},
        labels={id_: _box(label) for id_, e in drawn.items() if (label := e.find(f"{DI}BPMNLabel")) is not None},
        lines={id_: _points(e) for id_, e in drawn.items() if e.find(WAYPOINT) is not None},
        kinds=kinds,
        ends={e.get("id"): (e.get("sourceRef"), e.get("targetRef")) for e in own if e.get("sourceRef")},
        hosts={e.get("id"): e.get("attachedToRef") for e in own if e.get("attachedToRef")},
        lane_of={
            ref.text: lane.get("id") for lane in root.iter(f"{BPMN}lane") for ref in lane.iter(f"{BPMN}flowNodeRef")
        },
    )


def box_of(piece: Segment) -> Box:
    (x, y), (u, v) = piece
    return Box(min(x, u), min(y, v), max(x, u), max(y, v))


def crosses(one: Segment, other: Segment) -> bool:
    """Whether an upright and a level piece cross, ends not counted."""
    a, b = box_of(one), box_of(other)
    if a.left != a.right:
        a, b = b, a
    return b.left < a.left < b.right and a.top < b.top < a.bottom and a.left == a.right and b.top == b.bottom


def on_border(point: Point, box: Box, kind: str) -> bool:
    """Whether a line that ends there touches the shape: a diamond, a circle, a rectangle; to a pixel."""
    x, y = point
    (mx, my), half = box.middle, (box.right - box.left) / 2
    if kind.endswith("Gateway"):
        return abs(abs(x - mx) + abs(y - my) - half) <= 1.5
    if kind.endswith("Event"):
        return bool(abs(((x - mx) ** 2 + (y - my) ** 2) ** 0.5 - half) <= 1)
    on_side = min(abs(x - box.left), abs(x - box.right)) <= 1 and box.top <= y <= box.bottom
    return on_side or (min(abs(y - box.top), abs(y - box.bottom)) <= 1 and box.left <= x <= box.right)


def _box(element: etree._Element) -> Box:
    bounds = element.find(f"{DC}Bounds")
    assert bounds is not None
    x, y, width, height = (float(bounds.get(name, "")) for name in ("x", "y", "width", "height"))
    return Box(x, y, x + width, y + height)


def _points(edge: etree._Element) -> tuple[Point, ...]:
    return tuple((float(p.get("x", "")), float(p.get("y", ""))) for p in edge.iterchildren(WAYPOINT))
