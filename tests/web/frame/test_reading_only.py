"""Auditors look at everything and change nothing: every route of the product, tried by one."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import engine
from engine.store.tables import metadata
from tests.fixtures.house import House
from tests.web.acts import acts, send
from tests.web.conftest import signed_in
from web.access import ACCESS, OPEN

# what an auditor may change: their own way in and out, their drafts, their language, their theme
OWN = {
    "auth",
    "form_drafts",
    "preferences",
    "profile.set_password",
    "profile.end_session",
    "profile.end_sessions",
}
# forms of an auditor's that change no table
READS = {"notices.mark_read", "checking.verify"}
# what nobody changes a table with: a file beside it, or only looking
NO_TABLE = {"processes.upload", "processes.discard", "checking.verify"}


@pytest.fixture
def client(app: Flask, house: House) -> Any:
    return lambda name: app.test_client(user=signed_in(house, name))


def tables(house: House) -> dict[str, list[Any]]:
    """Every row of every table."""
    with house.desk.reading() as connection:
        return {name: [tuple(row) for row in connection.execute(t.select())] for name, t in metadata.tables.items()}


def endpoints(app: Flask, *methods: str) -> set[str]:
    rules = [rule for rule in app.url_map.iter_rules() if set(methods) & (rule.methods or set())]
    return {
        r.endpoint for r in rules if not {r.endpoint, r.endpoint.partition(".")[0]} & OWN and r.endpoint != "static"
    }


def test_every_route_has_its_row_in_the_table_of_who_sees_what(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        assert {rule.endpoint, rule.endpoint.partition(".")[0]} & (OPEN | set(ACCESS)), rule.endpoint
    for place in ACCESS:
        assert place in app.view_functions or place in app.blueprints, f"{place} leads nowhere"


def test_rosa_sends_every_form_there_is_and_no_row_of_any_table_changes(app: Flask, house: House, client: Any) -> None:
    known = acts(house, client)
    assert set(known) == endpoints(app, "POST", "PUT", "DELETE", "PATCH")
    rosa, before = client("rosa"), tables(house)
    for endpoint, act in known.items():
        status = send(rosa, act)
        assert status >= 400 or endpoint in READS, f"{endpoint}: {status}"
        assert tables(house) == before, endpoint


def test_the_same_forms_do_something_in_the_right_hands(house: House, client: Any) -> None:
    for endpoint, act in acts(house, client).items():
        person, before = client(act.by), tables(house)
        assert send(person, act) < 400, endpoint
        assert (tables(house) == before) == (endpoint in NO_TABLE), endpoint


def test_looking_at_every_page_changes_nothing(app: Flask, house: House, client: Any) -> None:
    acts(house, client)
    addresses = pages(app, house)
    rosa, before = client("rosa"), tables(house)
    for path in addresses:
        without_a_worker = path == "/klar"
        assert rosa.get(path).status_code in ((503,) if without_a_worker else (200, 302, 404, 422)), path
    assert tables(house) == before


def test_rosa_reads_what_an_auditor_reads(house: House, client: Any) -> None:
    case = house.keep("anders")
    rosa: FlaskClient = client("rosa")
    for path in ("/forloeb/", "/forloeb/1", f"/sager/{case.id}", "/processer/", "/regler"):
        assert rosa.get(path).status_code == 200, path
    for path in ("/administration/", "/administration/personer/", "/sager/ny"):
        assert rosa.get(path).status_code == 404, path


def pages(app: Flask, house: House) -> list[str]:
    """Every page that is looked at, with what is there in the place of its variables."""
    process = engine.processes(house.desk)[0].newest.key
    filled = {"name": "venter", "key": process, "user_task_id": house.step(house.keep("anders")).id, "kind": "sager"}
    found = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint in endpoints(app, "GET"):
            path = re.sub(r"<any\((\w+)[^>]*>", r"\1", str(rule))
            found.append(re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda m: filled.get(m[1], "1"), path))
    return found
