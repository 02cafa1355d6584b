"""Service and send tasks: an operation that the engine has, with the parameters it takes."""

from collections.abc import Iterator

from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import check_rule
from engine.diagrams.check_sentences import called, listed, problem_at
from engine.diagrams.drawing import Drawing, Node, camunda
from engine.diagrams.problems import Problem
from engine.diagrams.read import kind_of, named, operation_of
from engine.model.items import Kind
from engine.operations import OPERATIONS, RECIPIENTS, OperationKind, Topic
from engine.sentences import say

NOT_EXTERNAL = check_rule("not-external")
UNKNOWN_OPERATION = check_rule("unknown-operation")
PASS_ON_OF_TASK = check_rule("pass-on-of-task")
WRONG_TASK_KIND = check_rule("wrong-task-kind")
UNKNOWN_PARAMETER = check_rule("unknown-parameter")
MISSING_PARAMETER = check_rule("missing-parameter")
WRONG_PARAMETER = check_rule("wrong-parameter")
UNKNOWN_RECIPIENT = check_rule("unknown-recipient")


def check_operations(drawing: Drawing) -> Iterator[Problem]:
    for node in drawing.of_kind(*v.OPERATION_KINDS):
        topic, name = node.element.get(camunda("topic"), ""), called(node.element)
        if node.element.get(camunda("type")) != "external":
            sentence = say("%(element)s er ikke af typen external.", element=name)
            yield problem_at(node.element, NOT_EXTERNAL, sentence, 'Sæt camunda:type="external" og et emne (topic).')
        if topic not in OPERATIONS:
            sentence = say("%(element)s beder om “%(topic)s”, som systemet ikke kan.", element=name, topic=topic)
            if not topic:
                sentence = say("%(element)s siger ikke, hvad systemet skal gøre (topic).", element=name)
            remedy = say("Vælg et emne (topic): %(names)s.", names=listed(OPERATIONS))
            yield problem_at(node.element, UNKNOWN_OPERATION, sentence, remedy)
            continue
        yield from _right_kind(node, topic)
        if topic == Topic.PASS_ON and kind_of(drawing) == Kind.TASK:
            sentence = say("%(element)s sender videre, men processen er en opgaves.", element=name)
            yield problem_at(node.element, PASS_ON_OF_TASK, sentence, "Kun en sag kan sendes videre (D-03): fjern den.")
        yield from _parameters(node, OPERATIONS[topic])


def _right_kind(node: Node, topic: str) -> Iterator[Problem]:
    if (node.kind == v.SEND) != (topic == Topic.NOTIFY):
        sentence = say(
            "%(element)s har emnet %(topic)s: besked gives af en sendeopgave, alt andet af en serviceopgave.",
            element=called(node.element),
            topic=topic,
        )
        yield problem_at(node.element, WRONG_TASK_KIND, sentence, "Skift elementets type i diagrammet.")


def _parameters(node: Node, kind: OperationKind) -> Iterator[Problem]:
    given, place = operation_of(node).parameters, called(node.element)
    for name in sorted(given.keys() - kind.parameters.keys()):
        sentence = say(
            "%(element)s har parameteren %(name)s, som %(topic)s ikke læser.",
            element=place,
            name=name,
            topic=kind.topic,
        )
        known = listed(kind.parameters) or say("ingen")
        remedy = say("Fjern den. %(topic)s læser: %(names)s.", topic=kind.topic, names=known)
        yield problem_at(node.element, UNKNOWN_PARAMETER, sentence, remedy)
    for name, parameter in kind.parameters.items():
        text = given.get(name, "").strip()
        if parameter.required and not text:
            sentence = say("%(element)s mangler parameteren %(name)s.", element=place, name=name)
            remedy = say("%(what)s. Tilføj %(name)s.", what=kind.documentation, name=name)
            yield problem_at(node.element, MISSING_PARAMETER, sentence, remedy)
        elif text and parameter.values and text not in parameter.values:
            sentence = say("%(element)s: %(name)s kan ikke være “%(value)s”.", element=place, name=name, value=text)
            remedy = say("Skriv en af: %(names)s.", names=listed(parameter.values))
            yield problem_at(node.element, WRONG_PARAMETER, sentence, remedy)
        elif text and parameter.kind in ("agent", "team") and not (text.startswith("${") and text.endswith("}")):
            sentence = say(
                "%(element)s: %(name)s er “%(value)s”, men skal være et udtryk.", element=place, name=name, value=text
            )
            yield problem_at(node.element, WRONG_PARAMETER, sentence, "Skriv det som ${…}, fx ${chosen_agent}.")
    if kind.topic == Topic.NOTIFY:
        yield from _recipients(node, given.get("recipients", ""))


def _recipients(node: Node, text: str) -> Iterator[Problem]:
    unknown = [role for role in named(text) if role not in RECIPIENTS]
    if unknown:
        sentence = say(
            "%(element)s giver besked til %(names)s, som ikke er en rolle.",
            element=called(node.element),
            names=listed(unknown),
        )
        remedy = say("Skriv en eller flere af: %(names)s.", names=listed(RECIPIENTS))
        yield problem_at(node.element, UNKNOWN_RECIPIENT, sentence, remedy)
