"""The teams: an administrator makes and renames them and says which receive work; a lead says what theirs asks of
descriptions (A-34)."""

from collections.abc import Callable, Iterator, Mapping
from typing import TypeVar

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

import engine
from engine import Demands, Department, Directory, NewTeam, Right, Team
from engine.errors import Invalid, NotFound
from web.forms import FieldView, Option, Said, grouped, plain_field
from web.frame.numbers import number_of
from web.frame.request_context import desk, me
from web.wording import words
from web.wording.language import gettext as _

blueprint = Blueprint("teams", __name__, url_prefix="/teams")
Answer = Response | tuple[str, int]
Pairs = list[tuple[str, str]]
R = TypeVar("R")


@blueprint.get("/ny")
def new() -> str:
    return _page(None, [("main", "1")])


@blueprint.post("/ny")
def add() -> Answer:
    department = next((one for one in Department if one == request.form.get("department")), None)
    if department is None:
        unnamed = {} if _name() else {"name": _("Skriv et navn.")}
        return _page(None, _sent(), unnamed | {"department": _("Vælg en afdeling.")}), 422
    asked = NewTeam(_name(), department, is_main="main" in request.form, is_default="default" in request.form)
    team, problems = tried(lambda: engine.add_team(desk(), asked, by=me().id))
    if team is None:
        return _page(None, _sent(), problems), 422
    flash(_("%(team)s er oprettet.", team=team.name))
    return redirect(url_for("staff.index"))


@blueprint.get("/<int:team_id>")
def show(team_id: int) -> str:
    team = _team(team_id)
    return _page(team, kept(team) + demanded(team))


@blueprint.post("/<int:team_id>")
def change(team_id: int) -> Answer:
    team, is_main, is_default = _team(team_id), "main" in request.form, "default" in request.form
    changed, problems = tried(
        lambda: engine.change_team(desk(), team_id, name=_name(), is_main=is_main, is_default=is_default, by=me().id)
    )
    if changed is None:
        return _page(team, _sent() + demanded(team), problems), 422
    flash(_("%(team)s er rettet.", team=changed.name))
    return redirect(url_for("staff.index"))


@blueprint.post("/<int:team_id>/beskrivelser")
def demand(team_id: int) -> Answer:
    team, asked = _team(team_id), Demands() if "usual" in request.form else asked_for(request.form)
    changed, problems = tried(lambda: engine.set_demands(desk(), team_id, asked, by=me().id))
    if changed is None:
        return _page(team, kept(team) + _sent(), problems), 422
    flash(_("Kravene til beskrivelser for %(team)s er gemt.", team=changed.name))
    return redirect(url_for("teams.show", team_id=team_id))


@blueprint.get("/<int:team_id>/beskrivelser")
def form_alone(team_id: int) -> Response:
    """For whoever reloads after a refusal."""
    return redirect(url_for("teams.show", team_id=team_id))


def kept(team: Team) -> Pairs:
    """What the administrator keeps of a team, as the form would send it."""
    ticked = (("main", team.is_main), ("default", _stands_first(team)))
    return [("name", team.name), *((name, "1") for name, is_so in ticked if is_so)]


def demanded(team: Team) -> Pairs:
    """What the lead keeps of it, as the form would send it."""
    return [("least", str(team.demands.least)), ("references", "\n".join(team.demands.references))]


def asked_for(form: MultiDict[str, str]) -> Demands:
    """What the form says; a number that is none is one that the engine refuses."""
    least = number_of(form.get("least", "").strip())
    return Demands(-1 if least is None else least, tuple(form.get("references", "").splitlines()))


def lacking(directory: Directory) -> Iterator[str]:
    """What keeps new work from reaching somebody, in words."""
    for department in Department:
        if not directory.main_teams(department):
            name = words.DEPARTMENTS[department]
            yield _("%(department)s har intet hovedteam, så ingen kan give afdelingen arbejde.", department=name)
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


def _page(team: Team | None, typed: Pairs, problems: Mapping[str, str] | None = None) -> str:
    said = Said(typed=MultiDict(typed), problems=problems or {})
    return render_template(
        "teams/form.html",
        team=team,
        said=said,
        kept=list(_kept_fields(team, said)),
        demanded=list(_demanded_fields(said)),
        administers=_administers(),
    )


def _kept_fields(team: Team | None, said: Said) -> Iterator[FieldView]:
    yield plain_field(said, "string", "name", _("Navn"), required=True, max_length=120)
    if team is None:
        groups = grouped(Option(one, str(words.DEPARTMENTS[one])) for one in Department)
        stays = _("Et team bliver i sin afdeling.")
        yield plain_field(
            said, "enum", "department", _("Afdeling"), groups=groups, required=True, is_narrow=True, help=stays
        )
    work = _("– får nyt arbejde, også fra den anden afdeling")
    yield plain_field(said, "boolean", "main", _("Hovedteam"), note=work)
    rest = _("– får det, som ellers ingen har; det første team bliver det af sig selv")
    yield plain_field(said, "boolean", "default", _("Afdelingens standardteam"), note=rest)


def _demanded_fields(said: Said) -> Iterator[FieldView]:
    least = _("En kortere beskrivelse kræver en grund. Med 0 advares der aldrig.")
    yield plain_field(said, "long", "least", _("Mindste længde uden advarsel, i tegn"), max_length=9, help=least)
    yield plain_field(
        said,
        "text",
        "references",
        _("Vendinger, der ikke er nok i sig selv"),
        rows=12,
        help=_(
            "Én på hver linje. En beskrivelse, der kun er en af dem, afvises. Store bogstaver, tegn, “se”, “jf.”, "
            "“som” og “på” foran og et nummer eller “tak” bagefter gør ingen forskel."
        ),
    )


def _team(team_id: int) -> Team:
    """A team that is hers or his to keep; any, for an administrator."""
    found = desk().directory().teams.get(team_id)
    if found is None or not (_administers() or team_id in me().leads):
        raise NotFound("Teamet findes ikke.")
    return found


def _administers() -> bool:
    return me().may(Right.ADMINISTER)


def _sent() -> Pairs:
    return list(request.form.items(multi=True))


def _name() -> str:
    return request.form.get("name", "").strip()


def _stands_first(team: Team) -> bool:
    return desk().directory().default_team(team.department) == team
