"""Everything the page of a case or a task shows, put together for its template. No view and no writing here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from flask import render_template, request

import engine
from engine import Button, Case, Diagram, EntryKind, Kind, Offer, Sight, Task, Wanted, by_name
from web import closing, customers, diagram_notes, edits, solution_reply, strip, told
from web.deadline_hints import DueWork
from web.forms import Choices, FieldView, Said, views_of, with_drafts
from web.forms.view import lost_problems
from web.here import desk, me
from web.lost_forms import lost_forms, place_of
from web.notes import note_beside_request
from web.urls import item_url
from web.words import as_typed

TABS = ("korrespondance", "opgaver", "forloeb")
SHOWN = {  # which entries each choice shows: of which kinds, and whether only those with files
    "alle": (frozenset(EntryKind), False),
    "interne": (frozenset({EntryKind.INTERNAL}), False),
    "eksterne": (frozenset({EntryKind.EXTERNAL, EntryKind.MAIL}), False),
    "filer": (frozenset(EntryKind), True),
}
MAX_TYPED = 200
MAIN = 3  # buttons of a step that stand side by side
WRITING = ("intern", "ekstern", "mail")


@dataclass(frozen=True)
class StepForm:
    """A waiting step as a form. `active` is the button whose fields stand open, `closing` what to say of a button."""

    offer: Offer
    place: str
    fields: tuple[FieldView, ...]
    active: str
    said: Said
    lost: tuple[str, ...]
    closing: Mapping[str, str]
    reply: str  # where the customer is told the solution that this step closes with

    @property
    def main(self) -> tuple[Button, ...]:
        """The buttons that stand side by side: the first that the diagram draws, all where they are few."""
        return self.offer.buttons if len(self.offer.buttons) <= MAIN + 1 else self.offer.buttons[:MAIN]

    @property
    def rare(self) -> tuple[Button, ...]:
        """The others, under *Mere*."""
        return self.offer.buttons[len(self.main) :]

    @property
    def more(self) -> bool:
        """Whether *Mere* stands open: the button that was pressed is there, or none of the main ones can be."""
        pressed = any(button.outcome.id == self.active for button in self.rare)
        return pressed or all(button.refusal for button in self.main)


def page(kind: Kind, item_id: int, said: Said) -> tuple[str, int]:
    """The page as a whole, with what was said to the form that was sent, if one was."""
    sight = engine.look_at(desk(), kind, item_id, by=me().id)
    said = with_drafts(said, item_url(sight.item), place_of)
    if me().teams:
        note_beside_request(partial(engine.mark_seen, desk(), sight.item, by=me().id))
    html = render_template(
        "items/page.html",
        sight=sight,
        item=sight.item,
        said=said,
        told=told,
        tasks=_tasks(sight),
        wrapping=sight.wrapping,
        anyone=_anyone(),
        creator=desk().directory().agents.get(sight.item.created_by),
        **_way(sight),
        **_told(sight),
        **_forms(sight, said),
    )
    return html, said.status


def _way(sight: Sight) -> dict[str, Any]:
    """The way of the newest instance, as a strip and in words, and what its diagram asked at the start."""
    waiting = [offer.user_task for offer in sight.waiting]
    trail = engine.trail_of(desk(), sight.instances[0], waiting) if sight.instances else engine.Trail()
    diagram = engine.diagram_of(desk(), sight.definition.id) if sight.definition else None
    end = told.ended_elsewhere(trail.ending, sight.instances[0]) if sight.instances else None
    return {
        "trail": trail,
        "stops": strip.strip(diagram, trail, end) if diagram else (),
        "markers": strip.markers(trail.visits),
        "hints": diagram_notes.hints(trail.visits),
        "notes": diagram_notes.holders(waiting),
        "extra": _extra(sight, diagram),
    }


def _told(sight: Sight) -> dict[str, Any]:
    """The part of the correspondence or of the history that the address asks for; on paper both, whole."""
    tab, older = _picked("fane", TABS), request.args.get("foer")
    whole = "udskriv" in request.args
    limit = None if whole else engine.LINES
    lines = history = None
    if tab == "korrespondance":
        lines = engine.lines_of(desk(), sight, _wanted(), after=older, limit=limit)
    if whole or tab == "forloeb":
        history = engine.history_of_page(desk(), sight, after=older, limit=limit)
    return {
        "tab": tab,
        "older": older,
        "whole": whole,
        "shown": _picked("vis", tuple(SHOWN)),
        "searched": request.args.get("soeg", "")[:MAX_TYPED],
        "lines": lines,
        "history": history,
        "solutions": engine.solutions_of_tasks(desk(), sight, by=me().id) if whole else {},
    }


def _forms(sight: Sight, said: Said) -> dict[str, Any]:
    """Every form of the page: the waiting steps', *Ret*, the composers, and those that are no longer there."""
    steps = tuple(step_form(offer, sight, said) for offer in sight.waiting)
    edit_place = next((step.place for step in steps if not step.offer.refusal), edits.PLACE)
    values = _edit_values(sight)
    edit_said = edits.changed_only((said.at(edit_place), said, said.at(edits.PLACE)), values)
    edit_said = replace(edit_said, draft=said.at(edit_place).draft)  # not that of a step that is another's now
    edit_problems = edits.problems_of(edit_said)
    due_work = DueWork(sight.item.team_id, sight.case.category, saved=values["deadline"])
    return {
        "steps": steps,
        "values": values,
        "due_work": due_work,
        "edited_due_work": _edited(due_work, values, edit_said),
        "edit_place": edit_place,
        "edit_said": edit_said,
        "edit_problems": edit_problems,
        "edit_choices": _edit_choices(edit_said),
        "editing": "ret" in request.args or edits.has_changes(edit_said) or bool(edit_problems),
        "reopening": said.at("genaabn").spoke,
        "writing": _writing(said),
        "reply": solution_reply.reply_of(sight, said.at("ekstern")),
        "farewell": engine.footer(desk().directory().teams[me().team_id].name, me().name),
        "lost_forms": lost_forms(sight, said),
    }


