"""Kept files, as downloads: never shown by the browser, whatever is in them (C14)."""

from flask import Blueprint, Response
from werkzeug.http import dump_options_header

import engine
from web.here import desk, me

blueprint = Blueprint("attachments", __name__)


@blueprint.get("/filer/<int:attachment_id>")
def download(attachment_id: int) -> Response:
    attachment, content = engine.read_attachment(desk(), attachment_id, by=me().id)
    response = Response(content, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = dump_options_header("attachment", {"filename": attachment.name})
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
