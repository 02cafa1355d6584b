"""B9: what the page of a long case costs beside that of a short one, in the server's time."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from flask.testing import FlaskClient

import engine
from engine import By, Desk, Kind, WorkItem
from engine import bench as bars
from engine.bench import houses
from web import create_app
from web.commands.benchmarks.http import TOKEN

SHORT, LONG, REOPENINGS = 10, 400, 60
ROUNDS = 40
Tick = Callable[[], None]


def long_pages(tick: Tick) -> dict[str, Any]:
    """B9: the page of a case and its *Forløb*, with 400 lines and 60 reopenings / with 10 lines, asked in turn.

    The ratio is the larger of the two pages'.
    """
    with houses.desk() as made:
        desk = engine.open_desk(replace(made.settings, demo=True), not_sent=houses.NO_MAIL)
        try:
            cases = (_case(desk, SHORT, 1, 0), _case(desk, LONG, 2, REOPENINGS))
            client = signed_in(desk, cases[0].created_by or 0)
            ratios = {name: _ratio(client, cases, query, tick) for name, query in PAGES.items()}
        finally:
            desk.close()
    return {"ratio": max(ratios.values()), **ratios}


PAGES = {"page": "", "history": "?fane=forloeb"}
B9 = bars.Bar("B9", "the page of a long case / of a short one", 1.5, True, long_pages, ROUNDS * len(PAGES))


def _ratio(client: FlaskClient, cases: tuple[WorkItem, WorkItem], query: str, tick: Tick) -> float:
    spent: tuple[list[float], list[float]] = ([], [])
    for _ in range(ROUNDS):
        for case, seconds in zip(cases, spent, strict=True):
            seconds.append(houses.timed(partial(_get, client, f"/sager/{case.id}{query}"))[0])
        tick()
    short, long = map(houses.median, spent)
    return round(long / short, 2)


def _case(desk: Desk, lines: int, number: int, reopenings: int) -> WorkItem:
    """A case that was solved and reopened so often, and written on until it has so many lines."""
    case = houses.case_across(desk, number)
    houses.timed_press(desk, case, "dispatch")
    for _ in range(reopenings):
        houses.timed_press(desk, case, "solve")
        houses.timed_press(desk, case, "reopen")
    for written in range(lines - engine.get_case(desk, case.id).event_count):
        engine.write_comment(desk, Kind.CASE, case.id, f"{written}. {houses.TEXTS.solution}", by=By(case.created_by))
    return case


def signed_in(desk: Desk, agent_id: int) -> FlaskClient:
    """A browser in which that agent is signed in."""
    client = create_app(desk).test_client()
    found = TOKEN.search(_get(client, "/log-ind"))
    assert found is not None
    client.post("/log-ind/demo", data={"csrf_token": found[1].decode(), "agent": agent_id})
    return client


def _get(client: FlaskClient, path: str) -> bytes:
    response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} was answered with {response.status_code}")
    content: bytes = response.data
    return content
