"""Who gets in where, and what a stranger, a forged form and a curious colleague meet."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

import engine
from tests.fixtures.house import House
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web.access import ACCESS, OPEN

PASSWORD = "en god lang adgangskode"


def addresses(app: Flask) -> Iterator[str]:
    """One address of every page that is looked at."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint != "static":
            yield (
                re.sub(r"<any\((\w+)[^>]*>", r"\1", re.sub(r"<kind:\w+>", "sager", str(rule)))
                .replace("<name>", "venter")
                .replace("<user_task_id>", "x")
                .replace("<key>", "x")
            )


def filled(address: str) -> str:
    return re.sub(r"<[^>]*>", "1", address)


def test_every_blueprint_has_its_row_in_the_table(app: Flask) -> None:
    assert set(app.blueprints) <= set(ACCESS) | OPEN


def test_a_stranger_is_led_to_the_sign_in_page_and_back(app: Flask, house: House, stranger: Visitor) -> None:
    house.register("anders", "Netværk")
    of_machines = {"/sundhed", "/klar", "/metrics"}  # test_watching, test_metrics
    for address in set(map(filled, addresses(app))) - of_machines:
        answer = stranger.client.get(address)
        open_to_all = address.startswith("/log-ind")
        assert answer.status_code == (200 if open_to_all else 302), address
        if not open_to_all:
            assert "/log-ind?next=" in answer.headers["Location"]


def test_whoever_asks_only_for_the_head_of_a_page_is_answered_like_the_others(
    app: Flask, house: House, stranger: Visitor, visit: Visit
) -> None:
    for path in ("/", "/sager/1", "/administration/", "/findes-ikke"):
        for client in (stranger.client, visit("pia").client):
            whole, head = client.get(path), client.head(path)
            assert (head.status_code, head.headers.get("Location")) == (
                whole.status_code,
                whole.headers.get("Location"),
            )


def test_a_person_signs_in_with_their_password_and_comes_where_they_wanted(house: House, stranger: Visitor) -> None:
    case = house.register("anders", "Netværk")
    engine.set_password(house.desk, house.id("anders"), PASSWORD, by=house.id("anders"))
    stranger.go(f"/sager/{case.id}").press("Log ind", Brugernavn="anders", Adgangskode=PASSWORD)
    assert stranger.title == f"{case.number} {case.subject}"
    stranger.press("Log ud")
    assert stranger.go(f"/sager/{case.id}").document.xpath("//input[@type='password']")


def test_a_wrong_password_and_an_unknown_name_look_the_same_and_get_slower(house: House, stranger: Visitor) -> None:
    engine.set_password(house.desk, house.id("anders"), PASSWORD, by=house.id("anders"))
    said = []
    for name in ("anders", "nobody"):
        stranger.go("/log-ind").press("Log ind", Brugernavn=name, Adgangskode="forkert")
        assert stranger.status == 403
        said.append(stranger.alerts())
    assert said[0] == said[1]
    for _ in range(6):
        stranger.press("Log ind", Brugernavn="anders", Adgangskode="forkert")
    assert stranger.status == 429 and int(stranger.response.headers["Retry-After"]) > 0
    stranger.press("Log ind", Brugernavn="anders", Adgangskode=PASSWORD)
    assert stranger.status == 429
    house.clock.advance(engine.people.signing_in.LONGEST_WAIT)
    stranger.press("Log ind", Brugernavn="anders", Adgangskode=PASSWORD)
    assert stranger.title == "Overblik"


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org", "/\\example.org", "javascript:alert(1)"]
)
def test_signing_in_leads_nowhere_else(house: House, stranger: Visitor, elsewhere: str) -> None:
    engine.set_password(house.desk, house.id("anders"), PASSWORD, by=house.id("anders"))
    stranger.go("/log-ind")
    stranger.document.xpath("//input[@name='next']")[0].set("value", elsewhere)
    stranger.press("Log ind", Brugernavn="anders", Adgangskode=PASSWORD)
    assert stranger.title == "Overblik"


