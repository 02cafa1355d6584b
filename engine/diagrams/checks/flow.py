"""The arrows: from one start through every element to an end, and no way to run in a ring or wait for ever."""

from collections.abc import Iterator

from engine.diagrams import vocabulary as v
from engine.diagrams.check_rules import check_rule
from engine.diagrams.check_sentences import called, problem_at
from engine.diagrams.drawing import Drawing, Node
from engine.diagrams.paths import Arrows, arrows, reached, reversed_arrows
from engine.diagrams.problems import Problem
from engine.sentences import say

NO_START = check_rule("no-start")
SEVERAL_STARTS = check_rule("several-starts")
NO_END = check_rule("no-end")
FLOW_OUT_OF_END = check_rule("flow-out-of-end")
FLOW_INTO_EVENT = check_rule("flow-into-event")
SEVERAL_FLOWS_WITHOUT_GATEWAY = check_rule("several-flows-without-gateway")
UNREACHABLE = check_rule("unreachable")
DEAD_END = check_rule("dead-end")
RING_WITHOUT_USER_TASK = check_rule("ring-without-user-task")
JOIN_ON_CYCLE = check_rule("join-on-cycle")
JOIN_WITHOUT_SPLIT = check_rule("join-without-split")
SPLIT_NOT_JOINED = check_rule("split-not-joined")


def check_flow(drawing: Drawing) -> Iterator[Problem]:
    yield from _starts_and_ends(drawing)
    yield from _wrong_way(drawing)
    yield from _without_gateway(drawing)
    yield from _reachable(drawing)
    yield from _rings(drawing)


def _starts_and_ends(drawing: Drawing) -> Iterator[Problem]:
    starts = drawing.of_kind(v.START)
    if not starts:
        yield problem_at(drawing.process, NO_START, "Processen har ingen startbegivenhed.", "Tegn én startbegivenhed.")
    for extra in starts[1:]:
        yield problem_at(
            extra.element,
            SEVERAL_STARTS,
            say("Processen har mere end én startbegivenhed: også %(element)s.", element=called(extra.element)),
            "Behold én startbegivenhed, og tegn valget med en gateway efter den.",
        )
    if not drawing.of_kind(v.END):
        yield problem_at(drawing.process, NO_END, "Processen har ingen slutbegivenhed.", "Tegn en slutbegivenhed.")


def _wrong_way(drawing: Drawing) -> Iterator[Problem]:
    for flow in drawing.flows:
        source, target, name = drawing.nodes.get(flow.source), drawing.nodes.get(flow.target), called(flow.element)
        if source and source.kind == v.END:
            sentence = say("Pilen %(flow)s går ud af slutbegivenheden %(end)s.", flow=name, end=called(source.element))
            yield problem_at(flow.element, FLOW_OUT_OF_END, sentence, "Fjern pilen: en slutbegivenhed slutter.")
        if target and target.kind in (v.START, v.BOUNDARY):
            sentence = say(
                "Pilen %(flow)s går ind i %(element)s, som kun kan begynde noget.",
                flow=name,
                element=called(target.element),
            )
            yield problem_at(flow.element, FLOW_INTO_EVENT, sentence, "Lad pilen gå til et trin eller en gateway.")


def _without_gateway(drawing: Drawing) -> Iterator[Problem]:
    for node in drawing.nodes.values():
        if node.kind not in v.GATEWAYS and len(drawing.outgoing.get(node.id, ())) > 1:
            yield problem_at(
                node.element,
                SEVERAL_FLOWS_WITHOUT_GATEWAY,
                say("Der går flere pile ud af %(element)s.", element=called(node.element)),
                "Lad én pil gå til en gateway, og lad pilene gå ud fra den.",
            )


def _reachable(drawing: Drawing) -> Iterator[Problem]:
    ahead = arrows(drawing)
    from_start = reached(ahead, (node.id for node in drawing.of_kind(v.START)))
    to_end = reached(reversed_arrows(ahead), (node.id for node in drawing.of_kind(v.END)))
    for node in drawing.nodes.values():
        if node.id not in from_start and drawing.of_kind(v.START):
            yield problem_at(
                node.element,
                UNREACHABLE,
                say("Ingen vej fra starten fører til %(element)s.", element=called(node.element)),
                "Tegn en pil til det, eller fjern det.",
            )
        elif node.id not in to_end and drawing.of_kind(v.END):
            yield problem_at(
                node.element,
                DEAD_END,
                say("Ingen vej fører fra %(element)s til en slutbegivenhed.", element=called(node.element)),
                "Tegn en pil videre.",
            )


