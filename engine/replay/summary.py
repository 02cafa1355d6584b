"""What a replay came to: counted from the actions in the history and the progress mark, told as one JSON object."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from engine import Status
from engine.replay.actions import IMPLIED
from engine.replay.map import Means

HANDOVERS, REOPENED = ("hand-over",), ("reopen", "reopen-closed")
NO_STEP = frozenset({"register", "reopen-closed", "comment", "create-task"})  # all others complete a user task

# what a case ends as: the log's words and ours, made comparable
OF_LOG: Mapping[Means, str] = {means: "open" if means.is_open else means.value for means in Means}
OF_DESK: Mapping[Status, str] = {
    Status.REGISTERED: "open",
    Status.ASSIGNED: "open",
    Status.SOLVED: "solved",
    Status.CLOSED: "closed",
}


@dataclass(frozen=True)
class Refusals:
    """How often a rule refused, and the first time."""

    count: int
    example: str


@dataclass(frozen=True)
class Progress:
    """Rows that are over with: how many of the log, of these those that asked nothing, and those that a rule ended."""

    rows: int = 0
    noted: int = 0
    refused: Mapping[str, Refusals] = field(default_factory=dict)

    def applied(self, *, noted: bool) -> "Progress":
        return replace(self, rows=self.rows + 1, noted=self.noted + noted)

    def refusing(self, rule: str, example: str) -> "Progress":
        known = self.refused.get(rule)
        more = Refusals(known.count + 1, known.example) if known else Refusals(1, example)
        return replace(self, rows=self.rows + 1, refused={**self.refused, rule: more})

    def to_text(self) -> str:
        refused = {rule: [one.count, one.example] for rule, one in self.refused.items()}
        return json.dumps({"rows": self.rows, "noted": self.noted, "refused": refused}, ensure_ascii=False)

    @classmethod
    def from_text(cls, text: str | None) -> "Progress":
        if not text:
            return cls()
        told = json.loads(text)
        return cls(told["rows"], told["noted"], {rule: Refusals(*one) for rule, one in told["refused"].items()})


@dataclass(frozen=True)
class Summary:
    """The whole replay up to now; `this_run` are the rows of this run and `seconds` how long they took.

    `actions` counts what was done, by kind; `final` is {state: (incidents in the log, cases of ours)}.
    """

    incidents: int
    events: int
    progress: Progress
    actions: Counter[str]
    final: Mapping[str, tuple[int, int]]
    this_run: int
    seconds: float

    @property
    def refused(self) -> int:
        return sum(one.count for one in self.progress.refused.values())

    @property
    def applied(self) -> int:
        return self.progress.rows - self.refused

    def to_json(self) -> dict[str, Any]:
        """Numbers by name; `refused` is {rule: {count, example}}, `implied` {kind: n}, `final` {state: {log, ours}}."""
        done = self.actions
        return {
            "incidents": self.incidents,
            "events": self.events,
            "applied": self.applied,
            "noted": self.progress.noted,
            "refused": {rule: vars(one) for rule, one in sorted(self.progress.refused.items())},
            "implied": {kind: done[kind] for kind in sorted(IMPLIED) if done[kind]},
            "handovers": sum(done[kind] for kind in HANDOVERS),
            "reopened": sum(done[kind] for kind in REOPENED),
            "user_tasks_completed": sum(count for kind, count in done.items() if kind not in NO_STEP),
            "final": {state: {"log": log, "ours": ours} for state, (log, ours) in sorted(self.final.items())},
            "this_run": self.this_run,
            "seconds": round(self.seconds, 1),
        }