@pytest.mark.parametrize("token", ["", "forged"])
def test_a_forged_form_is_refused_and_nothing_is_saved(house: House, visit: Visit, token: str) -> None:
    case = house.register("anders", "Netværk")
    anders = visit("anders").go("/")
    answer = anders.client.post(f"/sager/{case.id}/kommentar", data={"text": "Hej", "csrf_token": token})
    assert answer.status_code == 400 and "Intet er gemt" in answer.text
    assert not engine.entries_of(house.desk, engine.Kind.CASE, case.id)


def test_every_form_there_is_asks_for_its_token(app: Flask, house: House, visit: Visit, stranger: Visitor) -> None:
    kaj = visit("kaj").go("/")
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            address = filled(re.sub(r"<kind:\w+>", "sager", str(rule)))
            for client in (kaj.client, stranger.client):
                assert client.post(address, data={"csrf_token": "forged"}).status_code in (400, 401), address


def test_every_answer_is_guarded_whatever_it_is(app: Flask, house: House, visit: Visit, stranger: Visitor) -> None:
    anders = visit("anders").client
    answers = [
        anders.get("/"),
        anders.get("/findes-ikke"),
        anders.put("/"),
        anders.post("/log-ud"),
        anders.get("/administration/"),
        stranger.client.get("/"),
        stranger.client.get("/log-ind"),
        stranger.client.get("/static/desk.css"),
    ]
    for answer in answers:
        assert "default-src 'self'" in answer.headers["Content-Security-Policy"], answer.request.path
        assert answer.headers["X-Frame-Options"] == "DENY" and answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        answer.close()
    assert {answer.status_code for answer in answers} >= {200, 302, 400, 404}


def test_another_host_s_name_leads_nowhere(stranger: Visitor) -> None:
    for path in ("/", "/sager/1", "/forloeb/"):
        answer = stranger.client.get(path, headers={"Host": "evil.example"})
        assert answer.headers["Location"].startswith("/log-ind") and "evil.example" not in answer.text


def test_what_one_may_not_see_is_not_there(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    seen, missing = visit("pia").go(f"/sager/{case.id}"), visit("pia").go("/sager/999")
    assert (seen.status, missing.status) == (404, 404)
    assert case.subject not in seen.text
    told = [page.text.replace(page.response.headers["X-Request-Id"], "") for page in (seen, missing)]
    assert told[0].replace(str(case.id), "n") == told[1].replace("999", "n")
    assert visit("pia").go("/aabn?q=1").text.count(case.subject) == 0


def test_someone_who_left_is_out_at_once(house: House, visit: Visit) -> None:
    anders = visit("anders").go("/")
    engine.set_active(house.desk, house.id("anders"), False, by=house.id("kaj"))
    assert anders.go("/").document.xpath("//input[@type='password']")


def test_an_auditor_reads_and_changes_nothing(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    before = engine.get_case(house.desk, case.id)
    rosa = visit("rosa").go(f"/sager/{case.id}")
    assert rosa.status == 200 and "Du kan læse, men ikke ændre noget." in rosa.text
    assert not rosa.document.xpath("//button[@name='outcome']") and "Knapper på trinnet: Tildel" in rosa.text
    token = rosa.document.xpath("//input[@name='csrf_token']/@value")[0]
    answer = rosa.client.post(f"/sager/{case.id}/kommentar", data={"text": "Hej", "csrf_token": token})
    assert answer.status_code == 403
    assert engine.get_case(house.desk, case.id) == before


def test_demo_people_are_no_way_in_on_a_desk_that_is_no_demo(house: House, stranger: Visitor) -> None:
    stranger.go("/log-ind")
    assert "Anders Krogh" not in stranger.text
    token = stranger.document.xpath("//input[@name='csrf_token']/@value")[0]
    answer = stranger.client.post("/log-ind/demo", data={"agent": house.id("anders"), "csrf_token": token})
    assert answer.status_code == 404
