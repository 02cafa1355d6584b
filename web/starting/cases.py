"""Registering a case (R104 to R111). Its page is `items`."""

from typing import Any

from flask import Blueprint, request
from werkzeug.wrappers import Response

import engine
from engine import Kind, WorkItem
from web.forms import sender_of
from web.frame.request_context import desk, me
from web.starting import start

blueprint = Blueprint("cases", __name__)


@blueprint.get("/sager/ny")
def new() -> str | tuple[str, int]:
    return start.show(Kind.CASE)


@blueprint.post("/sager/ny")
def register() -> Response | tuple[str, int]:
    def create(values: dict[str, Any]) -> WorkItem:
        return engine.register_case(desk(), values, by=sender_of(request, me().id))

    return start.receive(Kind.CASE, create)
