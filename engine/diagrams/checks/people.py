"""Who is offered a step: lanes, assignees and candidates."""

from collections.abc import Iterator

from engine.diagrams import vocabulary as v
from engine.diagrams.checks.findings import called, error, listed, warning
from engine.diagrams.drawing import Drawing, Element, Node, bpmn, camunda, children, label, text_of
from engine.diagrams.problems import Problem


def check_people(drawing: Drawing) -> Iterator[Problem]:
    for lane in drawing.process.iter(bpmn("lane")):
        if label(lane) not in v.LANES:
            sentence = f"Banen {called(lane)} har et navn, som systemet ikke kender."
            yield error(lane, "unknown-lane", sentence, f"Kald den en af: {', '.join(v.LANES)}.")
    yield from _twice(drawing)
    for node in drawing.of_kind(*v.STEP_KINDS):
        if not node.name:
            sentence = f"Trinnet {called(node.element)} har intet navn, så det står tomt på alle lister."
            yield error(node.element, "step-without-name", sentence, "Skriv på trinnet, hvad der skal gøres.")
        if node.id not in drawing.lanes:
            sentence = f"Trinnet {called(node.element)} ligger ikke i en bane."
            yield error(node.element, "not-in-lane", sentence, "Træk det ind i banen for dem, der skal udføre det.")
        yield from _offered(node)
        if not text_of(node.element, "documentation"):
            sentence = f"Trinnet {called(node.element)} har ingen dokumentation; der står intet over dets formular."
            yield warning(node.element, "no-documentation", sentence, "Skriv manualens sætning som dokumentation.")


def _twice(drawing: Drawing) -> Iterator[Problem]:
    """The last lane would win, and nobody could see which that is."""
    seen: dict[str, Element] = {}
    for lane in drawing.process.iter(bpmn("lane")):
        for reference in children(lane, "flowNodeRef"):
            node = (reference.text or "").strip()
            if node in drawing.nodes and seen.setdefault(node, lane) is not lane:
                other = drawing.nodes[node].element
                sentence = f"{called(other)} ligger både i banen {called(seen[node])} og i {called(lane)}."
                yield error(other, "in-two-lanes", sentence, "Træk det ind i den bane, det hører til, og gem igen.")


def _offered(node: Node) -> Iterator[Problem]:
    assignee, candidates = (node.element.get(camunda(name)) for name in ("assignee", "candidateGroups"))
    if not assignee and not candidates:
        sentence = f"Trinnet {called(node.element)} siger ikke, hvem det er til."
        yield error(
            node.element,
            "nobody",
            sentence,
            f"Sæt assignee til et udtryk, eller candidateGroups til: {listed(v.CANDIDATES)}.",
        )
    if assignee and not (assignee.strip().startswith("${") and assignee.strip().endswith("}")):
        sentence = f"Trinnet {called(node.element)} er til “{assignee}”, som ikke er et udtryk."
        yield error(node.element, "assignee-not-expression", sentence, "Skriv det som ${…}, fx ${creator}.")
    if candidates and candidates not in v.CANDIDATES:
        sentence = f"Trinnet {called(node.element)} tilbydes “{candidates}”, som ikke er en rolle."
        yield error(node.element, "unknown-candidates", sentence, f"Skriv en af: {listed(v.CANDIDATES)}.")
