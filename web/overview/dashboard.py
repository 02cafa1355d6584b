"""Overblik: what waits for me, what is mine, and what my teams have to dispatch (R055 to R059, A-26).

Whoever is in no team has no such work: for them it is what they look after.
"""

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

import engine
from engine import Filters
from web.access import ADMINISTRATORS, OWNERS, READERS, WORKERS, is_among, names_of
from web.forms import NOTHING, Said
from web.frame.request_context import desk, me, now
from web.overview.list_filters import ListFilters
from web.overview.lists import LISTS, PAGES
from web.overview.notices import show_bell
from web.processes import uploaded_diagrams

blueprint = Blueprint("dashboard", __name__)
FEW = 5  # of what somebody only looks after


@blueprint.get("/")
def overview() -> str:
    """Whoever dispatches sees the queue above the rest, the others of the team below. A lead sees no empty block."""
    agent = me()
    if not is_among(agent, WORKERS):
        return _looked_after()
    read = engine.overview(desk(), agent.id)
    show_bell(read.unread)
    shown = {PAGES[name]: block for name, block in read.blocks.items() if block.page.rows or not agent.leads}
    return render_template("dashboard/overview.html", blocks=shown)


def _looked_after() -> str:
    """A block for each of my roles; a person without any is told whom to ask."""
    read: dict[str, Any] = {}
    if is_among(me(), READERS):
        read["late"] = engine.list_instances(desk(), Filters(late_at=now()), oldest_first=True, limit=FEW)
    if is_among(me(), OWNERS):
        processes = engine.processes(desk())
        read["processes"], read["uploads"] = processes, uploaded_diagrams.mine()
        read["names"] = {process.newest.key: process.newest.name for process in processes}
    if is_among(me(), ADMINISTRATORS):
        read["stopped"] = engine.count_stopped(desk())
        read["failing"] = sum(job.error is not None for job in engine.jobs(desk()))
        read["people"] = sum(agent.active for agent in desk().directory().agents.values())
    return render_template("dashboard/looked_after.html", administrators=names_of(ADMINISTRATORS), **read)


@blueprint.get("/overblik/<name>")
def whole_list(name: str) -> str:
    return list_page(name)


def list_page(name: str, saving: Said = NOTHING) -> str:
    """`saving` is what was said to the form that saves the list under a name."""
    page = LISTS.get(name) or abort(404)
    after, filters = request.args.get("efter"), ListFilters(page)
    read = engine.list_page(desk(), me().id, page.work, filters.asked, after=after)
    show_bell(read.unread)
    directory = desk().directory()
    return render_template(
        "dashboard/list.html",
        list=page,
        page=read.page,
        load=read.load,
        saved=[saved for saved in read.saved if saved.list == name],
        after=after,
        saving=saving,
        filters=filters,
        typed=filters.typed,
        problems=filters.problems,
        teams=sorted(directory.teams.values(), key=engine.by_name),
        agents=sorted((agent for agent in directory.agents.values() if agent.teams), key=engine.by_name),
    )


@blueprint.get("/team")
def queue() -> Response:
    """All open work of the team for those who look after it; the others have its queue."""
    agent = me()
    name = "team" if agent.dispatches or agent.leads else "koe"
    return redirect(url_for("dashboard.whole_list", name=name))
