"""The desk's numbers for Prometheus: what the database holds, asked once in a while, and this process's jobs."""

import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

import engine
from engine import Counts, Desk, Figures

FRESH_SECONDS = 5.0  # scrapes that come so close to each other read the same numbers


class DeskCollector(Collector):
    """Gives the numbers of one desk at every scrape. Without a database it says so, and what this process did."""

    def __init__(self, desk: Desk):
        self._desk, self._lock = desk, threading.Lock()
        self._figures, self._asked_at = Figures(False, False), -FRESH_SECONDS

    def collect(self) -> Iterator[Metric]:
        figures = self._fresh()
        yield GaugeMetricFamily("sagsgang_database_up", "1 while the database answers.", figures.database)
        yield GaugeMetricFamily(
            "sagsgang_schema_up_to_date", "1 while the database has the schema of this version.", figures.schema
        )
        yield from self._jobs()
        if figures.counts is not None:
            yield from _of_work(figures.counts)
            yield from _of_background_work(figures.counts)

    def _fresh(self) -> Figures:
        """One thread asks, the others wait for its answer."""
        with self._lock:
            if time.monotonic() - self._asked_at >= FRESH_SECONDS:
                self._figures, self._asked_at = engine.figures(self._desk), time.monotonic()
            return self._figures

    def _jobs(self) -> Iterable[Metric]:
        looks = CounterMetricFamily(
            "sagsgang_job_looks", "How often this process looked for work of that name.", labels=("name",)
        )
        failures = CounterMetricFamily(
            "sagsgang_job_failures", "Looks of this process that ended with an error.", labels=("name",)
        )
        seconds = CounterMetricFamily("sagsgang_job_seconds", "Seconds that those looks took.", labels=("name",))
        for name, tally in self._desk.tallies.items():
            looks.add_metric((name,), tally.looks)
            failures.add_metric((name,), tally.failures)
            seconds.add_metric((name,), tally.seconds)
        return looks, failures, seconds


def _of_work(counts: Counts) -> Iterator[Metric]:
    yield _gauges(
        "sagsgang_open_items",
        "Open cases and tasks, by status and by the department of the team that has them.",
        ("kind", "status", "department"),
        counts.open_items,
    )
    yield _gauges("sagsgang_waiting_steps", "Steps that wait for a person.", ("kind",), counts.waiting_steps)
    yield GaugeMetricFamily(
        "sagsgang_timers_overdue", "Deadlines that have passed and that nobody was told of.", counts.overdue_timers
    )
    yield GaugeMetricFamily("sagsgang_sessions", "Browsers in which somebody is signed in.", counts.sessions)


def _of_background_work(counts: Counts) -> Iterator[Metric]:
    yield _gauges(
        "sagsgang_outbox_messages",
        "Messages that have not left the house: waiting, failed, or not_sent for want of a server or an address.",
        ("fate",),
        counts.messages,
    )
    yield GaugeMetricFamily(
        "sagsgang_outbox_oldest_waiting_seconds",
        "Age of the message that has waited longest; 0 where none waits.",
        counts.oldest_waiting_message.total_seconds(),
    )
    yield GaugeMetricFamily("sagsgang_search_queue", "Changes that search does not find yet.", counts.waiting_for_index)
    yield _gauges(
        "sagsgang_job_failures_in_a_row",
        "Failures of the job since it last went well, in whichever process; 0 while all is well.",
        ("name",),
        counts.failures_in_a_row,
    )
    yield _gauges(
        "sagsgang_processes", "Processes that have told of themselves lately, by role.", ("role",), counts.processes
    )


def _gauges(name: str, text: str, labels: tuple[str, ...], values: Mapping[Any, int]) -> Metric:
    """`values` by the label's value, or by a tuple of values where there are several labels."""
    family = GaugeMetricFamily(name, text, labels=labels)
    for given, value in values.items():
        family.add_metric(given if isinstance(given, tuple) else (given,), value)
    return family
