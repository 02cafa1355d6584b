"""The teams, kept by an administrator: new ones, what they are called, which of them receive work."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

import engine
from engine import Department, Directory, NewTeam, Team
from engine.errors import Invalid, NotFound
from web import words
from web.here import desk, me

blueprint = Blueprint("teams", __name__, url_prefix="/teams")
Answer = Response | tuple[str, int]
R = TypeVar("R")


@blueprint.get("/ny")
def new() -> str:
    return _page(None, MultiDict([("main", "1")]), {})


@blueprint.post("/ny")
def add() -> Answer:
    department = next((one for one in Department if one == request.form.get("department")), None)
    if department is None:
        return _page(None, request.form, {"department": "Vælg en afdeling."}), 422
    asked = NewTeam(_name(), department, is_main="main" in request.form, is_default="default" in request.form)
    team, problems = tried(lambda: engine.add_team(desk(), asked, by=me().id))
    if team is None:
        return _page(None, request.form, problems), 422
    flash(_("%(team)s er oprettet.", team=team.name))
    return redirect(url_for("staff.index"))


@blueprint.get("/<int:team_id>")
def show(team_id: int) -> str:
    team = _team(team_id)
    return _page(team, as_typed(team), {})


@blueprint.post("/<int:team_id>")
def change(team_id: int) -> Answer:
    team, is_main, is_default = _team(team_id), "main" in request.form, "default" in request.form
    changed, problems = tried(
        lambda: engine.change_team(desk(), team_id, name=_name(), is_main=is_main, is_default=is_default, by=me().id)
    )
    if changed is None:
        return _page(team, request.form, problems), 422
    flash(_("%(team)s er rettet.", team=changed.name))
    return redirect(url_for("staff.index"))


def as_typed(team: Team) -> MultiDict[str, str]:
    """A team as the form would send it."""
    ticked = (("main", team.is_main), ("default", _stands_first(team)))
    return MultiDict([("name", team.name), *((name, "1") for name, is_so in ticked if is_so)])


def lacking(directory: Directory) -> Iterator[str]:
    """What keeps new work from reaching somebody, in words."""
    for department in Department:
        if not directory.main_teams(department):
            yield _(
                "%(department)s har intet hovedteam, så ingen kan give afdelingen arbejde.",
                department=words.DEPARTMENTS[department],
            )
        for team in directory.main_teams(department):
            if not directory.members(team.id):
                yield _("Ingen er medlem af %(team)s, som skal have nyt arbejde.", team=team.name)
            elif not directory.dispatchers(team.id):
                yield _("%(team)s har ingen dispatcher, så nyt arbejde venter på hele teamet.", team=team.name)


def tried(act: Callable[[], R]) -> tuple[R | None, dict[str, str]]:
    """What the act gave, or the problems by field."""
    try:
        return act(), {}
    except Invalid as error:
        return None, dict(error.problems)


def _page(team: Team | None, typed: MultiDict[str, str], problems: dict[str, str]) -> str:
    return render_template("teams/form.html", team=team, typed=typed, problems=problems, departments=list(Department))


def _team(team_id: int) -> Team:
    found = desk().directory().teams.get(team_id)
    if found is None:
        raise NotFound("Teamet findes ikke.")
    return found


def _name() -> str:
    return request.form.get("name", "").strip()


def _stands_first(team: Team) -> bool:
    return desk().directory().default_team(team.department) == team
