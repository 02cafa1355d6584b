"""Forløb: every instance of every process, for those who look after what was done. Nothing here writes."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, current_app, render_template, request

import engine
from engine import Customer, Department, Diagram, Directory, Event, Filters, InstanceState, Process, Viewable, by_name
from engine.errors import DeskError
from web.audit import diagram_notes, findings
from web.frame.notes import note_viewing
from web.frame.request_context import desk, me, now
from web.items import history_sentences, progress
from web.overview.filters import TypedFilters, midnight

blueprint = Blueprint("audit", __name__, url_prefix="/forloeb")
FIELDS = ("proces", "version", "tilstand", "afdeling", "team", "agent", "fra", "til", "frist", "sorter")


@dataclass(frozen=True)
class Line:
    """One event of the history with what somebody filled in, by the fields' labels."""

    event: Event
    words: str
    changes: tuple[history_sentences.Change, ...]
    filled: Mapping[str, str]


@blueprint.get("/")
def index() -> str:
    filters, after = TypedFilters(request.args, FIELDS), request.args.get("efter")
    directory, processes = desk().directory(), engine.processes(desk())
    asked, oldest = _asked(filters, directory, processes), filters.one_of("sorter", ("aeldste",)) is not None
    return render_template(
        "audit/index.html",
        page=engine.list_instances(desk(), asked, oldest_first=oldest, after=after),
        after=after,
        oldest=oldest,
        typed=filters.typed,
        problems=filters.problems,
        processes=processes,
        teams=sorted(directory.teams.values(), key=lambda team: (team.department, by_name(team))),
        agents=sorted((a for a in directory.agents.values() if a.teams), key=by_name),
    )


@blueprint.get("/<int:instance_id>")
def show(instance_id: int) -> str | tuple[str, int]:
    """The instance; where somebody touched the record so that it cannot be shown, what the check says of it."""
    try:
        return _page(instance_id)
    except Exception as error:  # whatever rubbish in the record makes of the page
        found = findings.lines(engine.verify_instance(desk(), instance_id))
        if not found:
            raise
        if not isinstance(error, DeskError):
            current_app.logger.error("forløb %s cannot be shown", instance_id, exc_info=error)
        return render_template("audit/broken.html", instance_id=instance_id, lines=found), 409


def _page(instance_id: int) -> str:
    row = engine.get_instance(desk(), instance_id)
    instance = row.instance
    sight = engine.look_at(desk(), instance.item_kind, instance.item_id, by=me().id)
    item = sight.item
    note_viewing(Viewable(item.kind, item.id))
    history = engine.history_of_page(desk(), sight, after=request.args.get("foer"), instance=instance)
    diagrams = {one.id: engine.diagram_of(desk(), one.definition_id) for one in sight.instances}
    waiting = [u for u in engine.waiting(desk(), sight.item.kind, sight.item.id) if u.instance_id == instance_id]
    trail = engine.trail_of(desk(), instance)
    return render_template(
        "audit/show.html",
        row=row,
        item=item,
        instance=instance,
        history=history,
        waiting=waiting,
        siblings=sight.instances,
        trail=trail,
        markers=progress.markers(trail.visits),
        notes=diagram_notes.holders(waiting),
        hints=diagram_notes.hints(trail.visits),
        lines=[line_of(event, diagrams, sight.customer) for event in history.events],
        findings=findings.lines(engine.verify_instance(desk(), instance_id)),
    )


def _asked(filters: TypedFilters, directory: Directory, processes: tuple[Process, ...]) -> Filters:
    """What the address asks for."""
    return Filters(
        key=filters.one_of("proces", [process.newest.key for process in processes]),
        version=filters.number("version"),
        state=filters.one_of("tilstand", InstanceState),
        department=filters.one_of("afdeling", Department),
        team_id=filters.id_of("team", directory.teams),
        agent_id=filters.id_of("agent", directory.agents),
        since=midnight(filters.day("fra")),
        until=midnight(filters.day("til"), days=1),
        late_at=now() if filters.one_of("frist", ("overskredet",)) else None,
    )


def line_of(event: Event, diagrams: Mapping[int, Diagram], customer: Customer) -> Line:
    """An event in words, with what was filled in by the labels of the form it was filled in on."""
    directory = desk().directory()
    diagram = diagrams.get(event.details.get("instance", 0))
    step = diagram.steps.get(event.details.get("element", "")) if diagram else None
    fields = {field.id: field for field in step.form.fields} if step else {}
    values = {name: value for name, value in event.details.get("values", {}).items() if value not in (None, "", [])}
    filled = {
        fields[name].label if name in fields else name: history_sentences.filled(fields.get(name), value, directory)
        for name, value in values.items()
    }
    return Line(
        event,
        history_sentences.in_full(event, directory),
        tuple(history_sentences.changes(event, directory, customer)),
        filled,
    )
