"""The check of a diagram: every problem at once, from bytes nobody trusts.

The same before deploying and on the command line.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache

from engine.diagrams.checks.flow import check_flow, check_parallel
from engine.diagrams.checks.layout import check_layout
from engine.diagrams.checks.process import check_process
from engine.diagrams.checks.references import check_references
from engine.diagrams.checks.supported import check_supported
from engine.diagrams.drawing import Drawing, open_drawing
from engine.diagrams.problems import Problem, Unreadable

CHECKS: tuple[Callable[[Drawing], Iterable[Problem]], ...] = (
    check_supported,
    check_process,
    check_references,
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
    found = (problem for one in CHECKS for problem in one(drawing))
    return tuple(sorted(found, key=lambda problem: (problem.line, problem.rule)))
