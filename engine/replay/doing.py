"""Carries the actions of a replay out, through the functions that people use: the same steps, forms and rules.

Nothing here knows a diagram: a button is found by the rule it names or by where it leads, a form is filled in by type.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import engine
from engine import By, Case, Department, Desk, Form, FormField, Kind, Outcome, UserTask, WorkItem
from engine.errors import Refused
from engine.replay import ways
from engine.replay.actions import Action
from engine.replay.log import Row
from engine.replay.map import Map
from engine.replay.people import People

MAX_SUBJECT = 200


@dataclass(frozen=True)
class Order:
    """An action with everything it needs: its row, the case (None before it is registered), and the event's source."""

    action: Action
    row: Row
    case: Case | None
    source: str

    @property
    def kept(self) -> Case:
        assert self.case is not None
        return self.case


@dataclass
class Hands:
    """Does one action after the other on a desk."""

    desk: Desk
    map: Map
    people: People
    _meanings: dict[tuple[int, str, str], str | None] = field(default_factory=dict)
    _steps: dict[tuple[int, str], Form] = field(default_factory=dict)
    _forms: dict[tuple[Kind, Department, Department], Form] = field(default_factory=dict)

    def do(self, order: Order) -> WorkItem:
        """One transaction; returns the item it was about, as it is now. Raises what the desk raises."""
        return DOINGS[order.action.kind](self, order)

    # --- new work and words ---

    def register(self, order: Order) -> WorkItem:
        row, by = order.row, self.people.opener(order.row)
        values = {
            "customer": self.people.customer(row),
            "subject": self._line(self.map.texts.subject, row),
            "description": self._text(self.map.texts.description, row),
            "team": order.action.team_id,
        }
        values |= self._own_fields(Kind.CASE, order.action.team_id or 0, by, row)
        return engine.register_case(self.desk, values, by=By(by, on_behalf_of=row.changed_by, source=order.source))

    def create_task(self, order: Order) -> WorkItem:
        row, case, by = order.row, order.kept, order.kept.agent_id or 0
        texts = row.state.task
        assert texts is not None
        values = {
            "subject": self._line(texts.subject, row),
            "description": self._text(texts.description, row),
            "team": order.action.team_id,
            "deadline": self.desk.clock() + self.map.task_time,
        }
        values |= self._own_fields(Kind.TASK, order.action.team_id or 0, by, row)
        return engine.create_task(
            self.desk, case.id, values, by=By(by, on_behalf_of=row.changed_by, source=order.source)
        )

    def comment(self, order: Order) -> WorkItem:
        row, case = order.row, order.kept
        text = self._text(self.map.texts.question, row)
        by = case.agent_id or 0
        engine.send_external(self.desk, case.id, text, by=By(by, on_behalf_of=row.changed_by, source=order.source))
        return case

    def reopen_closed(self, order: Order) -> WorkItem:
        row, case = order.row, order.kept
        why = self._text(self.map.texts.reopen, row)
        return engine.reopen_case(
            self.desk, case.id, why=why, by=By(case.created_by, on_behalf_of=row.changed_by, source=order.source)
        )

    # --- outcomes of waiting steps ---

    def press(self, order: Order, wanted: str, **answers: Any) -> WorkItem:
        """Completes the waiting step with such an outcome, as one it is offered to; `answers` are by field type."""
        task_id = order.action.task_id
        item = (Kind.TASK, task_id) if task_id is not None else (Kind.CASE, order.kept.id)
        step, form, outcome = self._find(item, wanted)
        values = {one.id: self._answer(one, outcome, answers, order.row) for one in form.fields_of(outcome)}
        done = engine.complete(
            self.desk,
            step.id,
            outcome.id,
            values,
            by=By(self._whose(step), on_behalf_of=order.row.changed_by, source=order.source),
            seen_version=step.version,
        )
        return done.item

    def _find(self, item: tuple[Kind, int], wanted: str) -> tuple[UserTask, Form, Outcome]:
        steps = engine.waiting(self.desk, *item)
        for step in steps:
            form = self._form(step)
            for outcome in form.outcomes:
                if self._meaning(step, outcome) == wanted:
                    return step, form, outcome
        names = ", ".join(f"“{step.name}”" for step in steps) or "intet"
        raise Refused("D-08", f"Det, der venter ({names}), har ingen knap til det, som loggen viser.")

    def _form(self, step: UserTask) -> Form:
        key = (step.definition_id, step.element)
        if key not in self._steps:
            self._steps[key] = engine.diagram_of(self.desk, step.definition_id).steps[step.element].form
        return self._steps[key]

    def _meaning(self, step: UserTask, outcome: Outcome) -> str | None:
        if outcome.allowed:
            return outcome.allowed
        key = (step.definition_id, step.element, outcome.id)
        if key not in self._meanings:
            content = engine.content_of(self.desk, step.definition_id)
            self._meanings[key] = ways.meaning(content, step.element, outcome.id)
        return self._meanings[key]

    def _whose(self, step: UserTask) -> int:
        """Who does it: its assignee, else the team's dispatcher, who is one of its agents too."""
        return step.assignee_id if step.assignee_id is not None else self.people.dispatchers[step.team_id or 0]

    # --- forms and texts ---

    def _own_fields(self, kind: Kind, team_id: int, by: int, row: Row) -> dict[str, Any]:
        """The fields of a start form that fill no column of ours but must be filled in."""
        directory = self.desk.directory()
        key = (kind, directory.agents[by].department, directory.teams[team_id].department)
        if key not in self._forms:
            self._forms[key] = engine.start_form(self.desk, kind, team_id, by=by).form
        own = [one for one in self._forms[key].fields if "sets" not in one.properties and one.required]
        return {one.id: self._plain(one, row) for one in own}

    def _answer(self, one: FormField, outcome: Outcome, answers: Mapping[str, Any], row: Row) -> Any:
        given = answers.get(one.type)
        if given is not None:
            return given[: one.max_length] if isinstance(given, str) else given
        return self._plain(one, row) if one.required or one.id in outcome.requires else None

    def _plain(self, one: FormField, row: Row) -> Any:
        """A fitting value for a field that the log says nothing of."""
        if one.type in ("string", "text", "comment", "solution"):
            return self._text(self.map.texts.other, row)[: one.max_length or MAX_SUBJECT]
        if one.type == "deadline":
            return self.desk.clock() + self.map.task_time
        values: Mapping[str, Any] = {
            "boolean": True,
            "long": one.minimum if one.minimum is not None else min(0, one.maximum or 0),
            "date": self.desk.clock().date(),
            "enum": one.choices[0].id if one.choices else None,
        }
        return values.get(one.type)

    def _text(self, template: str, row: Row) -> str:
        return self.map.written(template, row.words)

    def _line(self, template: str, row: Row) -> str:
        return " ".join(self._text(template, row).split())[:MAX_SUBJECT]


