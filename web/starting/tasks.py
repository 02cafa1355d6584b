"""Creating a task on a case (R037 to R054). Its page is `items`."""

from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

import engine
from engine import Case, Kind, WorkItem
from web.forms import sender_of
from web.frame.request_context import desk, me
from web.starting import start

blueprint = Blueprint("tasks", __name__)


@blueprint.get("/sager/<int:case_id>/opgaver/ny")
def new(case_id: int) -> str | tuple[str, int]:
    return start.show(Kind.TASK, _case(case_id))


@blueprint.post("/sager/<int:case_id>/opgaver/ny")
def create(case_id: int) -> Response | tuple[str, int]:
    def make(values: dict[str, Any]) -> WorkItem:
        return engine.create_task(desk(), case_id, values, by=sender_of(request, me().id))

    return start.receive(Kind.TASK, make, _case(case_id))


def _case(case_id: int) -> Case:
    """As the reader may see it; raises NotFound."""
    return engine.look_at(desk(), Kind.CASE, case_id, by=me().id).case
