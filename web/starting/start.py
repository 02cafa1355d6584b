"""New work: choose the team that gets it, then fill in the start form of the process that leads there (D-02).

The views are in `cases` and `tasks`; this is what the two have in common.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

import engine
from engine import Case, Kind, StartForm, Team, WorkItem
from engine.errors import Invalid
from web.customers import customers
from web.forms import Choices, FieldView, Said, attempt, drafts, kept, read_values, said_of, views_of
from web.forms.kinds import Posted
from web.forms.view import column_of, input_name, lost_problems
from web.frame.request_context import desk, me
from web.starting.deadline_hints import DueWork
from web.urls import item_url
from web.wording.language import gettext as _
from web.wording.words import agent_name

Create = Callable[[dict[str, Any]], WorkItem]


def show(kind: Kind, case: Case | None = None) -> str | tuple[str, int]:
    """The teams to choose from; with `?team=` the form."""
    teams = engine.receiving_teams(desk(), kind, by=me().id)
    chosen = _team(teams, request.args.get("team", ""))
    draft = drafts.find(request.path)
    begun = _team(teams, drafts.typed_of(draft).get("team", "")) if draft else None
    if chosen is None:
        return render_template("start/teams.html", kind=kind, teams=teams, case=case, draft=draft, begun=begun)
    said = said_of(draft, "ny")
    if begun and begun != chosen:
        said = replace(said, typed=_for_team(kind, begun, chosen, said.typed))
    return _page(kind, chosen, case, said)


def receive(kind: Kind, create: Create, case: Case | None = None) -> Response | tuple[str, int]:
    """The sent form: the new work, or the form again with everything that was typed."""
    teams = engine.receiving_teams(desk(), kind, by=me().id)
    before = _team(teams, request.form.get("team", "")) or teams[0]
    form = _start(kind, before)
    team = _team(teams, _chosen_team(form)) or before
    if team != before or customers.is_asking(request.form):
        return _again(kind, before, team, case)

    def make() -> WorkItem:
        customers.must_be_added(request.form)
        values = read_values(form.form.fields, Posted(request.form, request.files), by_column=True)
        return create({**values, "team": team.id})

    item, said = attempt("ny", request.form, make)
    if item is None:
        return _page(kind, team, case, said)
    flash(_created(item, team))
    return redirect(item_url(item))


def _created(item: WorkItem, team: Team) -> str:
    """Where the new work is now: with a person, or a team."""
    if item.agent_id is None:
        return _("%(number)s er oprettet og sendt til %(team)s.", number=item.number, team=team.name)
    if item.agent_id == me().id:
        return _("%(number)s er oprettet, og du har den selv.", number=item.number)
    who = agent_name(desk().directory(), item.agent_id)
    return _("%(number)s er oprettet og givet til %(who)s i %(team)s.", number=item.number, who=who, team=team.name)


def _again(kind: Kind, before: Team, team: Team, case: Case | None) -> tuple[str, int]:
    """Another team was chosen, or a customer looked up: the form as it stands, for that team."""
    typed, unkept, draft = drafts.keep_refused(request.form)
    if team != before:
        typed = carried_over(_start(kind, before), _start(kind, team), typed)
    return _page(kind, team, case, Said("ny", typed, unkept, asked=True, draft=draft))


def _for_team(kind: Kind, before: Team, team: Team, typed: MultiDict[str, str]) -> MultiDict[str, str]:
    """A draft that was begun for another team."""
    form = _start(kind, team)
    carried = carried_over(_start(kind, before), form, typed)
    for field in form.form.fields:
        if column_of(field) == "team":
            carried[input_name(field)] = str(team.id)
    return carried


def carried_over(old: StartForm, new: StartForm, typed: MultiDict[str, str]) -> MultiDict[str, str]:
    """What was typed, under the names of the other process's form: the same column is the same field."""
    names = {column_of(field): input_name(field) for field in old.form.fields}
    carried = MultiDict((name, text) for name, text in typed.items(multi=True) if name not in names.values())
    for field in new.form.fields:
        text = typed.get(names.get(column_of(field), ""))
        if text is not None:
            carried.add(input_name(field), text)
    _carry_files(new, carried)
    return carried


