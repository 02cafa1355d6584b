"""Several rows of a list at once: assigned, commented on, or given another deadline (R101 to R105).

Each row is its own transaction under its own process's rules. What would happen is tried first and shown row by row.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Blueprint, abort, render_template, request, url_for

import engine
from engine import By, Case, Chosen, Desk, Directory, Kind, SentForm, Team, WorkItem
from engine.errors import AlreadyDone, Caution, ChangedMeanwhile, DeskError, Invalid, NeedsReason, Refused
from web.forms import KINDS, FieldView, Group, Option, Said, drafts, overrides_of, plain_field, said_of, sender_of
from web.forms.kinds import Posted
from web.frame.request_context import desk, me
from web.items.edits import MAX_REASON
from web.items.items import EDIT
from web.starting.deadline_hints import DueWork
from web.urls import inside
from web.watching.request_metrics import count_refusal
from web.wording.language import gettext as _
from web.wording.language import lazy_gettext as _l
from web.wording.words import agent_name, exact, tell

blueprint = Blueprint("several", __name__, url_prefix="/flere")
PLACE = "flere"
MOST = 50  # rows at a time: each is tried and done by itself

Values = Mapping[str, Any]
Do = Callable[[Desk, WorkItem, Values, By], object]


@dataclass(frozen=True)
class Act:
    """What is done to each row.

    `fields` are its form's for these rows, `checked` gives problems by field before any row is tried, `told` what was
    done.
    """

    title: str
    button: str
    fields: Callable[[Said, Sequence[WorkItem]], Iterator[FieldView]]
    read: Callable[[Posted], Values]
    checked: Callable[[Values], Mapping[str, str]]
    do: Do
    told: Callable[[Values], str]


@dataclass(frozen=True)
class Row:
    """One row with what became of it, or would: `done` in words, or the `problem` that stands in the way."""

    chosen: Chosen
    done: str = ""
    problem: str = ""
    refusal: Refused | None = None
    warnings: tuple[Caution, ...] = ()


def _assign(on: Desk, item: WorkItem, values: Values, by: By) -> object:
    return engine.assign(on, item.kind, item.id, values["agent"], comment=values["comment"], by=by)


def _comment(on: Desk, item: WorkItem, values: Values, by: By) -> object:
    return engine.write_comment(on, item.kind, item.id, values["text"], by=by)


def _move(on: Desk, item: WorkItem, values: Values, by: By) -> object:
    return EDIT[item.kind](on, item.id, {"deadline": values["deadline"]}, by=by, reason=values["reason"])


def _agent_chosen(values: Values) -> Mapping[str, str]:
    known = desk().directory().able(values["agent"]) if isinstance(values["agent"], int) else None
    return {} if known else {"agent": _("Vælg en agent.")}


def _deadline_typed(values: Values) -> Mapping[str, str]:
    if values["deadline"] is None:
        return {"deadline": _("Skriv en deadline.")}
    typed = isinstance(values["deadline"], str)
    return {"deadline": _("Deadline skal være en dato og et klokkeslæt som 24.12.2026 16.00.")} if typed else {}


def _assign_fields(said: Said, items: Sequence[WorkItem]) -> Iterator[FieldView]:
    yield plain_field(said, "agent", "agent", _("Agent"), groups=_agents(items), is_narrow=True)
    yield plain_field(said, "comment", "comment", _("Intern kommentar"))


def _comment_fields(said: Said, items: Sequence[WorkItem]) -> Iterator[FieldView]:
    yield plain_field(said, "comment", "text", _("Intern kommentar: brugeren ser den aldrig"))


def _deadline_fields(said: Said, items: Sequence[WorkItem]) -> Iterator[FieldView]:
    yield plain_field(said, "deadline", "deadline", _("Deadline"), due_work=_due_work(items))
    yield plain_field(said, "string", "reason", _("Hvorfor flyttes deadline?"), max_length=MAX_REASON)


ACTS: Mapping[str, Act] = {
    "tildel": Act(
        _l("Tildel flere"),
        _l("Tildel"),
        _assign_fields,
        lambda sent: {"agent": KINDS["agent"].read(sent, "agent"), "comment": KINDS["comment"].read(sent, "comment")},
        _agent_chosen,
        _assign,
        lambda values: _("tildeles %(who)s", who=agent_name(desk().directory(), values["agent"])),
    ),
    "kommentar": Act(
        _l("Skriv samme interne kommentar på flere"),
        _l("Gem internt"),
        _comment_fields,
        lambda sent: {"text": KINDS["comment"].read(sent, "text")},
        lambda values: {} if values["text"].strip() else {"text": _("Skriv en kommentar.")},
        _comment,
        lambda values: _("får kommentaren"),
    ),
    "deadline": Act(
        _l("Sæt samme deadline på flere"),
        _l("Sæt deadline"),
        _deadline_fields,
        lambda sent: {
            "deadline": KINDS["deadline"].read(sent, "deadline"),
            "reason": KINDS["string"].read(sent, "reason"),
        },
        _deadline_typed,
        _move,
        lambda values: _("får deadline %(when)s", when=exact(values["deadline"])),
    ),
}


@blueprint.get("/")
def choose() -> str:
    """The rows that were ticked, or those of the draft, and the form for what is to be done with them."""
    said = said_of(drafts.find(_place()), PLACE)
    keys = request.args.getlist("valgt") or said.typed.getlist("valgt")
    return _page([Row(one) for one in _chosen(keys)], said)[0]


@blueprint.post("/")
def do() -> tuple[str, int]:
    """Tries each row, or does it; which of the two the pressed button says."""
    act, chosen = _act(), _chosen(request.form.getlist("valgt"))
    values = act.read(Posted(request.form, request.files))
    problems = act.checked(values)
    if problems or not chosen:
        return _page([Row(one) for one in chosen], _kept(chosen, problems), status=422)
    done = request.form.get("trin") == "udfoer"
    on = desk() if done else engine.rehearsed(desk())
    by = sender_of(request, me().id) if done else By(me().id, reasons=overrides_of(request.form))
    rows = [_row(act, on, one, values, _of_row(by, one.item)) for one in chosen]
    for row in rows:
        if done and row.refusal:
            count_refusal(row.refusal)
    left = [row.chosen for row in rows if not (done and row.done)]
    return _page(rows, _kept(left) if left else Said(PLACE, request.form), tried=not done, done=done)


def _kept(left: Sequence[Chosen], problems: Mapping[str, str] | None = None) -> Said:
    """What was typed, with the draft that is kept of it and of the rows that are not done."""
    typed = request.form.copy()
    typed.setlist("valgt", [_key(one.item) for one in left])
    typed, _unkept, draft = drafts.keep_refused(typed)
    return Said(PLACE, typed, problems or {}, draft=draft)


def _place() -> str:
    """Where the draft of this act is kept, and opened again."""
    return url_for("several.choose", goer=request.values.get("goer", ""))


def _of_row(by: By, item: WorkItem) -> By:
    """With the row's own part of the sent form: each is done once."""
    if isinstance(by.source, SentForm):
        return replace(by, source=replace(by.source, key=f"{by.source.key}:{item.number}"))
    return replace(by, source=f"{by.source}:{item.number}" if by.source else None)


