"""What Prometheus is told, through the server that is used: who may ask, what it says, and what it never says."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.client import HTTPConnection
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from flask_login import FlaskLoginClient
from prometheus_client.parser import text_string_to_metric_families

import engine
from engine import Desk, Settings
from engine.errors import WrongSetting
from engine.store.connection.counting import counting
from tests.fixtures.house import House
from tests.fixtures.listening import listening
from tests.fixtures.outage import away
from tests.fixtures.threads import PATIENCE_SECONDS
from tests.web.conftest import signed_in
from web import create_app
from web.watching import desk_metrics

TOKEN = "Zq7-fjords.and-ferries_of-the-north4"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
HERE, ELSEWHERE = (ip_network("127.0.0.0/8"),), (ip_network("198.51.100.0/24"),)
FORWARDED = {"X-Forwarded-For": "198.51.100.7"}

Asked = tuple[int, str]
Samples = dict[tuple[str, frozenset[tuple[str, str]]], float]


class Scraper:
    """Asks one port of loopback, each time on a connection of its own."""

    def __init__(self, port: int):
        self._port = port

    def ask(self, path: str = "/metrics", method: str = "GET", **headers: str) -> Asked:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text

    def samples(self) -> Samples:
        status, text = self.ask(**BEARER)
        assert status == 200
        return samples_in(text)


def samples_in(text: str) -> Samples:
    families = text_string_to_metric_families(text)
    return {(s.name, frozenset(s.labels.items())): s.value for family in families for s in family.samples}


def sample(name: str, /, **labels: str) -> tuple[str, frozenset[tuple[str, str]]]:
    return name, frozenset(labels.items())


@contextmanager
def scraped(desk: Desk, **settings: Any) -> Iterator[Scraper]:
    desk.settings = replace(desk.settings, **settings)
    with listening(desk) as port:
        yield Scraper(port)


PLAIN: dict[str, str] = {}
WHO_MAY_ASK: list[tuple[dict[str, Any], list[tuple[dict[str, str], int]]]] = [
    ({}, [(PLAIN, 404), ({"Authorization": "Bearer "}, 404), (BEARER, 404)]),
    (
        {"metrics_token": TOKEN},
        [
            (BEARER, 200),
            (PLAIN, 404),
            ({"Authorization": f"Bearer {TOKEN[:-1]}"}, 404),
            ({"Authorization": "Bearer \xe6\xf8\xe5"}, 404),
            ({"Authorization": TOKEN}, 404),
        ],
    ),
    # a header that no trusted proxy has set neither opens nor is there a visitor's address then
    ({"metrics_from": HERE}, [(PLAIN, 200), (FORWARDED, 404)]),
    ({"metrics_from": ELSEWHERE}, [(PLAIN, 404), (BEARER, 404), (FORWARDED, 404)]),
    # behind a proxy on 127.0.0.1
    ({"metrics_from": ELSEWHERE, "trusted_proxies": HERE}, [(FORWARDED, 200), (PLAIN, 404)]),
    ({"metrics_from": HERE, "trusted_proxies": HERE}, [(FORWARDED, 404), (PLAIN, 200)]),
    # both set: both wanted
    ({"metrics_from": HERE, "metrics_token": TOKEN}, [(BEARER, 200), (PLAIN, 404)]),
    ({"metrics_from": ELSEWHERE, "metrics_token": TOKEN}, [(BEARER, 404)]),
]


def test_who_may_ask(house: House) -> None:
    before = house.desk.settings
    for settings, visits in WHO_MAY_ASK:
        house.desk.settings = before
        with scraped(house.desk, **settings) as scraper:
            for headers, status in visits:
                answered, text = scraper.ask(**headers)
                assert (answered, "sagsgang_" in text) == (status, status == 200), (settings, headers)


def test_it_counts_what_was_asked_answered_and_refused(house: House) -> None:
    with scraped(house.desk, metrics_token=TOKEN) as scraper:
        scraper.ask("/sundhed")
        scraper.ask("/klar")  # nobody is at work here
        scraper.ask("/sager/4711")
        for path in ("/findes-ikke/17", "/findes-ikke/18"):
            scraper.ask(path, "BREW")
        told = scraper.samples()
    requests = "sagsgang_http_requests_total"
    assert told[sample(requests, endpoint="health.live", method="GET", status="2xx")] == 1
    assert told[sample(requests, endpoint="items.show", method="GET", status="3xx")] == 1
    assert told[sample(requests, endpoint="none", method="other", status="4xx")] == 2
    assert told[sample("sagsgang_http_unavailable_total", endpoint="health.ready")] == 1
    assert told[sample("sagsgang_http_request_seconds_count", endpoint="health.live", method="GET")] == 1
    assert not any("findes-ikke" in str(key) or "4711" in str(key) for key in told)


def test_what_is_refused_is_counted_by_kind_and_rule(house: House) -> None:
    house.desk.settings = replace(house.desk.settings, metrics_token=TOKEN)
    app = create_app(house.desk)
    app.test_client_class = FlaskLoginClient
    app.config["WTF_CSRF_ENABLED"] = False
    stranger, anders = app.test_client(), app.test_client(user=signed_in(house, "anders"))
    stranger.post("/log-ind", data={"username": "anders", "password": "forkert"})
    assert anders.post("/processer/upload").status_code == 422
    told = samples_in(stranger.get("/metrics", headers=BEARER).text)
    assert told[sample("sagsgang_refusals_total", kind="sign_in", rule="")] == 1
    assert told[sample("sagsgang_refusals_total", kind="rule", rule="D-08")] == 1


def test_it_tells_of_the_work_and_of_nobody(house: House) -> None:
    case = house.keep("anders", deadline=house.clock() + timedelta(hours=1))
    house.register("anders", "Netværk")
    engine.begin_session(house.desk, house.id("anders"))
    engine.background(house.desk).run_due()
    house.clock.advance(timedelta(hours=2))
    with scraped(house.desk, metrics_token=TOKEN) as scraper:
        told, text = scraper.samples(), scraper.ask(**BEARER)[1]
    open_items = {key: value for key, value in told.items() if key[0] == "sagsgang_open_items"}
    assert sum(open_items.values()) == 2 and len(open_items) == 10
    assert told[sample("sagsgang_open_items", kind="case", status="assigned", department="support")] == 1
    assert told[sample("sagsgang_waiting_steps", kind="case")] == 2
    assert told[sample("sagsgang_timers_overdue")] == 1
    assert told[sample("sagsgang_sessions")] == 1
    assert told[sample("sagsgang_outbox_messages", fate="not_sent")] > 0
    assert told[sample("sagsgang_outbox_oldest_waiting_seconds")] == 0
    assert told[sample("sagsgang_job_looks_total", name="fire-timers")] >= 1
    assert told[sample("sagsgang_job_failures_in_a_row", name="fire-timers")] == 0
    assert told[sample("sagsgang_search_queue")] > 0
    assert told[sample("sagsgang_database_up")] == told[sample("sagsgang_schema_up_to_date")] == 1
    assert all(f"# HELP {name} " in text for name in {key[0] for key in open_items})
    people = house.desk.directory().agents.values()
    personal = {case.subject, case.number, "Gitte", "Netværk", *(a.name for a in people), *(a.username for a in people)}
    assert not [word for word in personal if f'"{word}"' in text or f" {word} " in text]


def test_a_message_that_waits_has_an_age(house: House) -> None:
    house.keep("anders")
    house.register("anders", "Netværk")
    with house.desk.database.write() as connection:
        connection.exec_driver_sql("UPDATE outbox SET delivery = 'waiting', due_at = created_at")
    house.clock.advance(timedelta(minutes=7))
    counts = engine.figures(house.desk).counts
    assert counts is not None and counts.oldest_waiting_message == timedelta(minutes=7)
    assert counts.messages[engine.Delivery.WAITING] > 0 == counts.messages[engine.Delivery.NOT_SENT]
    with house.desk.database.write() as connection:  # as the history tells it
        connection.exec_driver_sql("UPDATE outbox SET delivery = 'not_sent', due_at = NULL")


def test_many_scrapes_ask_the_database_once(house: House) -> None:
    house.desk.settings = replace(house.desk.settings, metrics_token=TOKEN)
    client = create_app(house.desk).test_client()
    asked = []
    for _ in range(3):
        with counting(house.desk.database) as count:
            assert client.get("/metrics", headers=BEARER).status_code == 200
        asked.append(count.statements)
    assert asked[0] > 0 and asked[1:] == [0, 0]


def test_without_a_database_it_says_so(postgresql_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_metrics, "FRESH_SECONDS", 0.0)
    desk = engine.open_desk(Settings(postgresql_url, tmp_path, secret_key="k" * 48))
    with scraped(desk, metrics_token=TOKEN) as scraper:
        assert sample("sagsgang_sessions") in scraper.samples()
        with away(postgresql_url):
            told = scraper.samples()
        assert told[sample("sagsgang_database_up")] == told[sample("sagsgang_schema_up_to_date")] == 0
        assert sample("sagsgang_sessions") not in told
        assert scraper.samples()[sample("sagsgang_database_up")] == 1
    desk.close()


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("SAGSGANG_METRICS_TOKEN", "short"),
        ("SAGSGANG_METRICS_TOKEN", "a" * 40),
        ("SAGSGANG_METRICS_TOKEN", f"{TOKEN} and more"),
        ("SAGSGANG_METRICS_TOKEN", f"{TOKEN}æ"),
        ("SAGSGANG_METRICS_FROM", "prometheus.example.org"),
    ],
)
def test_a_wrong_setting_is_refused_by_its_name_and_tells_no_token(tmp_path: Path, name: str, given: str) -> None:
    with pytest.raises(WrongSetting, match=name) as refused:
        Settings.from_environment({"SAGSGANG_DATA_DIR": str(tmp_path), name: given})
    assert "TOKEN" not in name or given not in str(refused.value)


def test_the_settings_are_read(tmp_path: Path) -> None:
    given = {"SAGSGANG_METRICS_TOKEN": TOKEN, "SAGSGANG_METRICS_FROM": "127.0.0.0/8, 198.51.100.0/24"}
    settings = Settings.from_environment({"SAGSGANG_DATA_DIR": str(tmp_path), **given})
    assert (settings.metrics_token, settings.metrics_from) == (TOKEN, HERE + ELSEWHERE)
    assert TOKEN not in repr(settings)
