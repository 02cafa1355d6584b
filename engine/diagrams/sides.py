"""Which department has a case on its way between two: the one that solves it, or perhaps the one that created it. Pure.

R126 and D-07: only the originating side closes. What is not certain counts as the originating side, so that the check
refuses nothing that could be done.
"""

import re
from dataclasses import dataclass, replace

from engine.diagrams import vocabulary as v
from engine.diagrams.drawing import Drawing
from engine.model.diagrams import Operation
from engine.model.items import Kind
from engine.operations import OPERATIONS, Deed, Topic

_NAMES = re.compile(r"[^\W\d]\w*")
_OF_THE_TEAM = frozenset({"team", "chosen_team", "chosen_agent", "agreed_agent"})  # D-12: within its department


@dataclass(frozen=True)
class Side:
    """Whether it is certainly the department that solves the case: who has it, its team, its sender, its solver.

    `new` is a case between two departments on its way from the start; of one that was reopened nothing is certain.
    """

    new: bool = False
    away: bool = False
    team: bool = False
    sender: bool = False
    solver: bool = True

    def after(self, operation: Operation) -> "Side":
        """Where an operation leaves it."""
        topic, parameters = operation.topic, operation.parameters
        if topic == Topic.RETURN_TO_CREATOR:
            return replace(self, away=False, team=False)
        if topic == Topic.SEND_BACK:
            return replace(self, away=False, sender=self.away)
        if OPERATIONS[topic].deed(parameters) == Deed.SOLVE:
            return replace(self, solver=self.away)
        if topic in (Topic.ASSIGN_TEAM, Topic.ASSIGN_AGENT):
            there = self._is_away(parameters.get("team") or parameters.get("agent", ""))
            return replace(self, away=there, team=there)
        return self

    def _is_away(self, expression: str) -> bool:
        names = set(_NAMES.findall(expression)) - {"or", "and", "if", "else", "None", "not", "is"}
        known = {**dict.fromkeys(_OF_THE_TEAM, self.team), "agent": self.away, "sender": self.sender}
        known |= dict.fromkeys(("solver", "solver_team"), self.solver)
        return bool(names) and all(known.get(name, False) for name in names)


def at_start(drawing: Drawing, kind: Kind) -> Side:
    """A new case goes to the other department where the drawing is one between two; else nothing is certain.

    Of a task neither: what it closes is its case, which either department may have created, whichever creates the task.
    """
    own = {_department(drawing.lanes.get(start.id, "")) for start in drawing.of_kind(v.START)}
    others = {_department(drawing.lanes.get(step.id, "")) for step in drawing.of_kind(*v.STEP_KINDS)} - own
    between_two = kind == Kind.CASE and None not in own and bool(others - {None})
    return Side(new=between_two, away=between_two, team=between_two)


def _department(lane: str) -> str | None:
    name = lane.partition(" · ")[0]
    return name if name in v.DEPARTMENTS and lane != name else None
