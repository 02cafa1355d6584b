"""B8: what Overblik and the page of a case cost over HTTP, beside a view that only answers "ok" on the same server."""

import time
from dataclasses import replace
from functools import partial
from typing import Any

import engine
from engine import By, Case, Desk, Kind
from engine import bench as bars
from engine.bench import houses
from web.commands.benchmarks.http import ONE_CORE, REQUESTS, Client, Tick, ask_ok, has_one_core, serving
from web.commands.benchmarks.pages import signed_in

LINES, PAGES, ROUNDS = 30, 40, 7
STATEMENTS, TRANSACTIONS = 9, 1  # of one page at most


def two_pages(tick: Tick) -> dict[str, Any]:
    """B8: pages a second, signed in, on the demo's data and a case with 30 lines / "ok"s a second, each in a row.

    The ratio is the smaller of the two pages'. Statements and transactions are counted from request to response, with
    the session read anew.
    """
    if has_one_core():
        return {"ratio": None, "reason": ONE_CORE}
    with houses.desk(filled=True) as desk:
        case = _long_case(desk)
        paths = {"overview": "/", "case": f"/sager/{case.id}"}
        with serving(desk, case.created_by or 0) as client:
            per_second = _measured(client, paths, tick)
        counted = {name: _counted(desk, case.created_by or 0, path) for name, path in paths.items()}
    ok = per_second.pop("ok")
    ratios = {name: round(pages / ok, 4) for name, pages in per_second.items()}
    return {
        "ratio": min(ratios.values()),
        **ratios,
        "pages_per_second": {name: round(pages) for name, pages in per_second.items()},
        "ok_per_second": round(ok),
        "statements": {name: statements for name, (statements, _) in counted.items()},
        "transactions": {name: transactions for name, (_, transactions) in counted.items()},
        "findings": sum(n > STATEMENTS or begun > TRANSACTIONS for n, begun in counted.values()),
    }


B8 = bars.Bar("B8", "Overblik and a case over HTTP / answering “ok”", 0.04, False, two_pages, ROUNDS)


def _measured(client: Client, paths: dict[str, str], tick: Tick) -> dict[str, float]:
    """{name, or "ok": how many a second}, the median of rounds in turn."""
    spent: dict[str, list[float]] = {name: [] for name in (*paths, "ok")}
    for _ in range(ROUNDS):
        for name, path in paths.items():
            spent[name].append(houses.timed(partial(_ask, client, path))[0] / PAGES)
        spent["ok"].append(houses.timed(partial(ask_ok, client))[0] / REQUESTS)
        tick()
    return {name: 1 / houses.median(seconds) for name, seconds in spent.items()}


def _ask(client: Client, path: str) -> None:
    for _ in range(PAGES):
        client.get(path)


def _counted(desk: Desk, agent_id: int, path: str) -> tuple[int, int]:
    """(statements, transactions) of that page for somebody who was not here a moment ago."""
    opened = engine.open_desk(replace(desk.settings, demo=True), not_sent=houses.NO_MAIL)
    try:
        client = signed_in(opened, agent_id)
        client.get(path)
        opened.notes.settle(agent_id)
        time.sleep(houses.FRESH_SECONDS)  # what is known of sessions and of who there is counts no longer
        count = houses.counted(opened, partial(client.get, path))
    finally:
        opened.close()
    return count.statements, count.transactions


def _long_case(desk: Desk) -> Case:
    """A case of which a step waits for its agent, with so many lines on its page."""
    case = engine.get_case(desk, 1)
    for number in range(LINES):
        engine.write_comment(desk, Kind.CASE, case.id, f"{number}. {houses.TEXTS.solution}", by=By(case.created_by))
    return case