def _carry_files(new: StartForm, typed: MultiDict[str, str]) -> None:
    """Files go to the other form's own file field, whatever it is called; where it has none, they wait."""
    fields = new.form.fields_of_type("attachments")
    known = {kept.PREFIX + input_name(field) for field in fields}
    for name in [name for name in typed if name.startswith(kept.PREFIX) and name not in known]:
        if fields:
            for token in typed.poplist(name):
                typed.add(kept.PREFIX + input_name(fields[0]), token)


def _left_out(start: StartForm, typed: MultiDict[str, str]) -> tuple[str, ...]:
    """What to say of files that the form has no field for."""
    known = {input_name(field) for field in start.form.fields_of_type("attachments")}
    fields = [name.removeprefix(kept.PREFIX) for name in typed if name.startswith(kept.PREFIX)]
    names = [file.name for field in fields if field not in known for file in kept.shown(typed, field, by=me().id)]
    return (
        (_("Her er intet felt til filer, så de kommer ikke med: %(files)s.", files=", ".join(names)),) if names else ()
    )


def _page(kind: Kind, team: Team, case: Case | None, said: Said) -> tuple[str, int]:
    start = _start(kind, team)
    teams = engine.receiving_teams(desk(), kind, by=me().id)
    customer_field = next((f for f in start.form.fields if f.type == "customer"), None)
    value = said.typed.get(input_name(customer_field), "") if customer_field else ""
    choices, typed, problems = Choices(desk().directory(), team.id, team.id, teams), said.typed.copy(), {}
    try:
        choices, value = customers.looked_up(choices, said.typed, value, by=me().id)
    except Invalid as error:
        problems = error.problems
    if customer_field and said.typed:
        typed[input_name(customer_field)] = value
    fields = views_of(start.form, choices, replace(said, typed=typed), _defaults(start, team))
    new_customer = Said(typed=said.typed, problems=problems)
    fields = tuple(replace(view, new_customer=new_customer) if view.type == "customer" else view for view in fields)
    if not problems and said.status == 200:  # else the cursor goes to what is wrong
        fields = _with_cursor(fields, said.typed.get(customers.LOOK_UP, ""))
    html = render_template(
        "start/form.html",
        kind=kind,
        start=start,
        team=team,
        case=case,
        fields=fields,
        due_work=_due_work(team, case, fields),
        team_field=next((view.name for view in fields if view.column == "team"), ""),
        said=said,
        lost=(*lost_problems(start.form, said.problems), *_left_out(start, said.typed)),
        customer_problems=problems,
    )
    return html, 422 if problems else said.status


def _due_work(team: Team, case: Case | None, fields: tuple[FieldView, ...]) -> DueWork:
    """A task is of its case's category."""
    asked = next((view for view in fields if view.column == "category"), None)
    if case or asked is None:
        return DueWork(team.id, case.category if case else "")
    return DueWork(team.id, asked.value, asked.name)


def _with_cursor(fields: tuple[FieldView, ...], asked: str) -> tuple[FieldView, ...]:
    """Where one goes on: at the field that something was looked up for (by its type), else at the first."""
    here = next((view for view in fields if view.type == asked), *fields[:1])
    return tuple(replace(view, focus=view is here) for view in fields)


def _defaults(start: StartForm, team: Team) -> dict[str, Any]:
    own = {field.id: team.id for field in start.form.fields if column_of(field) == "team"}
    return {**start.defaults, **own}


def _start(kind: Kind, team: Team) -> StartForm:
    return engine.start_form(desk(), kind, team.id, by=me().id)


def _team(teams: tuple[Team, ...], text: str) -> Team | None:
    return next((team for team in teams if str(team.id) == text), None)


def _chosen_team(start: StartForm) -> str:
    field = next((field for field in start.form.fields if column_of(field) == "team"), None)
    return request.form.get(input_name(field), "") if field else ""
