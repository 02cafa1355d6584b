"""What a step can never do, however long it waits: be closed by the wrong department, or be solved once more.

Told after everything that can come of a drawing was tried (`checks.exploration`).
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.diagrams.check_rules import check_rule
from engine.diagrams.check_sentences import called, problem_at
from engine.diagrams.drawing import Drawing
from engine.diagrams.exploration import Came
from engine.diagrams.problems import Problem
from engine.diagrams.read import form_at
from engine.model.diagrams import Form, FormField, Outcome
from engine.model.items import Status
from engine.operations import Deed
from engine.sentences import say

CLOSED_BY_OTHER_SIDE = check_rule("closed-by-other-side")
SOLUTION_TOO_LATE = check_rule("solution-too-late")

_FINISHED = frozenset({Status.SOLVED, Status.CLOSED})


@dataclass
class Waits:
    """What was met at each step. `closes` {(step, button): whether the originating side may ever press it}."""

    drawing: Drawing
    closes: dict[tuple[str, Outcome | None], bool] = field(default_factory=dict)
    statuses: defaultdict[str, set[Status]] = field(default_factory=lambda: defaultdict(set))

    def note(self, came: Came) -> None:
        for step in came.after.standing.steps:
            self.statuses[step].add(came.after.standing.status)
        if came.act.kind == "step" and came.before.side.new and Deed.CLOSE in came.after.deeds:
            key = came.act.element, came.act.outcome
            self.closes[key] = self.closes.get(key, False) or not came.before.side.away

    def never_closed(self) -> Iterator[Problem]:
        """R126, D-07: only the originating side closes, and it has the case only after it came back."""
        for (step, outcome), may in self.closes.items():
            if not may:
                node = self.drawing.nodes[step]
                sentence = say(
                    "Ingen får lov til at lukke sagen på %(step)s: den er da hos afdelingen, der løser den, "
                    "og kun den oprindende afdeling lukker (R126, D-07).",
                    step=called(node.element),
                )
                if outcome:
                    sentence = say(
                        "Ingen får lov til at trykke “%(button)s” på %(step)s: sagen er da hos afdelingen, der løser "
                        "den, og kun den oprindende afdeling lukker (R126, D-07).",
                        button=outcome.name,
                        step=called(node.element),
                    )
                remedy = "Lad vejen gå gennem return-to-creator og et trin i den oprindende afdeling, før sagen lukkes."
                yield problem_at(node.element, CLOSED_BY_OTHER_SIDE, sentence, remedy)

    def too_late_to_solve(self) -> Iterator[Problem]:
        """A-31: the solution of what is solved stands, so a field for another is refused whenever it is filled in."""
        for step, statuses in self.statuses.items():
            node, form = self.drawing.nodes[step], form_at(self.drawing, step)
            fields = {one.label for outcome in form.outcomes or (None,) for one in _solutions(form, outcome)}
            if fields and statuses <= _FINISHED:
                sentence = say(
                    "Feltet “%(field)s” på %(step)s kan aldrig bruges: der er det altid løst, og løsningen står fast "
                    "(A-31).",
                    field=min(fields),
                    step=called(node.element),
                )
                remedy = "Gør feltet til en kommentar, eller lad vejen dertil genåbne (set-status: assigned)."
                yield problem_at(node.element, SOLUTION_TOO_LATE, sentence, remedy)


def _solutions(form: Form, outcome: Outcome | None) -> tuple[FormField, ...]:
    return Form(form.fields_of(outcome)).fields_of_type("solution")
