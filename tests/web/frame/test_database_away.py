"""The database is away: every page says so at once, nothing that was typed is lost, and the log stays readable."""

import errno
import logging
import os
import subprocess
import sys
import threading
from contextlib import ExitStack
from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlencode

import pytest
from flask import Flask
from sqlalchemy import event

import engine
from engine import Kind, Settings
from tests.fixtures.house import House
from tests.fixtures.listening import listening
from tests.fixtures.outage import away
from tests.fixtures.ports import own_port
from tests.fixtures.threads import PATIENCE_SECONDS, at_once
from tests.web.acts import token_of
from tests.web.conftest import Visit, signed_in

TYPED = "Brugeren har ringet to gange, og printeren melder stadig fejl."


@pytest.fixture
def database_url(postgresql_url: str) -> str:
    return postgresql_url


class Browser:
    """One connection with Anders' cookie to a served desk."""

    def __init__(self, app: Flask, house: House, port: int):
        client = app.test_client(user=signed_in(house, "anders"))
        self.token = token_of(client)
        cookie = client.get_cookie("sagsgang")
        assert cookie is not None
        self._headers = {"Cookie": f"sagsgang={cookie.value}", "Content-Type": "application/x-www-form-urlencoded"}
        self._port = port

    def ask(self, method: str, path: str, **form: str) -> tuple[HTTPResponse, str]:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE_SECONDS)
        body = urlencode({"csrf_token": self.token, **form}) if form else None
        connection.request(method, path, body, self._headers)
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer, text


def test_each_page_says_so_gives_the_text_back_and_goes_on_afterwards(
    app: Flask, house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.transaction.desk, "FRESH_SECONDS", 0.0)  # who is signed in is asked each time
    case = house.keep("anders")
    caplog.set_level(logging.INFO)
    with listening(house.desk) as port:
        anders = Browser(app, house, port)
        assert anders.ask("GET", f"/sager/{case.id}")[0].status == 200
        runner = engine.background(house.desk)
        runner.start()
        caplog.clear()
        tried: list[str] = []
        event.listen(house.desk.database.engine, "do_connect", lambda *_: tried.append(threading.current_thread().name))
        with away(house.desk.database.url):
            for path in (f"/sager/{case.id}", "/", "/log-ind", "/beskeder", "/findes-ikke") * 3:
                tried.clear()
                answer, text = anders.ask("GET", path)
                pages = [thread for thread in tried if not thread.startswith(("job ", "heartbeat", "notes"))]
                assert len(pages) <= 1  # the page of the error itself asks for nothing
                assert answer.status == (404 if "findes" in path else 503)
                assert "desk.css" in text and "Internal Server Error" not in text
                if answer.status == 503:
                    assert answer.getheader("Retry-After") == "5" and "ikke nå sin database" in text
            answer, text = anders.ask("POST", f"/sager/{case.id}/kommentar", text=TYPED)
            assert answer.status == 503 and f">\n{TYPED}</textarea>" in text
        assert anders.ask("POST", f"/sager/{case.id}/kommentar", text=TYPED)[0].status == 302
        runner.stop(PATIENCE_SECONDS)
    assert [entry.text for entry in engine.entries_of(house.desk, Kind.CASE, case.id)] == [TYPED]
    told = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(told) == 1 and "cannot be used" in told[0].message and not any(r.exc_info for r in told)


def test_a_full_disk_is_said_and_what_was_typed_comes_back(
    house: House, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}")

    def full(*_args: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    anders.press("Gem internt", **{"Intern kommentar: brugeren": TYPED, "Vedhæft filer": ("log.txt", b"fejl")})
    assert anders.status == 503 and "ikke plads" in anders.text and "Retry-After" in anders.response.headers
    assert f">\n{TYPED}</textarea>" in anders.response.text and "log.txt" in anders.text


@pytest.mark.parametrize("command", ["serve", "work"])
def test_who_starts_meanwhile_waits_for_it(house: House, command: str) -> None:
    settings: Settings = house.desk.settings
    given = {"SAGSGANG_DATABASE_URL": settings.database_url, "SAGSGANG_DATA_DIR": str(settings.data_dir)}
    started = {"serve": "Sagsgang: http", "work": "At work."}[command]
    with own_port() as port, ExitStack() as at_the_end:
        arguments = [sys.executable, "-m", "web.cli", command, *(["--port", str(port)] if command == "serve" else [])]
        with away(settings.database_url):
            process = subprocess.Popen(arguments, env=os.environ | given, stderr=subprocess.PIPE, text=True)
            at_the_end.callback(process.communicate)
            at_the_end.callback(process.kill)
            assert process.stderr is not None
            assert "Waiting for it" in at_once(process.stderr.readline)[0]
            assert process.poll() is None
        assert started in at_once(process.stderr.readline)[0]
        process.terminate()
        assert process.wait(PATIENCE_SECONDS) == 0
