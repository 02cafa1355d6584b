"""The log: one line an event, each request one of them, by one formatter. What was asked for is found by its number."""

import json
import logging
import secrets
import time
from datetime import UTC, datetime

from flask import Flask, g, has_request_context, request
from werkzeug.wrappers import Response

FIELDS = ("request", "person", "method", "path", "status", "ms")
QUIET = frozenset({"static", "health.live", "health.ready", "metrics.scrape"})  # nobody looks for these

_log = logging.getLogger("web.requests")


class LogLines(logging.Formatter):
    """Time, level, logger and message, then what is known of the request; as words, or as one JSON object."""

    def __init__(self, as_json: bool):
        super().__init__()
        self._as_json = as_json

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        known = {name: value for name in FIELDS if (value := getattr(record, name, None)) is not None}
        message = record.getMessage()
        fault = self.formatException(record.exc_info) if record.exc_info else ""
        if self._as_json:
            told = {"at": at, "level": record.levelname, "logger": record.name, "message": message, **known}
            return json.dumps(told | ({"fault": fault} if fault else {}), ensure_ascii=False)
        about = " ".join(f"{name}={value}" for name, value in known.items())
        line = " ".join(filter(None, (at, record.levelname, record.name, message, about)))
        return _one_line(line) + (f"\n{fault}" if fault else "")


def set_up(as_json: bool) -> None:
    """Everything that is logged goes to the standard error, each line with the request in which it was written."""
    handler = logging.StreamHandler()
    handler.setFormatter(LogLines(as_json))
    handler.addFilter(_name_the_request)
    logging.basicConfig(handlers=[handler], force=True)
    _log.setLevel(logging.INFO)


def watch(app: Flask) -> None:
    """Before anything else of a request: gives it its number, and writes its line when it is answered."""

    @app.before_request
    def begin() -> None:
        g.request_id, g.began = secrets.token_hex(6), time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        if "request_id" not in g:
            return response
        response.headers["X-Request-Id"] = g.request_id
        if request.endpoint not in QUIET:
            ms = round((time.perf_counter() - g.began) * 1000)
            about = {"method": request.method, "path": request.path, "status": response.status_code, "ms": ms}
            _log.info("answered", extra=about)
        return response


def _name_the_request(record: logging.LogRecord) -> bool:
    """Adds its number and who asked, where that is known already: the log asks the database for nobody."""
    if has_request_context():
        record.request = g.get("request_id")
        record.person = getattr(getattr(g.get("_login_user"), "agent", None), "id", None)
    return True


def _one_line(text: str) -> str:
    """What strangers put into a path or a name makes no line of its own."""
    return text.replace("\r", "\\r").replace("\n", "\\n")
