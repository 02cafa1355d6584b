"""Which arrows of an exclusive gateway are open, in every situation that can be met there. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine import expressions
from engine.diagrams import vocabulary as v
from engine.diagrams.drawing import Drawing, Flow, once_a_drawing
from engine.diagrams.field_scope import Moment, moments, names_given
from engine.expressions import BadExpression, Expression
from engine.facts import FACTS, Value
from engine.sentences import told_by

_FOLLOWED = ("status", "case_is_closed", v.REOPENED)  # what `exploration` knows at every place


@dataclass(frozen=True)
class Met:
    """One kind of situation at a gateway: after which step, by which button ("" for none), and what is then open.

    `known` are the values, in the order of `_FOLLOWED`, of what the conditions ask about of that; None where they do
    not ask. `fails` says why the condition of the one arrow in `open` cannot be evaluated then, `empty` which names
    have no value then. `example` are values of one such situation, by name.
    """

    after: str
    outcome: str
    known: tuple[Value, ...]
    open: tuple[str, ...]
    fails: str = ""
    empty: tuple[str, ...] = ()
    example: Mapping[str, Value] = field(default_factory=dict, compare=False)

    def agrees(self, status: str, case_is_closed: bool | None, reopened: bool) -> bool:
        """Whether it can be met by an item of that status; of a case that a task hangs on, anything can be true."""
        return all(
            known is None or given is None or known == given
            for known, given in zip(self.known, (status, case_is_closed, reopened), strict=True)
        )


@once_a_drawing
def met_at(drawing: Drawing, gateway_id: str) -> tuple[Met, ...]:
    """Everything that an exclusive gateway with conditions can meet; empty where they cannot be read, or miss."""
    ways = drawing.outgoing.get(gateway_id, ())
    default = drawing.nodes[gateway_id].element.get("default")
    conditional = [flow for flow in ways if flow.condition is not None and flow.id != default]
    standard = tuple(flow.id for flow in ways if flow.id == default)
    asking = _read(conditional)
    if asking is None or len(conditional) + len(standard) < len(ways):
        return ()
    if not {name for one in asking for name in one.names} <= names_given(drawing, gateway_id) | FACTS.keys():
        return ()
    found = (_met(conditional, standard, moment) for moment in moments(drawing, gateway_id, asking))
    return tuple(dict.fromkeys(found))


def _met(conditional: Sequence[Flow], standard: tuple[str, ...], moment: Moment) -> Met:
    known = tuple(moment.values.get(name) for name in _FOLLOWED)
    values, opened = moment.values, list[str]()
    for flow in conditional:
        try:
            if expressions.evaluate(flow.condition or "", values):
                opened.append(flow.id)
        except BadExpression as error:
            # Only what is empty makes a difference to a reader: said once for all values of what is filled in.
            empty = tuple(sorted(name for name, value in values.items() if value is None))
            return Met(moment.after.id, moment.outcome, known, (flow.id,), told_by(error), empty, values)
    return Met(moment.after.id, moment.outcome, known, tuple(opened) or standard, example=values)


def _read(flows: Sequence[Flow]) -> list[Expression] | None:
    try:
        return [expressions.parse(flow.condition or "") for flow in flows]
    except BadExpression:
        return None
