"""From one item of a list to the next: which list one came from, and where in it, stands in the address."""

from typing import Any
from urllib.parse import parse_qsl

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

import engine
from engine import WorkRow
from web.frame.request_context import desk, me
from web.overview.list_filters import COLUMN_NAMES, NAMES, ListFilters
from web.overview.lists import LISTS
from web.urls import item_url

blueprint = Blueprint("beside", __name__)


@blueprint.get("/overblik/<name>/<any(naeste, forrige):way>")
def step(name: str, way: str) -> Response:
    """The item after or before that place; at the end of the list, the list."""
    page = LISTS.get(name) or abort(404)
    filters = ListFilters(page)
    asked = filters.asked if way == "naeste" else filters.reversed()
    found = engine.work(desk(), me().id, page.work, asked=asked, after=request.args.get("ved"), limit=1)
    if not found.rows:
        return redirect(f"{url_for('dashboard.whole_list', name=name)}?{filters.query()}")
    return redirect(row_url(found.rows[0], f"{name}?{filters.query()}"))


def row_url(row: WorkRow, listed: str) -> str:
    """The item at its form, with the list that one came from and the place in it."""
    anchor = f"trin-{row.user_task_id}" if row.user_task_id else None
    return item_url(row, liste=listed, ved=row.place, _anchor=anchor)


def ways() -> dict[str, str]:
    """{"forrige" and "naeste": address, "liste": the list's} on the page of an item that was opened from a list."""
    name, _mark, query = request.args.get("liste", "").partition("?")
    place = request.args.get("ved", "")
    if name not in LISTS or not place:
        return {}
    asked: dict[str, Any] = {}
    for key, text in parse_qsl(query):
        if key in (*NAMES, COLUMN_NAMES):
            asked.setdefault(key, []).append(text)
    steps = {way: url_for("beside.step", name=name, way=way, **asked, ved=place) for way in ("forrige", "naeste")}
    return {**steps, "liste": url_for("dashboard.whole_list", name=name, **asked)}
