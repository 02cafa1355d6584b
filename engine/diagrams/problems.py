"""What can be wrong with a diagram, as a value. Finding it is `check` and the files in `checks`."""

from collections.abc import Sequence
from dataclasses import dataclass

from engine.diagrams.check_rules import CheckRule, Severity


@dataclass(frozen=True)
class Problem:
    """One thing to mend: where it is, what is wrong, and what to do, in sentences that can be told in English.

    `rule` is the id of a check rule; `element` is the id in the file, or "" for the file as a whole; `line` counts
    from 1, 0 is unknown.
    """

    rule: str
    severity: Severity
    element: str
    name: str
    line: int
    sentence: str
    remedy: str


class Unreadable(ValueError):
    """There is not even a process to read; `problems` say why."""

    def __init__(self, problems: Sequence[Problem]):
        super().__init__(" ".join(problem.sentence for problem in problems))
        self.problems = tuple(problems)


def of_the_file(rule: CheckRule, sentence: str, remedy: str, *, line: int = 0) -> Problem:
    """What breaks a rule where no element carries it."""
    return Problem(rule.id, rule.severity, "", "", line, sentence, remedy)