def _rings(drawing: Drawing) -> Iterator[Problem]:
    """A ring of arrows without a user task would run for ever, and nobody could stop it."""
    people = {node.id for node in drawing.of_kind(*v.STEP_KINDS)}
    ahead = {
        source: [target for target in targets if target not in people]
        for source, targets in arrows(drawing, with_boundaries=False).items()
        if source not in people
    }
    told: set[str] = set()
    for node in drawing.nodes.values():
        ring = frozenset() if node.id in told else _ring_of(ahead, node)
        if ring:
            told |= ring
            yield problem_at(
                node.element,
                RING_WITHOUT_USER_TASK,
                say(
                    "Fra %(element)s fører en ring af pile tilbage uden at noget menneske er imellem.",
                    element=called(node.element),
                ),
                "Tegn et brugertrin i ringen, eller bryd den.",
            )


def _ring_of(ahead: Arrows, node: Node) -> frozenset[str]:
    """The elements from which one comes back to the node; empty where none leads back."""
    onward = reached(ahead, ahead.get(node.id, ()))
    return frozenset() if node.id not in onward else onward & reached(reversed_arrows(ahead), (node.id,))


def _returns(ahead: Arrows, node: Node) -> bool:
    return node.id in reached(ahead, ahead.get(node.id, ()))


def check_parallel(drawing: Drawing) -> Iterator[Problem]:
    """Splits and joins of parallel gateways."""
    ahead = arrows(drawing)
    gateways = drawing.of_kind(v.PARALLEL)
    joins = {g.id for g in gateways if len(drawing.incoming.get(g.id, ())) > 1}
    splits = [g for g in gateways if len(drawing.outgoing.get(g.id, ())) > 1]
    for gateway in gateways:
        if gateway.id in joins:
            yield from _join(drawing, ahead, gateway, splits)
    for split in splits:
        yield from _unjoined(drawing, ahead, split, joins)


def _join(drawing: Drawing, ahead: Arrows, join: Node, splits: list[Node]) -> Iterator[Problem]:
    if _returns(ahead, join):
        yield problem_at(
            join.element,
            JOIN_ON_CYCLE,
            say(
                "Den parallelle gateway %(element)s samler veje, og en vej fører tilbage til den.",
                element=called(join.element),
            ),
            "Lad ringen gå uden om den parallelle gateway.",
        )
    elif not any(len(_branches_to(drawing, ahead, split, join.id)) > 1 for split in splits):
        yield problem_at(
            join.element,
            JOIN_WITHOUT_SPLIT,
            say(
                "%(element)s venter på flere veje, men ingen parallel gateway deler dem først.",
                element=called(join.element),
            ),
            "Saml vejene med en eksklusiv gateway, eller del dem med en parallel.",
        )


def _branches_to(drawing: Drawing, ahead: Arrows, split: Node, join: str) -> list[str]:
    targets = (flow.target for flow in drawing.outgoing.get(split.id, ()))
    return [target for target in targets if join in reached(ahead, (target,))]


def _unjoined(drawing: Drawing, ahead: Arrows, split: Node, joins: set[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for flow in drawing.outgoing.get(split.id, ()):
        branch = reached(ahead, (flow.target,), stop=joins.__contains__)
        meeting = {n for n in branch & seen if len(drawing.incoming.get(n, ())) > 1} - joins
        meeting -= {node.id for node in drawing.of_kind(v.END)}
        if meeting:
            yield problem_at(
                split.element,
                SPLIT_NOT_JOINED,
                say(
                    "Vejene fra den parallelle gateway %(element)s mødes uden at vente på hinanden, "
                    "så det der følger, sker en gang for hver.",
                    element=called(split.element),
                ),
                "Saml dem med en parallel gateway.",
            )
            return
        seen |= branch
