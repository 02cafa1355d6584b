"""Where an outcome leads: read from the arrows of the diagram, for outcomes that carry no rule's name. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from engine import expressions
from engine.diagrams import vocabulary as v
from engine.diagrams.drawing import Drawing, Flow, open_drawing
from engine.diagrams.read import operation_of
from engine.model.diagrams import Operation
from engine.operations import Topic

PUT_BACK = "put-back"  # the item stays with its team, and nobody has it
ACCEPT = "accept"  # the process ends, and nothing changes


@dataclass(frozen=True)
class Way:
    """What is passed on all ways that an outcome may take, up to the next steps: operations, and how the ways end."""

    operations: tuple[Operation, ...]
    to_steps: bool
    to_ends: bool


def meaning(content: bytes, step_id: str, outcome_id: str) -> str | None:
    """PUT_BACK or ACCEPT, if the outcome of that step is one of them."""
    way = way_of(_drawing(content), step_id, outcome_id)
    if not way.operations and way.to_ends and not way.to_steps:
        return ACCEPT
    if len(way.operations) == 1 and way.to_steps and not way.to_ends and _keeps_the_team(way.operations[0]):
        return PUT_BACK
    return None


def way_of(drawing: Drawing, step_id: str, outcome_id: str) -> Way:
    """Follows the arrows out of a step; a condition on anything but the outcome may go either way."""
    operations: dict[str, Operation] = {}
    kinds: set[str] = set()
    seen: set[str] = set()
    todo = [flow.target for flow in _open(drawing.outgoing.get(step_id, ()), outcome_id)]
    while todo:
        node = drawing.nodes.get(todo.pop())
        if node is None or node.id in seen:
            continue
        seen.add(node.id)
        if node.kind in v.STEP_KINDS or node.kind == v.END:
            kinds.add(node.kind)
            continue
        if node.kind in v.OPERATION_KINDS:
            operations[node.id] = operation_of(node)
        todo += [flow.target for flow in _open(drawing.outgoing.get(node.id, ()), outcome_id)]
    return Way(tuple(operations.values()), bool(kinds & v.STEP_KINDS), v.END in kinds)


def _open(flows: tuple[Flow, ...], outcome_id: str) -> Iterator[Flow]:
    return (flow for flow in flows if _may_be_taken(flow, outcome_id))


def _may_be_taken(flow: Flow, outcome_id: str) -> bool:
    if flow.condition is None or expressions.names_in(flow.condition) != {v.OUTCOME}:
        return True
    return bool(expressions.fill(flow.condition, {v.OUTCOME: outcome_id}))


def _keeps_the_team(operation: Operation) -> bool:
    return operation.topic == Topic.ASSIGN_TEAM and expressions.names_in(operation.parameters.get("team", "")) == {
        "team"
    }


@lru_cache(maxsize=32)
def _drawing(content: bytes) -> Drawing:
    return open_drawing(content)
