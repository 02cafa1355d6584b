"""How much a request may send. The server stops reading at twice that, before a stranger fills the disk."""

from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import RequestEntityTooLarge

SMALL_FORM_BYTES = 2 * 1024 * 1024  # of a form that takes no files
# Open without signing in: no form there takes files.
STRANGERS = ("/log-ind", "/log-ud", "/sprog", "/tema", "/static/", "/sundhed", "/klar", "/metrics")
TOO_LARGE = "Det, du sendte, er for stort. Gå tilbage, og send mindre ad gangen. (Too much at once: send less.)"

# of waitress: what one process keeps open, and how long for whoever says nothing
CONNECTIONS = 800
SILENCE_SECONDS = 30
CLEANUP_SECONDS = 5


def limit_of(path: str, content_type: str, with_files_bytes: int) -> int:
    """The most bytes that a request to `path` may bring; `with_files_bytes` is that of a form with files."""
    takes_files = content_type.lower().startswith("multipart/form-data") and not path.startswith(STRANGERS)
    return with_files_bytes if takes_files else min(SMALL_FORM_BYTES, with_files_bytes)


def limited_channel(with_files_bytes: int) -> type[HTTPChannel]:
    """For waitress: refuses a body that is far too large as soon as its headers are there, without keeping it.

    What is less than twice too large is read, so that the application can answer with a page.
    """

    class Parser(HTTPRequestParser):
        adj: Any

        def parse_header(self, header_plus: bytes) -> None:
            super().parse_header(header_plus)
            allowed = limit_of(self.path, self.headers.get("CONTENT_TYPE", ""), with_files_bytes)
            self.adj = _Adjusted(self.adj, 2 * allowed)

        def received(self, data: bytes) -> int:
            taken: int = super().received(data)
            if isinstance(self.error, RequestEntityTooLarge):
                self.error.body = TOO_LARGE
            return taken

    class Channel(HTTPChannel):
        parser_class = Parser

    return Channel


class _Adjusted:
    """Waitress's settings for one request, with a limit of its own."""

    def __init__(self, adjustments: object, max_request_body_size: int):
        self._adjustments, self.max_request_body_size = adjustments, max_request_body_size

    def __getattr__(self, name: str) -> object:
        return getattr(self._adjustments, name)
