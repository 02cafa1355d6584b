"""Everything the page of a case or a task shows, put together for its template. No view and no writing here."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from flask import render_template, request

import engine
from engine import (
    EDITABLE,
    Button,
    Diagram,
    EntryKind,
    ItemPage,
    Kind,
    Offer,
    PagePart,
    Sight,
    Task,
    Viewable,
    Wanted,
    WorkItem,
)
from web.audit import diagram_notes
from web.customers import customers
from web.forms import Choices, FieldView, Said, views_of, with_drafts
from web.forms.view import lost_problems
from web.frame.notes import note_beside_request, note_viewing
from web.frame.request_context import desk, me
from web.items import closing, edits, history_sentences, progress, reopening, solution_reply
from web.items.composers import composers_of
from web.items.lines_in_words import drawn_lines
from web.items.lost_forms import lost_forms, place_of
from web.overview.notices import show_bell
from web.starting.deadline_hints import DueWork
from web.urls import url_for
from web.wording.language import gettext as _
from web.wording.words import as_typed

TABS = ("korrespondance", "opgaver", "forloeb")
SHOWN = {  # which entries each choice shows: of which kinds, and whether only those with files
    "alle": (frozenset(EntryKind), False),
    "interne": (frozenset({EntryKind.INTERNAL}), False),
    "eksterne": (frozenset({EntryKind.EXTERNAL, EntryKind.MAIL}), False),
    "filer": (frozenset(EntryKind), True),
}
MAX_TYPED = 200
VIEWINGS = "set-foer"  # where in the list of who opened it to go on
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
    tab = _picked("fane", TABS)
    address = url_for("items.show", kind=kind, item_id=item_id)
    read = engine.item_page(desk(), kind, item_id, _part(tab), by=me().id, page=address)
    show_bell(read.unread)
    sight, said = read.sight, with_drafts(said, read.drafts, place_of)
    if me().teams and read.is_news:
        note_beside_request(partial(engine.mark_seen, desk(), sight.item, by=me().id))
    note_viewing(Viewable(kind, item_id))
    html = render_template(
        "items/page.html",
        sight=sight,
        item=sight.item,
        said=said,
        history_sentences=history_sentences,
        tasks=_tasks(sight),
        wrapping=sight.wrapping,
        creator=read.directory.agents.get(sight.item.created_by or 0),
        tab=tab,
        older=request.args.get("foer"),
        whole=_is_whole(),
        shown=_picked("vis", tuple(SHOWN)),
        searched=request.args.get("soeg", "")[:MAX_TYPED],
        lines=drawn_lines(read),
        next_lines=read.lines.next if read.lines else None,
        history=read.history,
        viewings=read.viewings,
        older_viewings=request.args.get(VIEWINGS),
        solutions=read.solutions,
        **_way(read),
        **_forms(read, said),
    )
    return html, said.status


def _is_whole() -> bool:
    """On paper, correspondence and history stand whole."""
    return "udskriv" in request.args


def _part(tab: str) -> PagePart:
    """The part of the correspondence or of the history that the address asks for."""
    return PagePart(
        wanted=_wanted() if tab == "korrespondance" else None,
        history=_is_whole() or tab == "forloeb",
        after=request.args.get("foer"),
        viewings_after=request.args.get(VIEWINGS),
        whole=_is_whole(),
    )


def _way(read: ItemPage) -> dict[str, Any]:
    """The way of the newest instance, as a strip and in words, and what its diagram asked at the start."""
    sight, trail, diagram = read.sight, read.trail, read.diagram
    end = history_sentences.ended_elsewhere(trail.ending) if trail.ending else None
    return {
        "trail": trail,
        "stops": progress.stops(diagram, trail, end) if diagram else (),
        "markers": progress.markers(trail.visits),
        "hints": diagram_notes.hints(trail.visits) if read.history else {},
        "notes": diagram_notes.holders(offer.user_task for offer in sight.waiting),
        "plain_fields": _plain_fields(sight.item),
        "extra": _extra(sight, diagram),
    }


def _forms(read: ItemPage, said: Said) -> dict[str, Any]:
    """Every form of the page: the waiting steps', *Ret*, the composers, and those that are no longer there."""
    sight = read.sight
    steps = tuple(step_form(offer, read, said) for offer in sight.waiting)
    edit_place = next((step.place for step in steps if not step.offer.refusal), edits.PLACE)
    values = _edit_values(sight)
    edit_said = edits.changed_only((said.at(edit_place), said, said.at(edits.PLACE)), values)
    edit_said = replace(edit_said, draft=said.at(edit_place).draft)  # not that of a step that is another's now
    edit_problems = edits.problems_of(edit_said)
    reply = solution_reply.reply_of(sight, said.at("ekstern"))
    due_work = DueWork(sight.item.team_id, sight.case.category, saved=values["deadline"])
    return {
        "steps": steps,
        "values": values,
        "due_work": due_work,
        "edit_place": edit_place,
        "edit_said": edit_said,
        "edit_problems": edit_problems,
        "edit_fields": list(
            edits.fields(
                sight.item.kind, values, edit_said, _edit_choices(read, edit_said), _edited(due_work, values, edit_said)
            )
        ),
        "editing": "ret" in request.args or edits.has_changes(edit_said) or bool(edit_problems),
        "reopening": said.at("genaabn").spoke,
        "reopen_fields": list(reopening.fields(sight.item.kind, said.at("genaabn"), read.directory)),
        "reopen_lost": reopening.lost(said.at("genaabn")),
        "writing": _writing(said),
        "reply": reply,
        "composers": composers_of(sight, said, reply),
        "farewell": engine.footer(read.directory.teams[me().team_id].name, me().name),
        "lost_forms": lost_forms(sight, said),
    }


