"""Walking a drawing's arrows: what can be reached, what leads to an end, and the main way through. Pure graph work."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from engine.diagrams import vocabulary as v
from engine.diagrams.drawing import Drawing

_LOOKS = 20_000  # how many arrows the search for the main way may try, whatever the diagram

Arrows = Mapping[str, Sequence[str]]


def arrows(drawing: Drawing, *, with_boundaries: bool = True) -> Arrows:
    """Element id → the ids one arrow ahead; a boundary event counts as ahead of the step it hangs on."""
    pairs = [(flow.source, flow.target) for flow in drawing.flows]
    if with_boundaries:
        pairs += [(node.element.get("attachedToRef", ""), node.id) for node in drawing.of_kind(v.BOUNDARY)]
    return _grouped(pairs)


def reversed_arrows(ahead: Arrows) -> Arrows:
    return _grouped((target, source) for source, targets in ahead.items() for target in targets)


def _grouped(pairs: Iterable[tuple[str, str]]) -> Arrows:
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups


def reached(ahead: Arrows, sources: Iterable[str], *, stop: Callable[[str], bool] = lambda _: False) -> frozenset[str]:
    """All that can be reached from the sources, these included; nothing is followed past a node that `stop` names."""
    found: set[str] = set()
    open_ends = list(sources)
    while open_ends:
        node = open_ends.pop()
        if node not in found:
            found.add(node)
            if not stop(node):
                open_ends.extend(ahead.get(node, ()))
    return frozenset(found)


def main_path(drawing: Drawing) -> tuple[str, ...]:
    """The main way from start to an end: of the simple ways that pass no boundary event the one with most steps.

    Kept are the start, user tasks, service and send tasks. The search is bounded: a drawing made to confuse it gets
    the best way found so far.
    """
    ahead = arrows(drawing, with_boundaries=False)
    starts, ends = drawing.of_kind(v.START)[:1], {node.id for node in drawing.of_kind(v.END)}
    leads_on = reached(reversed_arrows(ahead), ends)
    best: tuple[str, ...] = ()
    for start in starts:
        for way in _ways(ahead, start.id, ends, leads_on):
            shown = tuple(n for n in way if n in drawing.nodes and drawing.nodes[n].kind in _SHOWN)
            best = max(best, shown, key=len)
    return best


_SHOWN = frozenset({v.START}) | v.STEP_KINDS | v.OPERATION_KINDS


def _ways(ahead: Arrows, start: str, ends: set[str], leads_on: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Simple ways to an end, depth first in the file's order, until there are no more or enough was tried."""
    way, tries = [start], [iter(ahead.get(start, ()))]
    for _ in range(_LOOKS):
        if not tries:
            return
        target = next(tries[-1], None)
        if target is None:
            tries.pop()
            way.pop()
        elif target in leads_on and target not in way:
            way.append(target)
            tries.append(iter(ahead.get(target, ())))
            if target in ends:
                yield tuple(way)
