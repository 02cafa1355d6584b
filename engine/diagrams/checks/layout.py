"""The drawing as people see it: every node a shape of its own, every arrow a line, each where its lane is.

A diagram that nobody can see is not deployed.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import check_rule
from engine.diagrams.check_sentences import called, problem_at
from engine.diagrams.drawing import Drawing, Element, bpmn, children
from engine.diagrams.problems import Problem
from engine.sentences import say

NO_LAYOUT = check_rule("no-layout")
ON_TOP_OF_EACH_OTHER = check_rule("on-top-of-each-other")
DRAWN_IN_OTHER_LANE = check_rule("drawn-in-other-lane")

MOST = 100_000  # pixels from the corner, and of a side: further away nothing is found, and a browser draws no more

_REMEDY = "Åbn diagrammet i et BPMN-værktøj, placer elementet på tegningen og gem."


@dataclass(frozen=True)
class Bounds:
    """Where a shape is, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def holds(self, point: tuple[float, float]) -> bool:
        x, y = point
        return self.x <= x <= self.x + self.width and self.y <= y <= self.y + self.height


def check_layout(drawing: Drawing) -> Iterator[Problem]:
    shapes = _shapes(drawing)
    edges = {e.get("bpmnElement") for e in drawing.root.iter(f"{{{v.BPMNDI}}}BPMNEdge") if _has_line(e)}
    if not shapes and not edges:
        yield problem_at(
            drawing.process,
            NO_LAYOUT,
            "Diagrammet har ingen tegning (BPMN DI): ingen af elementerne er placeret.",
            "Åbn diagrammet i et BPMN-værktøj, tegn det op og gem.",
        )
        return
    for element in _drawn(drawing):
        if element.get("id") not in shapes:
            sentence = say("%(element)s er ikke placeret på tegningen.", element=called(element))
            yield problem_at(element, NO_LAYOUT, sentence, _REMEDY)
    for flow in drawing.flows:
        if flow.id not in edges:
            sentence = say("Pilen %(flow)s har ingen streg på tegningen.", flow=called(flow.element))
            yield problem_at(flow.element, NO_LAYOUT, sentence, _REMEDY)
    yield from _on_top(drawing, shapes)
    yield from _in_other_lanes(drawing, shapes)


def _on_top(drawing: Drawing, shapes: Mapping[str, Bounds]) -> Iterator[Problem]:
    """Elements in one place: only the uppermost is seen. Where all are, there is no drawing at all."""
    piles: defaultdict[tuple[float, float], list[Element]] = defaultdict(list)
    for node in drawing.nodes.values():
        if node.id in shapes and node.kind != v.BOUNDARY:  # an event on an edge covers a corner of its step
            piles[shapes[node.id].x, shapes[node.id].y].append(node.element)
    for pile in (pile for pile in piles.values() if len(pile) > 1):
        sentence = say(
            "%(count)s elementer ligger oven i hinanden på tegningen, blandt dem %(element)s og %(other)s.",
            count=len(pile),
            element=called(pile[0]),
            other=called(pile[1]),
        )
        remedy = "Træk dem fra hinanden i et BPMN-værktøj, og gem."
        if len(piles) == 1:
            yield problem_at(drawing.process, NO_LAYOUT, sentence, remedy)
        else:
            yield problem_at(pile[0], ON_TOP_OF_EACH_OTHER, sentence, remedy)


def _in_other_lanes(drawing: Drawing, shapes: Mapping[str, Bounds]) -> Iterator[Problem]:
    """The lane in the file decides; whoever looks at the drawing believes another."""
    lanes = [lane for lane in drawing.process.iter(bpmn("lane")) if lane.get("id", "") in shapes]
    listed: defaultdict[str, list[Element]] = defaultdict(list)
    for lane in lanes:
        for reference in children(lane, "flowNodeRef"):
            listed[(reference.text or "").strip()].append(lane)
    for node in drawing.nodes.values():
        if len(listed[node.id]) != 1 or node.id not in shapes or node.kind == v.BOUNDARY:
            continue
        lane, middle = listed[node.id][0], shapes[node.id].middle
        around = [one for one in lanes if shapes[one.get("id", "")].holds(middle)]
        if around and lane not in around:
            sentence = say(
                "%(element)s er tegnet i banen %(drawn)s, men hører i filen til %(lane)s.",
                element=called(node.element),
                drawn=called(around[0]),
                lane=called(lane),
            )
            yield problem_at(node.element, DRAWN_IN_OTHER_LANE, sentence, "Træk det ind i den rigtige bane, og gem.")


def _drawn(drawing: Drawing) -> Iterator[Element]:
    yield from (node.element for node in drawing.nodes.values())
    yield from drawing.process.iter(bpmn("lane"), bpmn("textAnnotation"))


def _shapes(drawing: Drawing) -> Mapping[str, Bounds]:
    """{element: where its shape is}, of those that can be seen."""
    shapes = drawing.root.iter(f"{{{v.BPMNDI}}}BPMNShape")
    return {shape.get("bpmnElement", ""): bounds for shape in shapes if (bounds := _bounds(shape))}


def _bounds(shape: Element) -> Bounds | None:
    for bounds in shape.iterchildren(f"{{{v.DC}}}Bounds"):
        x, y, width, height = (_number(bounds.get(key)) for key in ("x", "y", "width", "height"))
        if x is not None and y is not None and width and height and width > 0 and height > 0:
            return Bounds(x, y, width, height)
    return None


def _has_line(edge: Element) -> bool:
    points = [
        point
        for point in edge.iterchildren(f"{{{v.DI}}}waypoint")
        if _number(point.get("x")) is not None and _number(point.get("y")) is not None
    ]
    return len(points) >= 2


def _number(text: str | None) -> float | None:
    """A place or a size on the drawing; None where it is no number, or one that no drawing has."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and abs(number) <= MOST else None
