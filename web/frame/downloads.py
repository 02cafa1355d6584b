"""Files as downloads under the names that they were sent with, never shown by the browser (C14)."""

from io import BytesIO

from flask import Response, send_file

ALONE = "sandbox; default-src 'none'"


def as_download(content: bytes, name: str, mimetype: str = "application/octet-stream") -> Response:
    """`name` goes in UTF-8 (`filename*`), with an ASCII one for clients that read no other."""
    response = send_file(BytesIO(content), mimetype, as_attachment=True, download_name=name, max_age=0)
    response.headers["Content-Security-Policy"] = ALONE
    return response
