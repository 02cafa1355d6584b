"""Who gets in where and who sees which case: every route tried by everybody, and the page that shows both tables."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

import engine
from engine import ROLES, Kind, NewAgent, Role, Upload
from tests.fixtures.house import House
from tests.web.acts import Act, acts, send, token_of
from tests.web.conftest import Visit, signed_in
from tests.web.frame.test_reading_only import tables
from web.access import ACCESS, OPEN, lets_in
from web.rules import SEEN_BY

# one person for each role who has no other, but for being a member of a team
PEOPLE = {
    "pia": {Role.AGENT},
    "jonas": {Role.AGENT, Role.DISPATCHER},
    "hanne": {Role.AGENT, Role.LEAD},
    "birgit": {Role.OWNER},
    "rosa": {Role.AUDITOR},
    "ole": {Role.ADMINISTRATOR},
    "gry": set(),  # an account without a team and without a role
}
SECRET = "Lønsagen om direktøren"


@pytest.fixture
def everybody(app: Flask, house: House) -> dict[str, FlaskClient]:
    support, home = engine.Department.SUPPORT, "Servicedesk"
    gry = NewAgent("Gry Lang", "gry", support, home)
    ole = NewAgent("Ole Bak", "ole", support, home, roles=frozenset({Role.ADMINISTRATOR}))
    engine.add_people(house.desk, agents=[gry, ole])
    return {name: app.test_client(user=signed_in(house, name)) for name in PEOPLE}


def test_there_is_somebody_for_each_role(house: House, everybody: dict[str, FlaskClient]) -> None:
    assert {name: set(house.agent(name).all_roles) for name in PEOPLE} == PEOPLE


def test_every_route_lets_in_exactly_those_whom_the_table_names(
    app: Flask, house: House, everybody: dict[str, FlaskClient]
) -> None:
    routes = list(ways_in(app))
    app.config["WTF_CSRF_ENABLED"] = False
    for endpoint in app.view_functions:
        if endpoint != "static":
            app.view_functions[endpoint] = lambda **_: "inside"
    for endpoint, method, path in routes:
        own = ACCESS.get(endpoint) or ACCESS.get(endpoint.partition(".")[0])
        for name, client in everybody.items():
            answer = client.open(path, method=method)
            inside = endpoint.partition(".")[0] in OPEN or lets_in(endpoint, house.agent(name))
            assert (answer.text == "inside") == inside, f"{name} {method} {path}"
            assert inside or 400 <= answer.status_code < 500, f"{name} {method} {path}"
            if own and own.who != frozenset(Role):
                assert not inside or house.agent(name).all_roles & own.who, f"{name} {method} {path}"
        stranger = app.test_client().open(path, method=method)
        assert (stranger.text == "inside") == (endpoint.partition(".")[0] in OPEN), f"nobody {method} {path}"


def ways_in(app: Flask) -> Any:
    """(endpoint, method, an address) of everything that there is."""
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<any\((\w+)[^>]*>", r"\1", str(rule)).replace("<kind:kind>", "sager")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            if rule.endpoint != "static":
                yield rule.endpoint, method, re.sub(r"<[^>]*>", "1", path)


@pytest.mark.parametrize(
    ("path", "names"),
    [
        ("/", {"pia", "jonas", "hanne", "birgit", "rosa", "ole", "gry"}),
        ("/regler/hvem-ser-hvad", {"pia", "jonas", "hanne", "birgit", "rosa", "ole", "gry"}),
        ("/sager/ny", {"pia", "jonas", "hanne"}),
        ("/forloeb/", {"birgit", "rosa", "ole"}),
        ("/kontrol/", {"birgit", "rosa", "ole"}),
        ("/administration/", {"ole"}),
        ("/administration/post", {"ole"}),
        ("/administration/personer/", {"ole"}),
        ("/administration/personer/ny", {"ole"}),
        ("/teams/ny", {"ole"}),
        ("/teams/1", {"ole"}),
        ("/teams/3", {"ole", "hanne"}),
    ],
)
def test_the_table_says_what_was_meant(everybody: dict[str, FlaskClient], path: str, names: set[str]) -> None:
    assert {name for name, client in everybody.items() if client.get(path).status_code == 200} == names


def test_a_case_of_no_concern_is_nowhere_to_be_found(app: Flask, house: House, visit: Visit) -> None:
    """By address, by file, by quick open, by number of a step, an entry, a message or an instance."""
    case = house.keep(
        "anders", subject=SECRET, description=f"{SECRET}: alt er fortroligt, og det skal det blive ved med."
    )
    house.create_task(case, "anders", "Servicedesk", subject=f"{SECRET}, opgave")
    files = [Upload("hemmelig.txt", SECRET.encode())]
    engine.write_comment(house.desk, Kind.CASE, case.id, SECRET, by=house.by("anders"), attachments=files)
    engine.send_external(house.desk, case.id, f"Hej Gitte. {SECRET}.", by=house.by("anders"))
    pia = visit("pia").client
    filled = {"kind": "sager", "user_task_id": house.step(case).id, "name": "venter"}
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        path = re.sub(r"<any\((\w+)[^>]*>", r"\1", str(rule))
        path = re.sub(r"<(?:[^:>]+:)?(\w+)>", lambda found: filled.get(found[1], "1"), path)
        for address in (path, path.replace("/sager/1", "/opgaver/1"), f"{path}?q=direktøren", f"{path}?q=sag1"):
            assert SECRET not in pia.get(address, follow_redirects=True).text, address
    assert pia.get("/filer/1").status_code == 404 and visit("anders").client.get("/filer/1").status_code == 200
    assert pia.get("/sager/1").status_code == pia.get("/opgaver/1").status_code == 404


def test_nothing_can_be_done_to_a_case_of_no_concern(house: House, everybody: dict[str, FlaskClient]) -> None:
    """Every form that Anders may send on a case that stays in support, sent by Pia of operations."""
    known = acts(house, everybody.__getitem__)
    pia, before = everybody["pia"], tables(house)
    kept = ("items", "correspondence", "tasks")
    for endpoint, act in known.items():
        if act.by == "anders" and endpoint.partition(".")[0] in kept:
            assert send(pia, act) == 404, endpoint
            assert tables(house) == before, endpoint
    step = house.step(house.keep("anders", subject="Ventende"))
    before = tables(house)
    answer = send(pia, Act("anders", f"/trin/{step.id}", {"outcome": "x", "version": str(step.version)}))
    assert answer == 404 and tables(house) == before


def test_an_agent_who_is_the_customer_reads_no_internal_comment_nor_its_file(house: House, visit: Visit) -> None:
    """A-37: Tue of another team asked for help; his address is the customer's."""
    tue = house.agent("tue")
    engine.add_customer(house.desk, name="Gert Tue Winther", email=tue.email, phone=None, by=tue.id)
    case = house.keep("anders", customer=engine.find_customers(house.desk, "Gert")[0].id)
    files = [Upload("hemmelig.txt", SECRET.encode())]
    engine.write_comment(house.desk, Kind.CASE, case.id, SECRET, by=house.by("anders"), attachments=files)
    task = house.create_task(case, "anders", "Netværk", agent="pia", agreed=True)
    house.press(task, "Marker som løst", "pia", solution=f"Løst: {SECRET}")
    page = f"/sager/{case.id}"
    for path in (page, f"{page}?fane=forloeb", f"{page}?vis=interne", f"{page}?udskriv=1", "/beskeder"):
        assert SECRET not in visit("tue").go(path).text, path
        assert "hemmelig.txt" not in visit("tue").go(path).text, path
    assert visit("tue").client.get("/filer/1").status_code == 404
    assert SECRET in visit("signe").go(f"/sager/{case.id}").text
    paper = visit("signe").go(f"/sager/{case.id}?udskriv=1").text
    assert "Intern kommentar Løsning Pia Lund" in paper and f"Løst: {SECRET}" in paper and "oprettede sagen" in paper