def _pressing(wanted: str, comment: str = "", solution: str = "") -> Callable[[Hands, Order], WorkItem]:
    """Pressing a button; `comment` and `solution` name the map's texts that go with it."""

    def do(hands: Hands, order: Order) -> WorkItem:
        answers: dict[str, Any] = {"agent": order.action.agent_id, "team": order.action.team_id}
        for kind, name in (("comment", comment), ("solution", solution)):
            if name:
                answers[kind] = hands._text(getattr(hands.map.texts, name), order.row)
        return hands.press(order, wanted, **answers)

    return do


# kind of action → how it is done
DOINGS: Mapping[str, Callable[[Hands, Order], WorkItem]] = {
    "register": Hands.register,
    "reopen": _pressing("reopen", comment="reopen"),
    "reopen-closed": Hands.reopen_closed,
    "hand-over": _pressing("move-team", comment="hand_over"),
    "dispatch": _pressing("dispatch", comment="dispatch"),
    "put-back": _pressing(ways.PUT_BACK, comment="put_back"),
    "dispatch-task": _pressing("dispatch", comment="dispatch"),
    "solve-task": _pressing("solve", solution="task_solution"),
    "accept-task": _pressing(ways.ACCEPT),
    "dispatch-to-comment": _pressing("dispatch", comment="dispatch"),
    "comment": Hands.comment,
    "dispatch-to-create-task": _pressing("dispatch", comment="dispatch"),
    "create-task": Hands.create_task,
    "dispatch-to-solve": _pressing("dispatch", comment="dispatch"),
    "solve": _pressing("solve", solution="solution"),
    "solve-to-close": _pressing("solve", solution="solution"),
    "close": _pressing("close-case"),
}
