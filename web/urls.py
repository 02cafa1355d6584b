"""Where things are: the addresses that views, templates and notices agree on."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import flask
from flask import current_app, request

from engine import Kind, WorkItem, WorkRow
from engine.errors import Link

PLACES: Mapping[Kind, str] = {Kind.CASE: "sager", Kind.TASK: "opgaver"}
_PREFIXES = {"SAG": Kind.CASE, "TSK": Kind.TASK}
LONGEST_KEPT = 100  # characters of a value: what visitors type does not fill the memory


def url_for(endpoint: str, **values: Any) -> str:
    """The address of a view inside this desk, without a host; built once for each set of short values."""
    build = _built if all(map(_is_kept, values.values())) else _built.__wrapped__
    return build(request.script_root, endpoint, **values)


@lru_cache(maxsize=8192, typed=True)  # 1 and True are equal, and make two addresses
def _built(root: str, endpoint: str, /, **values: Any) -> str:
    """The address under that root. One with a host would be that of whoever asked first."""
    return flask.url_for(endpoint, _external=False, **values)


def _is_kept(value: Any) -> bool:
    return value is None or isinstance(value, int) or (isinstance(value, str) and len(value) <= LONGEST_KEPT)


def item_url(item: WorkItem | WorkRow, **query: Any) -> str:
    return url_for("items.show", kind=item.kind, item_id=item.id, **query)


def link_url(link: Link) -> str:
    """Where a refusal points: its number is enough."""
    return url_for("items.show", kind=_PREFIXES[link.number[:3]], item_id=int(link.number[3:]))


def rule_url(rule: str) -> str:
    """The rule's place on the page Regler."""
    page = url_for("rules.index") if "rules.index" in current_app.view_functions else "/regler"
    return f"{page}#{rule.lower()}"


def inside(target: str) -> str:
    """A page of this desk, or nothing: nobody is led elsewhere by a link."""
    parts = urlsplit(target)
    here = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc and not parts.scheme
    return target if here and target.isprintable() else ""
