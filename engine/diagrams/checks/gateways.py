"""Exclusive gateways: every way out has its condition, and in every situation exactly one of them holds."""

from collections.abc import Iterator, Sequence

from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import check_rule
from engine.diagrams.check_sentences import arrow, called, problem_at
from engine.diagrams.choices import Met, met_at
from engine.diagrams.drawing import Drawing, Flow, Node
from engine.diagrams.field_scope import outcomes_before, own_fields_of_start
from engine.diagrams.problems import Problem
from engine.facts import FACTS
from engine.sentences import say

CONDITION_WITHOUT_GATEWAY = check_rule("condition-without-gateway")
MISSING_CONDITION = check_rule("missing-condition")
CONDITION_ON_DEFAULT = check_rule("condition-on-default")
CONDITION_FAILS = check_rule("condition-fails")
OVERLAPPING_CONDITIONS = check_rule("overlapping-conditions")
NO_WAY_OUT = check_rule("no-way-out")
NEVER_TRUE = check_rule("never-true")


def check_gateways(drawing: Drawing) -> Iterator[Problem]:
    for flow in drawing.flows:
        source = drawing.nodes.get(flow.source)
        if flow.condition is not None and source is not None and source.kind != v.EXCLUSIVE:
            sentence = say(
                "%(arrow)s har en betingelse, men kommer ikke fra en eksklusiv gateway.",
                arrow=arrow(drawing, flow, first=True),
            )
            yield problem_at(
                flow.element, CONDITION_WITHOUT_GATEWAY, sentence, "Fjern betingelsen, eller tegn en gateway."
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
            yield problem_at(
                flow.element, MISSING_CONDITION, sentence, "Skriv en betingelse, eller gør den til standard."
            )
        if flow.condition is not None and flow.id == default:
            sentence = say(
                "%(arrow)s er standardpilen, så dens betingelse bliver aldrig læst.",
                arrow=arrow(drawing, flow, first=True),
            )
            yield problem_at(flow.element, CONDITION_ON_DEFAULT, sentence, "Fjern betingelsen.")


def _one_way(drawing: Drawing, gateway: Node) -> Iterator[Problem]:
    """Looks at the situations that can be met here: none may have two ways on, and each must have one."""
    met = met_at(drawing, gateway.id)
    name = {flow.id: arrow(drawing, flow) for flow in drawing.outgoing[gateway.id]}
    if failing := [one for one in met if one.fails]:
        failed = min(failing, key=lambda one: len(one.empty))  # what fails although all is filled in comes first
        why = failed.fails
        if failed.empty:
            why = say("%(why)s Her er %(names)s ikke udfyldt.", why=why, names=", ".join(failed.empty))
        sentence = say("Betingelsen på %(arrow)s kan ikke altid beregnes: %(why)s", arrow=name[failed.open[0]], why=why)
        yield problem_at(gateway.element, CONDITION_FAILS, sentence, _when_it_fails(drawing, failed))
    overlap = next((one for one in met if len(one.open) > 1), None)
    if overlap:
        sentence = say(
            "Betingelserne på %(arrow)s og %(other)s kan være sande samtidig%(example)s.",
            arrow=name[overlap.open[0]],
            other=name[overlap.open[1]],
            example=_example(overlap),
        )
        yield problem_at(gateway.element, OVERLAPPING_CONDITIONS, sentence, "Skriv dem, så højst én er sand ad gangen.")
    gap = next((one for one in met if not one.open), None)
    if gap:
        yield problem_at(
            gateway.element, NO_WAY_OUT, _gap(drawing, gateway, gap), "Tegn en pil til, eller en standardpil."
        )
    if not failing:
        yield from _never(drawing, gateway, met)


def _never(drawing: Drawing, gateway: Node, met: Sequence[Met]) -> Iterator[Problem]:
    taken = {flow for one in met for flow in one.open}
    for flow in drawing.outgoing[gateway.id]:
        if met and flow.condition is not None and flow.id not in taken:
            sentence = say("Betingelsen på %(arrow)s er aldrig sand, så ingen går den vej.", arrow=arrow(drawing, flow))
            yield problem_at(flow.element, NEVER_TRUE, sentence, "Se efter, om værdien er stavet som knappens id.")


def _when_it_fails(drawing: Drawing, failed: Met) -> str:
    """What to do about it: nothing that is done already."""
    if not failed.empty:
        return (
            "Sammenlign kun det, der er af samme slags; regn på datoer med days(2) og hours(2), og spørg først, om "
            "datoen er der, fx ${deadline != None and deadline - days(2) > now}."
        )
    if set(failed.empty) & own_fields_of_start(drawing):
        return (
            "En genåbnet sag, eller en der er sendt videre, kan være uden det: "
            "spørg først, om det er udfyldt, fx ${felt != None and felt > 3}."
        )
    if set(failed.empty) <= FACTS.keys():
        return "Spørg først, om det er udfyldt, fx ${felt != None and felt > 3}."
    return "Spørg først, om det er udfyldt, fx ${felt != None and felt > 3}, eller gør feltet obligatorisk."


def _example(met: Met) -> str:
    """The numbers with which it happens: a reader does not see an edge between two conditions."""
    told = [
        f"{name} = {value}"
        for name, value in sorted(met.example.items())
        if isinstance(value, int) and not isinstance(value, bool) and name not in FACTS
    ]
    return say(", fx når %(what)s", what=", ".join(told)) if told else ""


def _gap(drawing: Drawing, gateway: Node, gap: Met) -> str:
    outcome = outcomes_before(drawing, gateway.id).get(gap.outcome)
    place, after = called(gateway.element), called(drawing.nodes[gap.after].element)
    if outcome is None:
        sentence = "Der er ingen vej ud af %(gateway)s efter %(element)s%(example)s."
        return say(sentence, gateway=place, element=after, example=_example(gap))
    return say(
        "Der er ingen vej ud af %(gateway)s efter knappen “%(button)s” på %(element)s%(example)s.",
        gateway=place,
        button=outcome.name,
        element=after,
        example=_example(gap),
    )
