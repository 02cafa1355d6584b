"""Exclusive gateways: every way out has its condition, and in every situation exactly one of them holds."""

from collections.abc import Iterator, Sequence

from engine.diagrams import vocabulary as v
from engine.diagrams.checks.findings import arrow, called, error, warning
from engine.diagrams.choices import Met, met_at
from engine.diagrams.drawing import Drawing, Flow, Node
from engine.diagrams.problems import Problem
from engine.diagrams.supply import outcomes_before


def check_gateways(drawing: Drawing) -> Iterator[Problem]:
    for flow in drawing.flows:
        source = drawing.nodes.get(flow.source)
        if flow.condition is not None and source is not None and source.kind != v.EXCLUSIVE:
            sentence = f"{_first(arrow(drawing, flow))} har en betingelse, men kommer ikke fra en eksklusiv gateway."
            yield error(
                flow.element, "condition-without-gateway", sentence, "Fjern betingelsen, eller tegn en gateway."
            )
    for gateway in drawing.of_kind(v.EXCLUSIVE):
        ways = drawing.outgoing.get(gateway.id, ())
        if len(ways) > 1:
            yield from _conditions(drawing, gateway, ways)
        if any(flow.condition is not None for flow in ways):
            yield from _one_way(drawing, gateway)


def _conditions(drawing: Drawing, gateway: Node, ways: Sequence[Flow]) -> Iterator[Problem]:
    default = gateway.element.get("default")
    for flow in ways:
        if flow.condition is None and flow.id != default:
            sentence = f"{_first(arrow(drawing, flow))} har ingen betingelse."
            yield error(flow.element, "missing-condition", sentence, "Skriv en betingelse, eller gør den til standard.")
        if flow.condition is not None and flow.id == default:
            sentence = f"{_first(arrow(drawing, flow))} er standardpilen, så dens betingelse bliver aldrig læst."
            yield error(flow.element, "condition-on-default", sentence, "Fjern betingelsen.")


def _one_way(drawing: Drawing, gateway: Node) -> Iterator[Problem]:
    """Looks at the situations that can be met here: none may have two ways on, and each must have one."""
    met = met_at(drawing, gateway.id)
    name = {flow.id: arrow(drawing, flow) for flow in drawing.outgoing[gateway.id]}
    failed = next((one for one in met if one.fails), None)
    if failed:
        where = f"{name[failed.open[0]]} kan ikke altid beregnes: {failed.fails}"
        yield error(gateway.element, "condition-fails", f"Betingelsen på {where}", _WHEN_EMPTY)
        return
    overlaps = next((one.open for one in met if len(one.open) > 1), None)
    if overlaps:
        sentence = f"Betingelserne på {name[overlaps[0]]} og {name[overlaps[1]]} kan være sande samtidig."
        yield error(gateway.element, "overlapping-conditions", sentence, "Skriv dem, så højst én er sand ad gangen.")
    gap = next((one for one in met if not one.open), None)
    if gap:
        yield error(
            gateway.element, "no-way-out", _gap(drawing, gateway, gap), "Tegn en pil til, eller en standardpil."
        )
    yield from _never(drawing, gateway, met)


def _never(drawing: Drawing, gateway: Node, met: Sequence[Met]) -> Iterator[Problem]:
    taken = {flow for one in met for flow in one.open}
    for flow in drawing.outgoing[gateway.id]:
        if met and flow.condition is not None and flow.id not in taken:
            sentence = f"Betingelsen på {arrow(drawing, flow)} er aldrig sand, så ingen går den vej."
            yield warning(flow.element, "never-true", sentence, "Se efter, om værdien er stavet som knappens id.")


_WHEN_EMPTY = "Spørg først, om det er udfyldt, fx ${felt != None and felt > 3}, eller gør feltet obligatorisk."


def _gap(drawing: Drawing, gateway: Node, gap: Met) -> str:
    outcome = outcomes_before(drawing, gateway.id).get(gap.outcome)
    after = f" efter knappen “{outcome.name}”" if outcome else ""
    return f"Der er ingen vej ud af {called(gateway.element)}{after} på {called(drawing.nodes[gap.after].element)}."


def _first(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]
