"""What machines ask of the desk, without signing in: whether it lives, and whether it can do its work."""

from dataclasses import asdict

from flask import Blueprint, jsonify
from werkzeug.wrappers import Response

import engine
from web.frame.request_context import desk

blueprint = Blueprint("health", __name__)


@blueprint.get("/sundhed")
def live() -> Response:
    """This process answers; nothing else is asked."""
    return jsonify(live=True)


@blueprint.get("/klar")
def ready() -> tuple[Response, int]:
    """503 as long as one of them is missing: the database, its schema, a worker."""
    found = asdict(engine.readiness(desk()))
    return jsonify(found), 200 if all(found.values()) else 503
