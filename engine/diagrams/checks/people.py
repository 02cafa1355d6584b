"""Who is offered a step: lanes, assignees and candidates."""

from collections.abc import Iterator

from engine.diagrams import vocabulary as v
from engine.diagrams.checks.findings import called, error, listed, warning
from engine.diagrams.drawing import Drawing, Element, Node, bpmn, camunda, children, label, text_of
from engine.diagrams.problems import Problem
from engine.sentences import say


def check_people(drawing: Drawing) -> Iterator[Problem]:
    for lane in drawing.process.iter(bpmn("lane")):
        if label(lane) not in v.LANES:
            sentence = say("Banen %(lane)s har et navn, som systemet ikke kender.", lane=called(lane))
            yield error(lane, "unknown-lane", sentence, say("Kald den en af: %(names)s.", names=", ".join(v.LANES)))
    yield from _twice(drawing)
    for node in drawing.of_kind(*v.STEP_KINDS):
        step = called(node.element)
        if not node.name:
            sentence = say("Trinnet %(step)s har intet navn, så det står tomt på alle lister.", step=step)
            yield error(node.element, "step-without-name", sentence, "Skriv på trinnet, hvad der skal gøres.")
        if node.id not in drawing.lanes:
            sentence = say("Trinnet %(step)s ligger ikke i en bane.", step=step)
            yield error(node.element, "not-in-lane", sentence, "Træk det ind i banen for dem, der skal udføre det.")
        yield from _offered(node)
        if not text_of(node.element, "documentation"):
            sentence = say("Trinnet %(step)s har ingen dokumentation; der står intet over dets formular.", step=step)
            yield warning(node.element, "no-documentation", sentence, "Skriv manualens sætning som dokumentation.")


def _twice(drawing: Drawing) -> Iterator[Problem]:
    """The last lane would win, and nobody could see which that is."""
    seen: dict[str, Element] = {}
    for lane in drawing.process.iter(bpmn("lane")):
        for reference in children(lane, "flowNodeRef"):
            node = (reference.text or "").strip()
            if node in drawing.nodes and seen.setdefault(node, lane) is not lane:
                other = drawing.nodes[node].element
                sentence = say(
                    "%(element)s ligger både i banen %(lane)s og i %(other)s.",
                    element=called(other),
                    lane=called(seen[node]),
                    other=called(lane),
                )
                yield error(other, "in-two-lanes", sentence, "Træk det ind i den bane, det hører til, og gem igen.")


def _offered(node: Node) -> Iterator[Problem]:
    assignee, candidates = (node.element.get(camunda(name)) for name in ("assignee", "candidateGroups"))
    step = called(node.element)
    if not assignee and not candidates:
        sentence = say("Trinnet %(step)s siger ikke, hvem det er til.", step=step)
        remedy = say("Sæt assignee til et udtryk, eller candidateGroups til: %(names)s.", names=listed(v.CANDIDATES))
        yield error(node.element, "nobody", sentence, remedy)
    if assignee and not (assignee.strip().startswith("${") and assignee.strip().endswith("}")):
        sentence = say("Trinnet %(step)s er til “%(whom)s”, som ikke er et udtryk.", step=step, whom=assignee)
        yield error(node.element, "assignee-not-expression", sentence, "Skriv det som ${…}, fx ${creator}.")
    if candidates and candidates not in v.CANDIDATES:
        sentence = say("Trinnet %(step)s tilbydes “%(whom)s”, som ikke er en rolle.", step=step, whom=candidates)
        remedy = say("Skriv en af: %(names)s.", names=listed(v.CANDIDATES))
        yield error(node.element, "unknown-candidates", sentence, remedy)
