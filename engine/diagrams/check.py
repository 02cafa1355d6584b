"""The check of a diagram: every problem at once, from bytes nobody trusts.

The same before deploying and on the command line.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

from lxml import etree

from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import Severity, check_rule
from engine.diagrams.checks.boundaries import check_boundaries
from engine.diagrams.checks.duplicates import check_duplicates
from engine.diagrams.checks.exploration import check_exploration
from engine.diagrams.checks.expressions import check_expressions
from engine.diagrams.checks.flow import check_flow, check_parallel
from engine.diagrams.checks.forms import check_forms
from engine.diagrams.checks.gateways import check_gateways
from engine.diagrams.checks.layout import check_layout
from engine.diagrams.checks.operations import check_operations
from engine.diagrams.checks.outcomes import check_outcomes
from engine.diagrams.checks.people import check_people
from engine.diagrams.checks.process import check_process
from engine.diagrams.checks.references import check_references
from engine.diagrams.checks.supported import check_supported
from engine.diagrams.checks.values import check_values
from engine.diagrams.drawing import Drawing, open_drawing
from engine.diagrams.problems import Problem, Unreadable, of_the_file
from engine.diagrams.xml import line_of
from engine.sentences import say

DRAWN_FOR_CAMUNDA_8 = check_rule("drawn-for-camunda-8")
TOO_MANY_ELEMENTS = check_rule("too-many-elements")

CHECKS: tuple[Callable[[Drawing], Iterable[Problem]], ...] = (
    check_supported,
    check_duplicates,
    check_process,
    check_references,
    check_people,
    check_forms,
    check_outcomes,
    check_operations,
    check_boundaries,
    check_expressions,
    check_values,
    check_gateways,
    check_flow,
    check_parallel,
    check_layout,
)


@lru_cache(maxsize=16)
def check(content: bytes) -> tuple[Problem, ...]:
    """Everything that is wrong with a BPMN file, in the file's order; empty when there is nothing."""
    try:
        drawing = open_drawing(content)
    except Unreadable as error:
        return error.problems
    if len(drawing.nodes) > v.MAX_NODES:
        return (_too_many(drawing),)
    if _of_camunda_8(drawing):
        return (_OTHER_CAMUNDA,)
    found = [problem for one in CHECKS for problem in one(drawing)]
    if not any(problem.severity is Severity.ERROR for problem in found):
        found += check_exploration(drawing)
    return tuple(sorted(found, key=lambda problem: (problem.line, problem.rule)))


def _of_camunda_8(drawing: Drawing) -> bool:
    """Whether anything in it is said in Camunda 8's words: nothing that it says so can be executed here."""
    return any(
        namespace == v.CAMUNDA_8
        for element in drawing.root.iter()
        for namespace in (etree.QName(name).namespace for name in (element.tag, *element.attrib))
    )


_OTHER_CAMUNDA = of_the_file(
    DRAWN_FOR_CAMUNDA_8,
    "Filen er tegnet til Camunda 8, som skriver trin og handlinger på en anden måde.",
    "Opret diagrammet som Camunda 7 (Camunda Platform) i Camunda Modeler, tegn det dér, og gem.",
    line=1,
)


def _too_many(drawing: Drawing) -> Problem:
    """More than anybody could read; whoever mends that will want to look at the rest afterwards."""
    return of_the_file(
        TOO_MANY_ELEMENTS,
        say(
            "Diagrammet har %(count)s trin, gateways og hændelser; det må højst have %(most)s.",
            count=len(drawing.nodes),
            most=v.MAX_NODES,
        ),
        "Del processen i flere, eller fjern det, som ingen bruger.",
        line=line_of(drawing.process),
    )
