"""How much a request may send. The server stops reading at twice that, before a stranger fills the disk."""

from collections.abc import Mapping
from typing import Any

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.utilities import RequestEntityTooLarge
from werkzeug.http import parse_cookie

from web.account.known_browser import is_known

SMALL_FORM_BYTES = 2 * 1024 * 1024  # of a form that takes no files
TOO_LARGE = "Det, du sendte, er for stort. Gå tilbage, og send mindre ad gangen. (Too much at once: send less.)"

# of waitress: what one process keeps open, and how long for whoever says nothing
CONNECTIONS = 800
SILENCE_SECONDS = 30
CLEANUP_SECONDS = 5


def limit_of(content_type: str, cookies: Mapping[str, str], key: str, with_files_bytes: int) -> int:
    """The most bytes that a request may bring; `with_files_bytes` is that of a form with files.

    A browser from which nobody has signed in brings no files. Whether the visit still lasts does not matter: what is
    sent after it has ended is kept (D-22). `key` is the desk's secret key.
    """
    takes_files = content_type.lower().startswith("multipart/form-data") and is_known(cookies, key)
    return with_files_bytes if takes_files else min(SMALL_FORM_BYTES, with_files_bytes)


def limited_channel(key: str, with_files_bytes: int) -> type[HTTPChannel]:
    """For waitress: refuses a body that is far too large as soon as its headers are there, without keeping it.

    What is less than twice too large is read, so that the application can answer with a page.
    """

    class Parser(HTTPRequestParser):
        adj: Any

        def parse_header(self, header_plus: bytes) -> None:
            super().parse_header(header_plus)
            cookies = parse_cookie(self.headers.get("COOKIE", ""))
            allowed = limit_of(self.headers.get("CONTENT_TYPE", ""), cookies, key, with_files_bytes)
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
