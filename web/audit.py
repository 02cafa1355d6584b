"""Forløb: every instance of every process, for those who look after what was done. Nothing here writes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask import Blueprint, render_template, request
from werkzeug.datastructures import MultiDict

import engine
from engine import Customer, Department, Diagram, Event, Filters, InstanceState
from web import strip, told, way
from web.here import desk, me
from web.words import ZONE

blueprint = Blueprint("audit", __name__, url_prefix="/forloeb")
FIELDS = ("proces", "version", "tilstand", "afdeling", "team", "agent", "fra", "til")


@dataclass(frozen=True)
class Line:
    """One event of the history with what somebody filled in, by the fields' labels."""

    event: Event
    words: str
    changes: tuple[told.Change, ...]
    filled: Mapping[str, str]


@blueprint.get("/")
def index() -> str:
    typed = {name: request.args[name] for name in FIELDS if request.args.get(name)}
    after = request.args.get("efter")
    directory = desk().directory()
    return render_template(
        "audit/index.html",
        page=engine.list_instances(desk(), filters_of(request.args), after=after),
        after=after,
        typed=typed,
        processes=engine.processes(desk()),
        teams=sorted(directory.teams.values(), key=lambda team: (team.department, team.name)),
        agents=sorted((a for a in directory.agents.values() if a.teams), key=lambda agent: agent.name),
    )


@blueprint.get("/<int:instance_id>")
def show(instance_id: int) -> str:
    row = engine.get_instance(desk(), instance_id)
    instance, item = row.instance, row.item
    sight = engine.look_at(desk(), item.kind, item.id, by=me().id)
    visits = engine.passage(desk(), instance_id)
    diagram = engine.diagram_of(desk(), row.definition.id)
    waiting = [u for u in engine.waiting(desk(), item.kind, item.id) if u.instance_id == instance_id]
    events = engine.history_of(desk(), item.kind, item.id)
    return render_template(
        "audit/show.html",
        row=row,
        item=item,
        instance=instance,
        visits=visits,
        waiting=waiting,
        siblings=sight.instances,
        markers=strip.markers(visits),
        passed=way.times_passed(visits),
        notes=way.holders(waiting),
        hints=way.hints(visits),
        lines=[line_of(event, diagram, instance_id, sight.customer) for event in events],
        findings=engine.verify_item(desk(), item.kind, item.id),
    )


def filters_of(typed: MultiDict[str, str]) -> Filters:
    """What the address asks for; what cannot be read asks for nothing."""
    state, department = typed.get("tilstand"), typed.get("afdeling")
    return Filters(
        key=typed.get("proces") or None,
        version=_number(typed.get("version")),
        state=state if state in set(InstanceState) else None,
        department=department if department in set(Department) else None,
        team_id=_number(typed.get("team")),
        agent_id=_number(typed.get("agent")),
        since=_midnight(typed.get("fra")),
        until=_midnight(typed.get("til"), days=1),
    )


def line_of(event: Event, diagram: Diagram, instance_id: int, customer: Customer) -> Line:
    directory = desk().directory()
    values = event.details.get("values", {}) if event.details.get("instance") == instance_id else {}
    step = diagram.steps.get(event.details.get("element", ""))
    labels = {field.id: field.label for field in step.form.fields} if step else {}
    filled = {labels.get(name, name): str(value) for name, value in values.items() if value not in (None, "", [])}
    return Line(event, told.sentence(event, directory), tuple(told.changes(event, directory, customer)), filled)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) < 10 else None


def _midnight(text: str | None, *, days: int = 0) -> datetime | None:
    """Where a day begins in the house, or so many days later."""
    try:
        day = date.fromisoformat(text or "") + timedelta(days=days)
        return datetime.combine(day, time(), ZONE).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
