"""The drawing as people see it: every node a shape, every arrow a line.

A diagram that nobody can see is not deployed.
"""

import math
from collections.abc import Iterator

from engine.diagrams import vocabulary as v
from engine.diagrams.checks.findings import called, error
from engine.diagrams.drawing import Drawing, Element, bpmn
from engine.diagrams.problems import Problem
from engine.sentences import say

_REMEDY = "Åbn diagrammet i et BPMN-værktøj, placer elementet på tegningen og gem."


def check_layout(drawing: Drawing) -> Iterator[Problem]:
    shapes = {e.get("bpmnElement") for e in drawing.root.iter(f"{{{v.BPMNDI}}}BPMNShape") if _has_bounds(e)}
    edges = {e.get("bpmnElement") for e in drawing.root.iter(f"{{{v.BPMNDI}}}BPMNEdge") if _has_line(e)}
    if not shapes and not edges:
        yield error(
            drawing.process,
            "no-layout",
            "Diagrammet har ingen tegning (BPMN DI): ingen af elementerne er placeret.",
            "Åbn diagrammet i et BPMN-værktøj, tegn det op og gem.",
        )
        return
    for element in _drawn(drawing):
        if element.get("id") not in shapes:
            sentence = say("%(element)s er ikke placeret på tegningen.", element=called(element))
            yield error(element, "no-layout", sentence, _REMEDY)
    for flow in drawing.flows:
        if flow.id not in edges:
            sentence = say("Pilen %(flow)s har ingen streg på tegningen.", flow=called(flow.element))
            yield error(flow.element, "no-layout", sentence, _REMEDY)


def _drawn(drawing: Drawing) -> Iterator[Element]:
    yield from (node.element for node in drawing.nodes.values())
    yield from drawing.process.iter(bpmn("lane"), bpmn("textAnnotation"))


def _has_bounds(shape: Element) -> bool:
    for bounds in shape.iterchildren(f"{{{v.DC}}}Bounds"):
        x, y, width, height = (_number(bounds.get(key)) for key in ("x", "y", "width", "height"))
        if x is not None and y is not None and width and height and width > 0 and height > 0:
            return True
    return False


def _has_line(edge: Element) -> bool:
    points = [
        point
        for point in edge.iterchildren(f"{{{v.DI}}}waypoint")
        if _number(point.get("x")) is not None and _number(point.get("y")) is not None
    ]
    return len(points) >= 2


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None
