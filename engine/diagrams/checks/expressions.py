"""Every expression: that it can be read, and that it asks only about what there is."""

from collections.abc import Iterator

from engine import expressions
from engine.diagrams import vocabulary as v
from engine.diagrams.checks.findings import called, error, listed
from engine.diagrams.drawing import Drawing, Element, Node, all_text, camunda
from engine.diagrams.problems import Problem
from engine.diagrams.read import form_fields, input_parameters
from engine.diagrams.supply import names_given
from engine.expressions import BadExpression
from engine.facts import FACTS


def check_expressions(drawing: Drawing) -> Iterator[Problem]:
    for node in drawing.nodes.values():
        for element, text, what in _texts(node):
            yield from _readable(drawing, node, element, text, what)
    for flow in drawing.flows:
        source = drawing.nodes.get(flow.source)
        if flow.condition is not None and source is not None:
            yield from _condition(drawing, source, flow.element, flow.condition)


def _texts(node: Node) -> Iterator[tuple[Element, str, str]]:
    """(where, the text, what it is) of everything on a node that may hold an expression."""
    assignee = node.element.get(camunda("assignee"))
    if assignee is not None:
        yield node.element, assignee, "Den, trinnet er til,"
    for parameter in input_parameters(node.element):
        yield parameter, all_text(parameter), f"Parameteren {parameter.get('name')}"
    for field in form_fields(node.element):
        if field.get("defaultValue"):
            yield field, field.get("defaultValue", ""), f"Standardværdien af feltet {field.get('id')}"


def _readable(drawing: Drawing, node: Node, element: Element, text: str, what: str) -> Iterator[Problem]:
    try:
        asked = expressions.names_in(text)
    except BadExpression as reason:
        yield error(element, "bad-expression", f"{what} på {called(node.element)} kan ikke læses: {reason}", _REMEDY)
        return
    yield from _known(drawing, node, element, asked, what)


def _condition(drawing: Drawing, source: Node, element: Element, text: str) -> Iterator[Problem]:
    if not (text.strip().startswith("${") and text.strip().endswith("}")):
        sentence = f"Betingelsen på {called(element)} er ikke et udtryk."
        yield error(element, "condition-not-expression", sentence, "Skriv den som ${…}, fx ${outcome == 'luk'}.")
        return
    try:
        asked = expressions.parse(text).names
    except BadExpression as reason:
        yield error(element, "bad-expression", f"Betingelsen på {called(element)} kan ikke læses: {reason}", _REMEDY)
        return
    yield from _known(drawing, source, element, asked, "Betingelsen")


def _known(drawing: Drawing, node: Node, element: Element, asked: frozenset[str], what: str) -> Iterator[Problem]:
    given = names_given(drawing, node.id)
    unknown = asked - given - FACTS.keys()
    if unknown:
        sentence = f"{what} ved {called(node.element)} spørger om {listed(unknown)}, som ikke findes her."
        own = f" Felter før trinnet: {listed(given - {v.REOPENED})}." if given - {v.REOPENED} else ""
        yield error(element, "unknown-name", sentence, f"Brug en af fakta: {listed(FACTS)}.{own}")


_REMEDY = "Skriv navne, tekster i ' ', tal, and, or, not, ==, !=, <, <=, >, >= og in; intet andet."
