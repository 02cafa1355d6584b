"""`/metrics`: what Prometheus asks of this process. There is nothing here unless a setting names who may ask."""

import hmac

from flask import Blueprint, Flask, abort, current_app, request
from prometheus_client import CollectorRegistry, ProcessCollector, disable_created_metrics, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from werkzeug.wrappers import Response

from engine import Desk, Settings
from web.frame.proxy import is_within, knows_visitor
from web.frame.request_context import address, desk
from web.watching.desk_metrics import DeskCollector
from web.watching.request_metrics import RequestMetrics

blueprint = Blueprint("metrics", __name__)


def watch(app: Flask, desk: Desk) -> None:
    """Begins to count, where somebody may ask."""
    if _is_on(desk.settings):
        disable_created_metrics()  # type: ignore[no-untyped-call]
        registry = app.extensions["metrics"] = CollectorRegistry()
        RequestMetrics(registry).watch(app)
        registry.register(DeskCollector(desk))
        ProcessCollector(registry=registry)


@blueprint.get("/metrics")
def scrape() -> Response:
    """Whoever is not let in learns nothing, not even that there is something."""
    settings = desk().settings
    if not (_is_on(settings) and _is_from(settings) and _says_token(settings)):
        abort(404)
    return Response(generate_latest(current_app.extensions["metrics"]), content_type=CONTENT_TYPE_PLAIN_0_0_4)


def _is_on(settings: Settings) -> bool:
    """Where both are set, both are wanted."""
    return bool(settings.metrics_token or settings.metrics_from)


def _is_from(settings: Settings) -> bool:
    networks = settings.metrics_from
    return not networks or (knows_visitor(request.environ) and is_within(address(), networks))


def _says_token(settings: Settings) -> bool:
    said, token = request.headers.get("Authorization", ""), settings.metrics_token
    return not token or hmac.compare_digest(said.encode(), f"Bearer {token}".encode())
