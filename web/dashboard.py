"""Overblik: what waits for me, what is mine, and what my teams have to dispatch (R055 to R059, A-26).

Whoever is in no team has no such work: for them it is what they look after.
"""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from engine import Asked, Filters, Kind
from web import drafts
from web.access import ADMINISTRATORS, OWNERS, READERS, WORKERS, is_among, names_of
from web.filters import TypedFilters
from web.here import desk, me, now
from web.lists import LISTS, PAGES

blueprint = Blueprint("dashboard", __name__)
FEW = 5  # of what somebody only looks after
FILTERS = ("slags", "frist", "sorter")


@blueprint.get("/")
def overview() -> str:
    """Whoever dispatches sees the queue above the rest, the others of the team below. A lead sees no empty block."""
    agent = me()
    if not is_among(agent, WORKERS):
        return _looked_after()
    blocks = engine.overview(desk(), agent.id)
    shown = {PAGES[name]: block for name, block in blocks.items() if block.page.rows or not agent.leads}
    return render_template("dashboard/overview.html", blocks=shown)


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
    block = LISTS.get(name) or abort(404)
    after = request.args.get("efter")
    filters = TypedFilters(request.args, FILTERS)
    page = engine.work(desk(), me().id, block.work, asked=_asked(filters), after=after)
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
