"""B7: what completing a step costs over HTTP, beside a view that only answers "ok" on the same server."""

import http.client
import multiprocessing
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

import waitress
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware

import engine
from engine import bench as bars
from engine.bench import houses
from engine.demo import filled_in
from web import create_app
from web.commands.serve import settle
from web.forms.view import input_name

COMPLETIONS, REQUESTS, ROUNDS = 40, 200, 5
TOKEN = re.compile(rb'name="csrf_token" value="([^"]+)"')
Tick = Callable[[], None]
ONE_CORE = "One core: the client would take the server's."


def over_http(tick: Tick) -> dict[str, Any]:
    """B7: completions a second, signed in and with token, form, rules and commit / "ok"s a second, each in a row.

    The page that a browser asks for next is counted apart, as `pages_per_second`. The server has one core and this
    client the other; on a machine with one there is nothing to measure.
    """
    if has_one_core():
        return {"ratio": None, "reason": ONE_CORE}
    with houses.desk() as desk:
        cases = [houses.case_across(desk, number) for number in range(COMPLETIONS * ROUNDS)]
        steps = [houses.step_of(desk, case) for case in cases]
        agent = filled_in(desk, steps[0], _dispatch(desk, steps[0]), houses.TEXTS)[0]
        with serving(desk, agent.id) as client:
            answers = [_form_of(desk, step) for step in steps]
            completed, paged, answered = [], [], []
            for number in range(ROUNDS):
                mine = range(number * COMPLETIONS, (number + 1) * COMPLETIONS)
                done, pages = houses.timed(partial(_complete, client, [(steps[i].id, answers[i]) for i in mine]))
                completed.append(COMPLETIONS / done)
                paged.append(COMPLETIONS / houses.timed(partial(_read, client, pages))[0])
                answered.append(REQUESTS / houses.timed(partial(ask_ok, client))[0])
                tick()
    ours, pages_read, ok = houses.median(completed), houses.median(paged), houses.median(answered)
    return {
        "ratio": round(ours / ok, 3),
        "completions_per_second": round(ours),
        "pages_per_second": round(pages_read),
        "ok_per_second": round(ok),
    }


B7 = bars.Bar("B7", "completing over HTTP / answering “ok”", 0.10, False, over_http, ROUNDS)


def has_one_core() -> bool:
    return len(os.sched_getaffinity(0)) < 2


@contextmanager
def serving(desk: engine.Desk, agent_id: int) -> Iterator["Client"]:
    """That agent, signed in on a server of the desk with one core of its own; this process has the others."""
    cores = sorted(os.sched_getaffinity(0))
    port, server = _serve(desk, cores[0])
    os.sched_setaffinity(0, cores[1:])
    try:
        client = Client(port)
        client.sign_in(agent_id)
        yield client
    finally:
        os.sched_setaffinity(0, cores)
        server.terminate()
        server.join()


def _complete(client: "Client", work: list[tuple[str, dict[str, Any]]]) -> list[str]:
    """The pages that the completions lead to."""
    return [client.complete(step_id, answers) for step_id, answers in work]


def _read(client: "Client", pages: list[str]) -> None:
    for page in pages:
        client.get(page)


def ask_ok(client: "Client") -> None:
    for _ in range(REQUESTS):
        client.get("/ok/")


def _dispatch(desk: engine.Desk, step: engine.UserTask) -> str:
    return houses.outcome_of(desk, step, "dispatch")


def _form_of(desk: engine.Desk, step: engine.UserTask) -> dict[str, Any]:
    """What a browser would send: the fields of the button by name, and the button."""
    outcome = _dispatch(desk, step)
    _, values = filled_in(desk, step, outcome, houses.TEXTS)
    fields = engine.diagram_of(desk, step.definition_id).steps[step.element].form.fields
    typed = {input_name(field): values.get(field.id) for field in fields}
    kept = {name: value for name, value in typed.items() if isinstance(value, str | int) and value is not False}
    return kept | {"outcome": outcome, "version": step.version}


def _serve(desk: engine.Desk, core: int) -> tuple[int, Any]:
    """The desk's app in a fresh process of its own on one core, with one view more; its port."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(replace(desk.settings, demo=True), core, theirs), daemon=True)
    process.start()
    return ours.recv(), process


def _run(settings: engine.Settings, core: int, ready: Any) -> None:
    os.sched_setaffinity(0, {core})
    ok = Flask("ok")
    ok.add_url_rule("/", "ok", lambda: "ok")
    both = DispatcherMiddleware(create_app(engine.open_desk(settings, not_sent=houses.NO_MAIL)), {"/ok": ok})
    settle()
    server = waitress.create_server(both, host="127.0.0.1", port=0, threads=4)
    ready.send(server.effective_port)
    server.run()


class Client:
    """A browser, as far as the server can tell: one connection, the cookies of signing in, the page's token.

    Each completion is by someone who has read what they were told before: the cookies are those of signing in.
    """

    def __init__(self, port: int):
        self._connection = http.client.HTTPConnection("127.0.0.1", port)
        self._cookies: dict[str, str] = {}
        self._token = ""
        self._signed_in = False

    def sign_in(self, agent_id: int) -> None:
        self._read_token("/log-ind")
        self._post("/log-ind/demo", {"agent": agent_id})
        self._read_token("/")
        self._signed_in = True

    def complete(self, step_id: str, answers: dict[str, Any]) -> str:
        """Presses the button; the page that it leads to."""
        response, _ = self._post(f"/trin/{step_id}", answers)
        place = response.getheader("Location") or ""
        if response.status != 302:
            raise RuntimeError(f"a completion was answered with {response.status}")
        return place

    def get(self, path: str) -> bytes:
        response, content = self._ask("GET", path, None)
        if response.status != 200:
            raise RuntimeError(f"{path} was answered with {response.status}")
        return content

    def _post(self, path: str, values: dict[str, Any]) -> tuple[http.client.HTTPResponse, bytes]:
        return self._ask("POST", path, urlencode({"csrf_token": self._token, **values}))

    def _ask(self, method: str, path: str, body: str | None) -> tuple[http.client.HTTPResponse, bytes]:
        headers = {"Cookie": "; ".join(self._cookies.values()), "Content-Type": "application/x-www-form-urlencoded"}
        self._connection.request(method, path, body, headers)
        response = self._connection.getresponse()
        content = response.read()
        for cookie in () if self._signed_in else response.msg.get_all("Set-Cookie", ()):
            self._cookies[cookie.split("=")[0]] = cookie.split(";")[0]
        return response, content

    def _read_token(self, path: str) -> None:
        found = TOKEN.search(self.get(path))
        if found is None:
            raise RuntimeError(f"{path} has no form")
        self._token = found[1].decode()
