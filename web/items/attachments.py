"""Kept files, as downloads."""

from flask import Blueprint, Response

import engine
from web.frame.downloads import as_download
from web.frame.notes import note_viewing
from web.frame.request_context import desk, me

blueprint = Blueprint("attachments", __name__)


@blueprint.get("/filer/<int:attachment_id>")
def download(attachment_id: int) -> Response:
    attachment, content, viewed = engine.read_attachment(desk(), attachment_id, by=me().id)
    note_viewing(viewed)
    return as_download(content, attachment.name)
