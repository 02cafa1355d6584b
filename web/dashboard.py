"""Overblik: what waits for me, what is mine, and what my teams have to dispatch (R055 to R059, A-26).

Whoever is in no team has no such work: for them it is what they look after.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

import engine
from engine import EVERYTHING, Asked, Filters, Kind, Page, WorkRow
from web import drafts
from web.access import ADMINISTRATORS, OWNERS, READERS, WORKERS, is_among, names_of
from web.filters import TypedFilters
from web.here import desk, me, now

blueprint = Blueprint("dashboard", __name__)
FEW = 5  # of what somebody only looks after
FILTERS = ("slags", "frist", "sorter")
FIRST = 10  # rows of a block; the rest is behind "Vis alle"
Read = Callable[..., "Page[WorkRow]"]


@dataclass(frozen=True)
class Block:
    """One list. `empty` says what would stand here and how it gets here."""

    name: str
    title: str
    empty: str
    read: Read
    options: Mapping[str, Any]
    holds_both: bool = False  # cases and tasks


WAITING = Block(
    "venter",
    _l("Venter på mig"),
    _l("Intet venter på dig lige nu. Her står det, der tildeles dig eller tilbydes dit team."),
    engine.my_work,
    {},
    holds_both=True,
)
CASES = Block(
    "sager",
    _l("Mine sager"),
    _l("Du har ingen åbne sager. En sag er din, når du er dens agent; du opretter en med Opret sag."),
    engine.my_cases,
    {},
)
TASKS = Block(
    "opgaver",
    _l("Jeg er agent"),
    _l("Du har ingen åbne opgaver. De kommer hertil, når dispatcheren tildeler dig dem."),
    engine.my_tasks,
    {"section": "agent"},
)
APPROVING = Block(
    "godkender",
    _l("Jeg er godkender"),
    _l("Du følger ingen opgaver. Står du som godkender på en opgave, ser du den her, til den er løst og set."),
    engine.my_tasks,
    {"section": "approver"},
)
QUEUE = Block(
    "koe",
    _l("Mit teams kø"),
    _l("Køen er tom: intet i dine teams venter på en dispatcher."),
    engine.team_queue,
    {},
    holds_both=True,
)
BLOCKS = {block.name: block for block in (WAITING, CASES, TASKS, APPROVING, QUEUE)}


@blueprint.get("/")
def overview() -> str:
    """Whoever dispatches sees the queue above the rest, the others of the team below."""
    agent = me()
    if not is_among(agent, WORKERS):
        return _looked_after()
    pages = {name: _page(block, None, FIRST) for name, block in BLOCKS.items()}
    return render_template("dashboard/overview.html", blocks=BLOCKS, pages=pages, queue_first=bool(agent.dispatches))


def _looked_after() -> str:
    """A block for each of my roles; a person without any is told whom to ask."""
    read: dict[str, Any] = {}
    if is_among(me(), READERS):
        read["late"] = engine.list_instances(desk(), Filters(late_at=now()), oldest_first=True, limit=FEW)
    if is_among(me(), OWNERS):
        processes = engine.processes(desk())
        read["processes"], read["drafts"] = processes, drafts.mine()
        read["names"] = {process.newest.key: process.newest.name for process in processes}
    if is_among(me(), ADMINISTRATORS):
        read["stopped"] = engine.count_stopped(desk())
        read["failing"] = sum(job.error is not None for job in engine.jobs(desk()))
        read["people"] = sum(agent.active for agent in desk().directory().agents.values())
    return render_template("dashboard/looked_after.html", administrators=names_of(ADMINISTRATORS), **read)


@blueprint.get("/overblik/<name>")
def whole_list(name: str) -> str:
    block = BLOCKS.get(name) or abort(404)
    after = request.args.get("efter")
    filters = TypedFilters(request.args, FILTERS)
    page = _page(block, after, 50, _asked(filters))
    return render_template(
        "dashboard/list.html", block=block, page=page, after=after, typed=filters.typed, problems=filters.problems
    )


@blueprint.get("/team")
def queue() -> Response:
    return redirect(url_for("dashboard.whole_list", name="koe"))


def _asked(filters: TypedFilters) -> Asked:
    """What the address asks for."""
    return Asked(
        kind=filters.one_of("slags", Kind),
        late_at=now() if filters.one_of("frist", ("overskredet",)) else None,
        last_first=filters.one_of("sorter", ("sidste",)) is not None,
    )


def _page(block: Block, after: str | None, limit: int, asked: Asked = EVERYTHING) -> "Page[WorkRow]":
    return block.read(desk(), me().id, asked=asked, after=after, limit=limit, **block.options)
