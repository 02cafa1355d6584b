"""Exclusive gateways: every way out has its condition, and in every situation exactly one of them holds."""

from collections.abc import Iterator, Sequence

from engine import expressions
from engine.diagrams import vocabulary as v
from engine.diagrams.checks.findings import called, error
from engine.diagrams.drawing import Drawing, Flow, Node
from engine.diagrams.paths import Arrows, arrows, reversed_arrows
from engine.diagrams.problems import Problem
from engine.diagrams.supply import Moment, moments, names_given, outcomes_before
from engine.expressions import BadExpression
from engine.facts import FACTS

MOST_SITUATIONS = 400  # of each button before a gateway


def check_gateways(drawing: Drawing) -> Iterator[Problem]:
    for flow in drawing.flows:
        source = drawing.nodes.get(flow.source)
        if flow.condition is not None and source is not None and source.kind != v.EXCLUSIVE:
            sentence = f"Pilen {called(flow.element)} har en betingelse, men kommer ikke fra en eksklusiv gateway."
            yield error(
                flow.element, "condition-without-gateway", sentence, "Fjern betingelsen, eller tegn en gateway."
            )
    back = reversed_arrows(arrows(drawing, with_boundaries=False))
    for gateway in drawing.of_kind(v.EXCLUSIVE):
        ways = drawing.outgoing.get(gateway.id, ())
        if len(ways) > 1:
            yield from _conditions(drawing, gateway, ways)
            yield from _one_way(drawing, gateway, ways, back)


def _conditions(drawing: Drawing, gateway: Node, ways: Sequence[Flow]) -> Iterator[Problem]:
    default = gateway.element.get("default")
    for flow in ways:
        if flow.condition is None and flow.id != default:
            sentence = f"Pilen {called(flow.element)} ud af {called(gateway.element)} har ingen betingelse."
            yield error(flow.element, "missing-condition", sentence, "Skriv en betingelse, eller gør den til standard.")
        if flow.condition is not None and flow.id == default:
            sentence = f"Standardpilen {called(flow.element)} har en betingelse, som aldrig læses."
            yield error(flow.element, "condition-on-default", sentence, "Fjern betingelsen.")


def _one_way(drawing: Drawing, gateway: Node, ways: Sequence[Flow], back: Arrows) -> Iterator[Problem]:
    """Tries the situations that can be met here: none may have two ways on, and each must have one."""
    default = gateway.element.get("default")
    conditional = [flow for flow in ways if flow.condition is not None and flow.id != default]
    if len(conditional) + any(flow.id == default for flow in ways) < len(ways):
        return  # said already: a condition is missing
    asked = _names(conditional)
    if asked is None or not asked <= names_given(drawing, gateway.id) | FACTS.keys():
        return  # said already, by the check of expressions
    texts = [flow.condition or "" for flow in conditional]
    overlaps, gap = _tried(drawing, gateway, conditional, texts, asked, back)
    if overlaps:
        first, second = overlaps
        sentence = f"Betingelserne på {called(first.element)} og {called(second.element)} kan være sande samtidig."
        yield error(gateway.element, "overlapping-conditions", sentence, "Skriv dem, så højst én er sand ad gangen.")
    if gap is not None and not any(flow.id == default for flow in ways):
        yield error(
            gateway.element, "no-way-out", _gap(drawing, gateway, gap), "Tegn en pil til, eller en standardpil."
        )


def _tried(
    drawing: Drawing, gateway: Node, ways: Sequence[Flow], texts: list[str], asked: frozenset[str], back: Arrows
) -> tuple[tuple[Flow, Flow] | None, Moment | None]:
    overlaps: tuple[Flow, Flow] | None = None
    gap: Moment | None = None
    for moment in moments(drawing, gateway.id, texts, asked, MOST_SITUATIONS, back):
        open_ways = _open(ways, moment)
        if open_ways is None:
            continue
        if len(open_ways) > 1 and overlaps is None:
            overlaps = (open_ways[0], open_ways[1])
        if not open_ways and gap is None:
            gap = moment
    return overlaps, gap


def _open(ways: Sequence[Flow], moment: Moment) -> list[Flow] | None:
    """The ways whose condition holds; None where a condition cannot be asked in that situation."""
    try:
        return [way for way in ways if expressions.evaluate(way.condition or "", moment.values)]
    except (BadExpression, KeyError):
        return None


def _names(ways: Sequence[Flow]) -> frozenset[str] | None:
    try:
        return frozenset(name for way in ways for name in expressions.parse(way.condition or "").names)
    except BadExpression:
        return None


def _gap(drawing: Drawing, gateway: Node, gap: Moment) -> str:
    outcome = outcomes_before(drawing, gateway.id).get(gap.outcome)
    after = f" efter knappen “{outcome.name}”" if outcome else ""
    return f"Der er ingen vej ud af {called(gateway.element)}{after} på {called(gap.after.element)}."
