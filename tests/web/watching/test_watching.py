"""What whoever runs the desk sees of it: lives, is ready, and one line in the log a request."""

import json
import logging
import sys

import pytest
from flask import Flask

import engine
from engine import Presence, Settings
from engine.errors import WrongSetting
from engine.store.connection.counting import counting
from tests.fixtures.house import House
from tests.fixtures.outage import away
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web.watching.logs import LogLines


def test_it_lives_without_a_question_to_the_database(house: House, app: Flask) -> None:
    client = app.test_client()
    with counting(house.desk.database) as count:
        answer = client.get("/sundhed")
    assert (answer.status_code, answer.json, count.statements) == (200, {"live": True}, 0)
    assert "Set-Cookie" not in answer.headers


def test_it_is_ready_when_somebody_does_the_work(house: House, app: Flask) -> None:
    client = app.test_client()
    assert client.get("/klar").status_code == 503
    presence = Presence(house.desk.database, "work")
    presence.beat()
    answer = client.get("/klar")
    assert (answer.status_code, answer.json) == (200, {"database": True, "schema": True, "worker": True})
    with house.desk.database.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert client.get("/klar").json == {"database": True, "schema": False, "worker": False}


def test_without_a_database_it_lives_and_is_not_ready(postgresql_url: str, settings_at: Settings) -> None:
    desk = engine.open_desk(settings_at)
    with away(postgresql_url):
        assert engine.readiness(desk) == engine.Readiness(False, False, False)
    desk.close()


@pytest.fixture
def settings_at(postgresql_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(postgresql_url, tmp_path_factory.mktemp("files"), secret_key="k" * 48)


def test_each_request_is_one_line_and_its_number_stands_on_the_page_of_an_error(
    house: House, app: Flask, visit: Visit, caplog: pytest.LogCaptureFixture
) -> None:
    anders = visit("anders")
    with caplog.at_level(logging.INFO, "web.requests"):
        anders.go("/sager/4711")
    (line,) = [record for record in caplog.records if record.name == "web.requests"]
    number = anders.response.headers["X-Request-Id"]
    assert (line.path, line.status, line.method) == ("/sager/4711", 404, "GET")  # type: ignore[attr-defined]
    assert number in anders.text and len(number) == 12


def test_a_visitor_who_is_let_in_nowhere_is_in_the_log_too(stranger: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "web.requests"):
        stranger.go("/log-ind")
        stranger.go("/static/desk.css")
    assert [record.status for record in caplog.records if record.name == "web.requests"] == [200]  # type: ignore[attr-defined]


def a_record(message: str, **known: object) -> logging.LogRecord:
    record = logging.LogRecord("web.requests", logging.INFO, __file__, 1, message, None, None)
    vars(record).update(known)
    return record


def test_a_line_is_words_or_json() -> None:
    record = a_record("answered", request="ab12", person=3, path="/sager/1", status=200, ms=12)
    assert (
        LogLines(False)
        .format(record)
        .endswith("INFO web.requests answered request=ab12 person=3 path=/sager/1 status=200 ms=12")
    )
    told = json.loads(LogLines(True).format(record))
    assert (told["person"], told["ms"], told["message"]) == (3, 12, "answered")


def test_what_a_stranger_sends_makes_no_line_of_its_own() -> None:
    record = a_record("forged\n2026 ERROR", path="/x\n2026 ERROR forged")
    assert "\n" not in LogLines(False).format(record) and "\n" not in LogLines(True).format(record)


def test_a_fault_is_in_the_same_line_of_json() -> None:
    record = a_record("unexpected")
    try:
        raise ValueError("galt")
    except ValueError:
        record.exc_info = sys.exc_info()
    assert "ValueError: galt" in json.loads(LogLines(True).format(record))["fault"]


def test_a_log_of_another_kind_is_a_wrong_setting(tmp_path: object) -> None:
    with pytest.raises(WrongSetting, match="SAGSGANG_LOG"):
        Settings.from_environment({"SAGSGANG_DATA_DIR": str(tmp_path), "SAGSGANG_LOG": "xml"})