def step_form(offer: Offer, sight: Sight, said: Said) -> StepForm:
    place = f"trin-{offer.user_task.id}"
    mine = said.at(place)
    form = offer.step.form
    choices = Choices(desk().directory(), sight.item.team_id, sender_id=sight.item.agent_id or me().id)
    buttons = [button.outcome.id for button in offer.buttons]
    pressed = mine.typed.get("outcome", "")
    possible = [button.outcome.id for button in offer.buttons if not button.refusal]
    active = pressed if pressed in buttons else next(iter(possible), "")
    fields = views_of(form, choices, mine, offer.defaults)
    problems = mine.problems
    if edits.kind_of(mine.typed):  # those of *Ret* stand at its fields
        problems = {name: sentence for name, sentence in problems.items() if not edits.is_mine(name)}
    lost, notes = lost_problems(form, problems), closing.notes(offer, sight)
    return StepForm(offer, place, fields, active, mine, lost, notes, solution_reply.link(offer, sight))


def _wanted() -> Wanted:
    """Which part of the correspondence the address asks for."""
    kinds, with_files = SHOWN[_picked("vis", tuple(SHOWN))]
    return Wanted(kinds, with_files, request.args.get("soeg", "")[:MAX_TYPED])


def _picked(name: str, allowed: tuple[str, ...]) -> str:
    given = request.args.get(name, "")
    return given if given in allowed else allowed[0]


def _writing(said: Said) -> str:
    """The composer that stands open: the one that was sent or asked for, else one with a draft."""
    begun = next((name for name in WRITING if said.at(name).draft), WRITING[0])
    return said.place if said.place in WRITING else _picked("skriv", WRITING) if "skriv" in request.args else begun


def _tasks(sight: Sight) -> Mapping[str, tuple[Task, ...]]:
    return {
        "open": tuple(task for task in sight.tasks if task.is_open),
        "closed": tuple(task for task in sight.tasks if not task.is_open),
    }


def _edit_values(sight: Sight) -> Mapping[str, Any]:
    """What stands in the fields of *Ret* from the start, and was seen when they are sent."""
    item = sight.item
    values: dict[str, Any] = {
        "subject": item.subject,
        "description": item.description,
        "deadline": as_typed(item.deadline) if item.deadline else "",
    }
    if isinstance(item, Case):
        return values | {"category": item.category, "customer": str(item.customer_id)}
    assert isinstance(item, Task)
    return values | {"approver": str(item.approver_id or ""), "blocking": "1" if item.blocking else ""}


def _edited(work: DueWork, values: Mapping[str, Any], said: Said) -> DueWork:
    """As *Ret* has it, where a case's category is chosen too."""
    if "category" not in values:
        return work
    return replace(work, category=said.typed.get("category", work.category), category_field="category")


def _extra(sight: Sight, diagram: Diagram | None) -> tuple[tuple[str, str], ...]:
    """What the start form asked beyond the desk's own columns, by the field's label."""
    labels = {field.id: field.label for field in diagram.start.fields} if diagram else {}
    return tuple((labels.get(name, name), str(value)) for name, value in sight.item.extra.items())


def _edit_choices(said: Said) -> Choices:
    searched = said.typed.get(customers.SEARCH, "").strip()
    found = engine.find_customers(desk(), searched) if searched else ()
    choices = Choices(desk().directory(), 0, customers=found, searched=searched)
    is_asked = customers.ADD in said.typed and not said.problems
    return customers.alike(choices, said.typed) if is_asked else choices


def _anyone() -> tuple[engine.Agent, ...]:
    agents = desk().directory().agents.values()
    return tuple(sorted((a for a in agents if a.active and a.teams), key=by_name))