def step_form(offer: Offer, read: ItemPage, said: Said) -> StepForm:
    sight = read.sight
    place = f"trin-{offer.user_task.id}"
    mine = said.at(place)
    form = offer.step.form
    choices = Choices(read.directory, sight.item.team_id, sender_id=sight.item.agent_id or me().id)
    buttons = [button.outcome.id for button in offer.buttons]
    pressed = mine.typed.get("outcome", "")
    possible = [button.outcome.id for button in offer.buttons if not button.refusal]
    active = pressed if pressed in buttons else next(iter(possible), "")
    fields = views_of(form, choices, mine, offer.defaults)
    problems = mine.problems
    if edits.kind_of(mine.typed):  # those of *Ret* stand at its fields
        problems = {name: sentence for name, sentence in problems.items() if not edits.is_mine(name)}
    lost, notes = lost_problems(form, problems), closing.notes(offer, read)
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
    return {name: _as_typed(getattr(item, field.column)) for name, field in EDITABLE[item.kind].items()}


def _as_typed(value: Any) -> str:
    """The value of a field as its input holds it."""
    if isinstance(value, datetime):
        return as_typed(value)
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else str(value)


def _edited(work: DueWork, values: Mapping[str, Any], said: Said) -> DueWork:
    """As *Ret* has it, where a case's category is chosen too."""
    if "category" not in values:
        return work
    return replace(work, category=said.typed.get("category", work.category), category_field="category")


def _plain_fields(item: WorkItem) -> tuple[tuple[str, str], ...]:
    """(label, value) of the fields of one line that have something in them, but for the subject, which is the title."""
    lines = (field for field in EDITABLE[item.kind].values() if field.row.type == "string" and not field.row.required)
    return tuple((_(field.row.label), value) for field in lines if (value := getattr(item, field.column)))


def _extra(sight: Sight, diagram: Diagram | None) -> tuple[tuple[str, str], ...]:
    """What the start form asked beyond the desk's own columns, by the field's label."""
    labels = {field.id: field.label for field in diagram.start.fields} if diagram else {}
    return tuple((labels.get(name, name), str(value)) for name, value in sight.item.extra.items())


def _edit_choices(read: ItemPage, said: Said) -> Choices:
    case = read.sight.case
    is_own = said.typed.get("customer", str(case.customer_id)) == str(case.customer_id)
    searched = said.typed.get(customers.SEARCH, "").strip()
    found = engine.find_customers(desk(), searched) if searched else ()
    known = read.sight.customer if is_own else None
    choices = Choices(read.directory, 0, customer=known, customers=found, searched=searched)
    is_asked = customers.ADD in said.typed and not said.problems
    return customers.alike(choices, said.typed) if is_asked else choices
