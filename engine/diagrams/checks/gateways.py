"""Exclusive gateways: every way out has its condition, and in every situation exactly one of them holds."""

from collections.abc import Iterator, Sequence

from engine.diagrams import vocabulary as v
from engine.diagrams.checks.findings import arrow, called, error, warning
from engine.diagrams.choices import Met, met_at
from engine.diagrams.drawing import Drawing, Flow, Node
from engine.diagrams.problems import Problem
from engine.diagrams.supply import outcomes_before
from engine.sentences import say


def check_gateways(drawing: Drawing) -> Iterator[Problem]:
    for flow in drawing.flows:
        source = drawing.nodes.get(flow.source)
        if flow.condition is not None and source is not None and source.kind != v.EXCLUSIVE:
            sentence = say(
                "%(arrow)s har en betingelse, men kommer ikke fra en eksklusiv gateway.",
                arrow=arrow(drawing, flow, first=True),
            )
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
            sentence = say("%(arrow)s har ingen betingelse.", arrow=arrow(drawing, flow, first=True))
            yield error(flow.element, "missing-condition", sentence, "Skriv en betingelse, eller gør den til standard.")
        if flow.condition is not None and flow.id == default:
            sentence = say(
                "%(arrow)s er standardpilen, så dens betingelse bliver aldrig læst.",
                arrow=arrow(drawing, flow, first=True),
            )
            yield error(flow.element, "condition-on-default", sentence, "Fjern betingelsen.")


def _one_way(drawing: Drawing, gateway: Node) -> Iterator[Problem]:
    """Looks at the situations that can be met here: none may have two ways on, and each must have one."""
    met = met_at(drawing, gateway.id)
    name = {flow.id: arrow(drawing, flow) for flow in drawing.outgoing[gateway.id]}
    failed = next((one for one in met if one.fails), None)
    if failed:
        sentence = say(
            "Betingelsen på %(arrow)s kan ikke altid beregnes: %(why)s", arrow=name[failed.open[0]], why=failed.fails
        )
        yield error(gateway.element, "condition-fails", sentence, _WHEN_EMPTY)
        return
    overlaps = next((one.open for one in met if len(one.open) > 1), None)
    if overlaps:
        sentence = say(
            "Betingelserne på %(arrow)s og %(other)s kan være sande samtidig.",
            arrow=name[overlaps[0]],
            other=name[overlaps[1]],
        )
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
            sentence = say("Betingelsen på %(arrow)s er aldrig sand, så ingen går den vej.", arrow=arrow(drawing, flow))
            yield warning(flow.element, "never-true", sentence, "Se efter, om værdien er stavet som knappens id.")


_WHEN_EMPTY = "Spørg først, om det er udfyldt, fx ${felt != None and felt > 3}, eller gør feltet obligatorisk."


def _gap(drawing: Drawing, gateway: Node, gap: Met) -> str:
    outcome = outcomes_before(drawing, gateway.id).get(gap.outcome)
    place, after = called(gateway.element), called(drawing.nodes[gap.after].element)
    if outcome is None:
        return say("Der er ingen vej ud af %(gateway)s på %(element)s.", gateway=place, element=after)
    return say(
        "Der er ingen vej ud af %(gateway)s efter knappen “%(button)s” på %(element)s.",
        gateway=place,
        button=outcome.name,
        element=after,
    )
