"""Overblik: what waits for me, what is mine, and what my teams have to dispatch (R055 to R059, A-26)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

import engine
from engine import Page, WorkRow
from web.access import WORKERS, is_among
from web.here import desk, me

blueprint = Blueprint("dashboard", __name__)
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


WAITING = Block(
    "venter",
    _l("Venter på mig"),
    _l("Intet venter på dig lige nu. Her står det, der tildeles dig eller tilbydes dit team."),
    engine.my_work,
    {},
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
)
BLOCKS = {block.name: block for block in (WAITING, CASES, TASKS, APPROVING, QUEUE)}


@blueprint.get("/")
def overview() -> str:
    """Whoever dispatches sees the queue above the rest, the others of the team below; without a team there is none."""
    agent = me()
    pages = {n: _page(block, None, FIRST) for n, block in BLOCKS.items() if n != "koe" or is_among(agent, WORKERS)}
    return render_template("dashboard/overview.html", blocks=BLOCKS, pages=pages, queue_first=bool(agent.dispatches))


@blueprint.get("/overblik/<name>")
def whole_list(name: str) -> str:
    block = BLOCKS.get(name) or abort(404)
    after = request.args.get("efter")
    return render_template("dashboard/list.html", block=block, page=_page(block, after, 50), after=after)


@blueprint.get("/team")
def queue() -> Response:
    return redirect(url_for("dashboard.whole_list", name="koe"))


def _page(block: Block, after: str | None, limit: int) -> "Page[WorkRow]":
    return block.read(desk(), me().id, after=after, limit=limit, **block.options)
