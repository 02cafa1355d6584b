"""A deployed diagram's own file, for the viewer on the pages."""

from flask import Blueprint, Response

import engine
from web.here import desk

blueprint = Blueprint("diagrams", __name__)


@blueprint.get("/diagrammer/<int:definition_id>.bpmn")
def content(definition_id: int) -> Response:
    """Opened by itself it can do nothing: a diagram is somebody's file, and XML may carry more than shapes."""
    response = Response(engine.content_of(desk(), definition_id), mimetype="application/xml")
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
