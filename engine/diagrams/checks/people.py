"""Who is offered a step: lanes, assignees and candidates."""

from collections.abc import Iterator

from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import check_rule
from engine.diagrams.check_sentences import called, listed, problem_at
from engine.diagrams.drawing import Drawing, Element, Node, bpmn, camunda, children, label, text_of
from engine.diagrams.problems import Problem
from engine.sentences import say

UNKNOWN_LANE = check_rule("unknown-lane")
STEP_WITHOUT_NAME = check_rule("step-without-name")
NOT_IN_LANE = check_rule("not-in-lane")
NO_DOCUMENTATION = check_rule("no-documentation")
IN_TWO_LANES = check_rule("in-two-lanes")
NOBODY = check_rule("nobody")
ASSIGNEE_NOT_EXPRESSION = check_rule("assignee-not-expression")
UNKNOWN_CANDIDATES = check_rule("unknown-candidates")


def check_people(drawing: Drawing) -> Iterator[Problem]:
    for lane in drawing.process.iter(bpmn("lane")):
        if label(lane) not in v.LANES:
            sentence = say("Banen %(lane)s har et navn, som systemet ikke kender.", lane=called(lane))
            yield problem_at(lane, UNKNOWN_LANE, sentence, say("Kald den en af: %(names)s.", names=", ".join(v.LANES)))
    yield from _twice(drawing)
    for node in drawing.of_kind(*v.STEP_KINDS):
        step = called(node.element)
        if not node.name:
            sentence = say("Trinnet %(step)s har intet navn, så det står tomt på alle lister.", step=step)
            yield problem_at(node.element, STEP_WITHOUT_NAME, sentence, "Skriv på trinnet, hvad der skal gøres.")
        if node.id not in drawing.lanes:
            sentence = say("Trinnet %(step)s ligger ikke i en bane.", step=step)
            yield problem_at(node.element, NOT_IN_LANE, sentence, "Træk det ind i banen for dem, der skal udføre det.")
        yield from _offered(node)
        if not text_of(node.element, "documentation"):
            sentence = say("Trinnet %(step)s har ingen dokumentation; der står intet over dets formular.", step=step)
            yield problem_at(node.element, NO_DOCUMENTATION, sentence, "Skriv manualens sætning som dokumentation.")


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
                yield problem_at(other, IN_TWO_LANES, sentence, "Træk det ind i den bane, det hører til, og gem igen.")


def _offered(node: Node) -> Iterator[Problem]:
    assignee, candidates = (node.element.get(camunda(name)) for name in ("assignee", "candidateGroups"))
    step = called(node.element)
    if not assignee and not candidates:
        sentence = say("Trinnet %(step)s siger ikke, hvem det er til.", step=step)
        remedy = say("Sæt assignee til et udtryk, eller candidateGroups til: %(names)s.", names=listed(v.CANDIDATES))
        yield problem_at(node.element, NOBODY, sentence, remedy)
    if assignee and not (assignee.strip().startswith("${") and assignee.strip().endswith("}")):
        sentence = say("Trinnet %(step)s er til “%(whom)s”, som ikke er et udtryk.", step=step, whom=assignee)
        yield problem_at(node.element, ASSIGNEE_NOT_EXPRESSION, sentence, "Skriv det som ${…}, fx ${creator}.")
    if candidates and candidates not in v.CANDIDATES:
        sentence = say("Trinnet %(step)s tilbydes “%(whom)s”, som ikke er en rolle.", step=step, whom=candidates)
        remedy = say("Skriv en af: %(names)s.", names=listed(v.CANDIDATES))
        yield problem_at(node.element, UNKNOWN_CANDIDATES, sentence, remedy)