def test_the_page_shows_both_tables_and_who_is_what(house: House, visit: Visit) -> None:
    rosa = visit("rosa").go("/regler").follow("Hvem ser hvad")
    cells = {
        row[0].text_content(): [" ".join(cell.text_content().split()) for cell in row[1:]]
        for row in rosa.document.xpath("//table[contains(@class, 'matrix')]/tbody/tr")
    }
    assert len(cells) == len(ACCESS)
    assert cells["Sæt et diagram i drift"] == ["– nej", "– nej", "– nej", "ja", "– nej", "ja"]
    assert cells["Opret sag"] == ["ja", "ja", "ja", "– nej", "– nej", "– nej"]
    assert set(cells["Min konto"]) == {"ja"} and len(ROLES) == len(Role)
    assert set(SEEN_BY) == set(engine.SEES) and all(str(who) in rosa.text for who in SEEN_BY.values())
    assert rosa.document.xpath("//tr[td='Revisorer']/td[2]/text()") == ["Rosa Lind"]


def test_a_refusal_names_those_who_may(house: House, visit: Visit) -> None:
    rosa = visit("rosa").client
    answer = rosa.post("/processer/upload", data={"csrf_token": token_of(rosa)})
    assert answer.status_code == 422
    assert "Det er kun for procesejere og administratorer." in answer.text and "Birgit Toft, Kaj Munk" in answer.text
