"""A diagram's own file, for the viewer on the pages and to be kept."""

from flask import Blueprint, Response

import engine
from web.frame.downloads import ALONE, as_download
from web.frame.request_context import desk

blueprint = Blueprint("diagrams", __name__)


@blueprint.get("/diagrammer/<int:definition_id>.bpmn")
def content(definition_id: int) -> Response:
    return file_of(engine.content_of(desk(), definition_id))


def file_of(content: bytes, *, name: str = "") -> Response:
    """A BPMN file as an answer; with a name it is to be kept.

    Opened by itself it can do nothing: a diagram is somebody's file, and XML may carry more than shapes.
    """
    if name:
        return as_download(content, name, "application/xml")
    return Response(content, mimetype="application/xml", headers={"Content-Security-Policy": ALONE})
