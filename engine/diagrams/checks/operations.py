"""Service and send tasks: an operation that the engine has, with the parameters it takes."""

from collections.abc import Iterator

from engine.diagrams import vocabulary as v
from engine.diagrams.checks.findings import called, error, listed
from engine.diagrams.drawing import Drawing, Node, camunda
from engine.diagrams.problems import Problem
from engine.diagrams.read import kind_of, named, operation_of
from engine.model.items import Kind
from engine.operations import OPERATIONS, RECIPIENTS, OperationKind


def check_operations(drawing: Drawing) -> Iterator[Problem]:
    for node in drawing.of_kind(*v.OPERATION_KINDS):
        topic = node.element.get(camunda("topic"), "")
        if node.element.get(camunda("type")) != "external":
            sentence = f"{called(node.element)} er ikke af typen external."
            yield error(node.element, "not-external", sentence, 'Sæt camunda:type="external" og et emne (topic).')
        if topic not in OPERATIONS:
            sentence = f"{called(node.element)} beder om “{topic}”, som systemet ikke kan."
            yield error(node.element, "unknown-operation", sentence, f"Vælg et emne (topic): {listed(OPERATIONS)}.")
            continue
        yield from _right_kind(node, topic)
        if topic == v.SEND_ON and kind_of(drawing) == Kind.TASK:
            sentence = f"{called(node.element)} sender videre, men processen er en opgaves."
            yield error(node.element, "pass-on-of-task", sentence, "Kun en sag kan sendes videre (D-03): fjern den.")
        yield from _parameters(node, OPERATIONS[topic])


def _right_kind(node: Node, topic: str) -> Iterator[Problem]:
    if (node.kind == v.SEND) != (topic == v.NOTIFY):
        sentence = (
            f"{called(node.element)} har emnet {topic}: besked gives af en sendeopgave, alt andet af en serviceopgave."
        )
        yield error(node.element, "wrong-task-kind", sentence, "Skift elementets type i diagrammet.")


def _parameters(node: Node, kind: OperationKind) -> Iterator[Problem]:
    given = operation_of(node).parameters
    for name in sorted(given.keys() - kind.parameters.keys()):
        sentence = f"{called(node.element)} har parameteren {name}, som {kind.topic} ikke læser."
        known = listed(kind.parameters) or "ingen"
        yield error(node.element, "unknown-parameter", sentence, f"Fjern den. {kind.topic} læser: {known}.")
    for name, parameter in kind.parameters.items():
        text = given.get(name, "").strip()
        if parameter.required and not text:
            sentence = f"{called(node.element)} mangler parameteren {name}."
            yield error(node.element, "missing-parameter", sentence, f"{kind.documentation}. Tilføj {name}.")
        elif text and parameter.values and text not in parameter.values:
            sentence = f"{called(node.element)}: {name} kan ikke være “{text}”."
            yield error(node.element, "wrong-parameter", sentence, f"Skriv en af: {listed(parameter.values)}.")
        elif text and parameter.kind in ("agent", "team") and not (text.startswith("${") and text.endswith("}")):
            sentence = f"{called(node.element)}: {name} er “{text}”, men skal være et udtryk."
            yield error(node.element, "wrong-parameter", sentence, "Skriv det som ${…}, fx ${chosen_agent}.")
    if kind.topic == v.NOTIFY:
        yield from _recipients(node, given.get("recipients", ""))


def _recipients(node: Node, text: str) -> Iterator[Problem]:
    unknown = [role for role in named(text) if role not in RECIPIENTS]
    if unknown:
        sentence = f"{called(node.element)} giver besked til {listed(unknown)}, som ikke er en rolle."
        yield error(node.element, "unknown-recipient", sentence, f"Skriv en eller flere af: {listed(RECIPIENTS)}.")
