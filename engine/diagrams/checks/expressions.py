"""Every expression: that it can be read, and that it asks only about what there is."""

from collections.abc import Iterator

from engine import expressions
from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import check_rule
from engine.diagrams.check_sentences import arrow, called, listed, problem_at
from engine.diagrams.drawing import Drawing, Element, Flow, Node, all_text, camunda
from engine.diagrams.field_scope import names_given
from engine.diagrams.problems import Problem
from engine.diagrams.read import form_fields, input_parameters
from engine.expressions import BadExpression
from engine.facts import FACTS
from engine.sentences import say, told_by

BAD_EXPRESSION = check_rule("bad-expression")
CONDITION_NOT_EXPRESSION = check_rule("condition-not-expression")
UNKNOWN_NAME = check_rule("unknown-name")


def check_expressions(drawing: Drawing) -> Iterator[Problem]:
    for node in drawing.nodes.values():
        for element, text, what in _texts(node):
            yield from _readable(drawing, node, element, text, what)
    for flow in drawing.flows:
        source = drawing.nodes.get(flow.source)
        if flow.condition is not None and source is not None:
            yield from _condition(drawing, source, flow, flow.condition)


def _texts(node: Node) -> Iterator[tuple[Element, str, str]]:
    """(where, the text, what it is) of everything on a node that may hold an expression."""
    assignee = node.element.get(camunda("assignee"))
    if assignee is not None:
        yield node.element, assignee, _ASSIGNEE
    for parameter in input_parameters(node.element):
        yield parameter, all_text(parameter), say("Parameteren %(name)s", name=parameter.get("name"))
    for field in form_fields(node.element):
        if field.get("defaultValue"):
            yield (
                field,
                field.get("defaultValue", ""),
                say("Standardværdien af feltet %(field)s", field=field.get("id")),
            )


def _readable(drawing: Drawing, node: Node, element: Element, text: str, what: str) -> Iterator[Problem]:
    try:
        asked = expressions.names_in(text)
    except BadExpression as reason:
        place = called(node.element)
        sentence = say("%(what)s på %(element)s kan ikke læses: %(why)s", what=what, element=place, why=told_by(reason))
        yield problem_at(element, BAD_EXPRESSION, sentence, _REMEDY)
        return
    if node.kind in v.OPERATION_KINDS:  # what a form may ask about is said by `values`
        yield from _known(drawing, node, element, asked, what)


_ASSIGNEE = say("Den, trinnet er til,")


def _condition(drawing: Drawing, source: Node, flow: Flow, text: str) -> Iterator[Problem]:
    which = arrow(drawing, flow)
    if not (text.strip().startswith("${") and text.strip().endswith("}")):
        remedy = "Skriv den som ${…}, fx ${outcome == 'luk'}."
        sentence = say("Betingelsen på %(arrow)s er ikke et udtryk.", arrow=which)
        yield problem_at(flow.element, CONDITION_NOT_EXPRESSION, sentence, remedy)
        return
    try:
        asked = expressions.parse(text).names
    except BadExpression as reason:
        sentence = say("Betingelsen på %(arrow)s kan ikke læses: %(why)s", arrow=which, why=told_by(reason))
        yield problem_at(flow.element, BAD_EXPRESSION, sentence, _REMEDY)
        return
    yield from _known(drawing, source, flow.element, asked, say("Betingelsen"))


def _known(drawing: Drawing, node: Node, element: Element, asked: frozenset[str], what: str) -> Iterator[Problem]:
    given = names_given(drawing, node.id)
    unknown = asked - given - FACTS.keys()
    if unknown:
        sentence = say(
            "%(what)s ved %(element)s spørger om %(names)s, som ikke findes her.",
            what=what,
            element=called(node.element),
            names=listed(unknown),
        )
        yield problem_at(element, UNKNOWN_NAME, sentence, _known_names(given - {v.REOPENED}))


def _known_names(fields: frozenset[str]) -> str:
    facts = listed(FACTS)
    if fields:
        return say("Brug en af fakta: %(facts)s. Felter før trinnet: %(fields)s.", facts=facts, fields=listed(fields))
    return say("Brug en af fakta: %(facts)s.", facts=facts)


_REMEDY = "Skriv navne, tekster i ' ', tal, and, or, not, ==, !=, <, <=, >, >= og in; intet andet."
