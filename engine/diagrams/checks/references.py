"""Everything that points at something: arrows, lanes, boundary events, messages, and the layout's shapes and edges."""

from collections.abc import Iterator

from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import check_rule
from engine.diagrams.check_sentences import called, problem_at
from engine.diagrams.drawing import Drawing, Element, bpmn, children, is_bpmn, namespace
from engine.diagrams.problems import Problem
from engine.sentences import say

UNRESOLVED_REFERENCE = check_rule("unresolved-reference")

# BPMN attributes that hold the id of a drawn element.
_ATTRIBUTES = ("sourceRef", "targetRef", "attachedToRef", "messageRef", "processRef", "categoryValueRef")
_TEXTS = frozenset(bpmn(name) for name in ("flowNodeRef", "incoming", "outgoing"))


def check_references(drawing: Drawing) -> Iterator[Problem]:
    known = {e.get("id", "") for e in drawing.root.iter() if is_bpmn(e)} - {""}
    for element in drawing.root.iter():
        if is_bpmn(element):
            yield from _of_model(element, known)
        elif namespace(element) == v.BPMNDI and element.get("bpmnElement", "") not in known and element.get("id"):
            yield from _of_layout(element, known)
    yield from _missing_ends(drawing)
    yield from _defaults(drawing)


def _of_model(element: Element, known: set[str]) -> Iterator[Problem]:
    for attribute in _ATTRIBUTES:
        target = element.get(attribute)
        if target is not None and target not in known:
            yield _unresolved(element, attribute, str(target))
    if element.tag in _TEXTS and (target := (element.text or "").strip()) not in known:
        parent = element.getparent()
        yield _unresolved(element if parent is None else parent, str(element.tag).rpartition("}")[2], target or "")


def _of_layout(element: Element, known: set[str]) -> Iterator[Problem]:
    target = element.get("bpmnElement")
    if target is not None and target not in known:
        yield _unresolved(element, "bpmnElement", target)


def _missing_ends(drawing: Drawing) -> Iterator[Problem]:
    for flow in drawing.flows:
        for attribute in ("sourceRef", "targetRef"):
            if flow.element.get(attribute) is None:
                yield _unresolved(flow.element, attribute, "")
    for node in drawing.of_kind(v.BOUNDARY):
        if node.element.get("attachedToRef") is None:
            yield _unresolved(node.element, "attachedToRef", "")
        for event in children(node.element, "messageEventDefinition"):
            if event.get("messageRef") is None:
                yield _unresolved(event, "messageRef", "")


def _defaults(drawing: Drawing) -> Iterator[Problem]:
    for node in drawing.nodes.values():
        default = node.element.get("default")
        if default is not None and default not in {flow.id for flow in drawing.outgoing.get(node.id, ())}:
            yield _unresolved(node.element, "default", default)


def _unresolved(element: Element, what: str, target: str) -> Problem:
    name = called(element)
    if not target:
        sentence = say("%(element)s peger ikke på noget: %(what)s er tom.", element=name, what=what)
    else:
        sentence = say(
            "%(element)s peger på »%(target)s« (%(what)s), som ikke findes dér.",
            element=name,
            target=target[:80],
            what=what,
        )
    return problem_at(
        element,
        UNRESOLVED_REFERENCE,
        sentence,
        "Tegn forbindelsen igen, eller fjern den.",
    )