def _row(act: Act, on: Desk, chosen: Chosen, values: Values, by: By) -> Row:
    try:
        act.do(on, chosen.item, values, by)
    except Refused as error:
        return Row(chosen, refusal=error)
    except NeedsReason as error:
        return Row(chosen, problem=_("kræver en begrundelse"), warnings=error.warnings)
    except AlreadyDone:
        return Row(chosen, done=act.told(values))
    except DeskError as error:
        return Row(chosen, problem=_why(error))
    return Row(chosen, done=act.told(values))


def _why(error: DeskError) -> str:
    if isinstance(error, Invalid):
        return " ".join(tell(sentence) for sentence in error.problems.values())
    return tell(error.what if isinstance(error, ChangedMeanwhile) else error.args[0])


def _page(
    rows: list[Row], said: Said, *, tried: bool = False, done: bool = False, status: int = 200
) -> tuple[str, int]:
    warnings = {caution.rule: caution for row in rows for caution in row.warnings}
    back = inside(request.values.get("tilbage") or said.typed.get("tilbage", "")) or url_for("dashboard.overview")
    html = render_template(
        "several/page.html",
        name=request.values.get("goer"),
        act=_act(),
        rows=rows,
        fields=list(_act().fields(said, [row.chosen.item for row in rows])),
        said=replace(said, warnings=tuple(warnings.values())),
        place=_place(),
        again=_again(rows, back),
        tried=tried,
        finished=done,
        possible=sum(bool(row.done) for row in rows),
        back=back,
    )
    return html, status


def _due_work(items: Sequence[WorkItem]) -> DueWork | None:
    """Where all are cases of one team in one category."""
    same = {DueWork(item.team_id, item.category) if isinstance(item, Case) else None for item in items}
    return same.pop() if len(same) == 1 else None


def _again(rows: Sequence[Row], back: str) -> str:
    """The form for these rows with nothing typed in it."""
    keys = [_key(row.chosen.item) for row in rows]
    return url_for("several.choose", goer=request.values.get("goer", ""), tilbage=back, valgt=keys)


def _key(item: WorkItem) -> str:
    return f"{item.kind}-{item.id}"


def _act() -> Act:
    return ACTS.get(request.values.get("goer", "")) or abort(404)


def _chosen(keys: list[str]) -> tuple[Chosen, ...]:
    """What was ticked, written as "case-12"; at most so many at a time."""
    read = []
    for key in dict.fromkeys(keys):
        kind, _dash, number = key.partition("-")
        if kind in set(Kind) and number.isdecimal() and len(number) < 10:
            read.append((Kind(kind), int(number)))
    return engine.chosen(desk(), read[:MOST], by=me().id)


def _agents(items: Sequence[WorkItem]) -> tuple[Group, ...]:
    """The agents of the teams that have these: only they can be given the work."""
    directory = desk().directory()
    teams = dict.fromkeys(directory.teams[item.team_id] for item in items)
    return tuple(Group(team.name, _options(directory, team)) for team in teams)


def _options(directory: Directory, team: Team) -> tuple[Option, ...]:
    members = sorted(directory.members(team.id), key=engine.by_name)
    return tuple(Option(str(agent.id), agent_name(directory, agent.id)) for agent in members)
