"""The requests of this process, counted as they are answered: by endpoint and status, never by path or person."""

import time

from flask import Flask, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from werkzeug.wrappers import Response

from engine.errors import ChangedMeanwhile, DeskError, Invalid, NeedsReason, Refused, SignInRefused

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)  # limits of the histogram
NO_ENDPOINT = "none"  # of an address that is nobody's
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})  # strangers make up others

# error → what it is called in the metrics
REFUSALS: dict[type[DeskError], str] = {
    Refused: "rule",
    NeedsReason: "needs_reason",
    Invalid: "invalid",
    ChangedMeanwhile: "changed_meanwhile",
    SignInRefused: "sign_in",
}


class RequestMetrics:
    """The counters, in the registry of one application."""

    def __init__(self, registry: CollectorRegistry):
        self._requests = Counter(
            "sagsgang_http_requests",
            "Requests answered, by the name of the view, method and class of the status (2xx, 4xx and so on).",
            ("endpoint", "method", "status"),
            registry=registry,
        )
        self._seconds = Histogram(
            "sagsgang_http_request_seconds",
            "Seconds from the beginning of a request until its answer is ready to be sent.",
            ("endpoint", "method"),
            buckets=SECONDS,
            registry=registry,
        )
        self._unavailable = Counter(
            "sagsgang_http_unavailable",
            "Requests answered with 503, by the name of the view: the database or the disk could not be used.",
            ("endpoint",),
            registry=registry,
        )
        self._refusals = Counter(
            "sagsgang_refusals",
            "What people tried and the desk refused, by kind, and by the number of the rule where it was one.",
            ("kind", "rule"),
            registry=registry,
        )

    def watch(self, app: Flask) -> None:
        """Counts every request that `web.watching.logs` has given its beginning."""
        app.extensions["request_metrics"] = self

        @app.after_request
        def count(response: Response) -> Response:
            if "began" in g:
                self._count(response.status_code, time.perf_counter() - g.began)
            return response

    def _count(self, status: int, seconds: float) -> None:
        endpoint = request.endpoint or NO_ENDPOINT
        method = request.method if request.method in METHODS else "other"
        self._requests.labels(endpoint, method, f"{status // 100}xx").inc()
        self._seconds.labels(endpoint, method).observe(seconds)
        if status == 503:
            self._unavailable.labels(endpoint).inc()

    def count_refusal(self, error: DeskError) -> None:
        if type(error) in REFUSALS:
            self._refusals.labels(REFUSALS[type(error)], getattr(error, "rule", "")).inc()


def count_refusal(error: DeskError) -> None:
    """To be called where the engine's no becomes an answer; what is no refusal is counted by its status alone."""
    metrics: RequestMetrics | None = current_app.extensions.get("request_metrics")
    if metrics is not None:
        metrics.count_refusal(error)
