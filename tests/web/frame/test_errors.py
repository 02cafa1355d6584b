"""The table of errors, and what every answer carries."""

import pytest
from flask import Flask

import engine
from engine import errors
from engine.errors import AlreadyDone, ChangedMeanwhile, DeskError, ProcessFault, Refused, SignInRefused
from tests.fixtures.house import House
from tests.web.acts import token_of
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web.frame.errors import STATUS, TITLES, status_of

KNOWN = {kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DeskError)}
PAGES = sorted(KNOWN - {AlreadyDone}, key=str)  # that one leads to what was done (test_sent_twice)


@pytest.mark.parametrize("kind", PAGES)
def test_every_no_of_the_engine_has_a_status_and_a_title(kind: type[DeskError]) -> None:
    assert kind in STATUS and STATUS[kind] in TITLES


def test_who_tries_too_often_is_told_so() -> None:
    assert status_of(SignInRefused("Vent.", 8)) == 429
    assert status_of(SignInRefused("Forkert.")) == 403


def test_what_comes_later_and_is_not_named_counts_as_its_kind() -> None:
    class Special(Refused):
        pass

    assert status_of(Special("R126", "Kun support lukker.")) == 422
    assert status_of(ChangedMeanwhile("Trinnet er udført")) == 409


def test_every_answer_carries_the_strict_policy(house: House, visit: Visit) -> None:
    for path in ("/", "/aabn", "/findes-ikke", "/static/desk.css"):
        headers = visit("anders").go(path).response.headers
        assert "default-src 'self'; script-src 'self'; style-src 'self'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_no_script_and_no_style_stands_in_a_page(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    for path in ("/", f"/sager/{case.id}", f"/sager/{case.id}?fane=forloeb", "/sager/ny", "/beskeder", "/aabn"):
        page = visit("anders").go(path).document
        assert not page.xpath("//script[not(@src)] | //style | //*[@style] | //@*[starts-with(name(), 'on')]"), path


def test_too_much_at_once_is_a_clear_page(app: Flask, house: House, visit: Visit) -> None:
    case = house.keep("anders")
    app.config["MAX_CONTENT_LENGTH"] = 2000
    anders = visit("anders").go(f"/sager/{case.id}")
    anders.press("Gem internt", **{"Intern kommentar: brugeren": "x" * 3000})
    assert anders.status == 413 and "for stort" in anders.text


def test_a_fault_shows_no_traceback(app: Flask, stranger: Visitor) -> None:
    app.testing = False

    @app.get("/log-ind/fejl", endpoint="auth.fault")
    def fault() -> str:
        raise RuntimeError("hemmelig detalje")

    @app.get("/log-ind/intet-trin", endpoint="auth.nowhere")
    def nowhere() -> str:
        raise ProcessFault("Sagen ville stå uden et trin, der venter.")

    for path, words in (("/log-ind/fejl", "Intet er gemt"), ("/log-ind/intet-trin", "uden et trin")):
        stranger.go(path)
        assert stranger.status == 500 and words in stranger.text
        assert "hemmelig" not in stranger.response.text and "Traceback" not in stranger.response.text


def test_a_fault_gives_back_what_was_written(
    app: Flask, house: House, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = house.register("anders", "Netværk")
    anders = visit("anders").go(f"/sager/{case.id}")
    app.config["PROPAGATE_EXCEPTIONS"] = False

    def full(*_args: object, **_more: object) -> None:
        raise OSError("hemmelig detalje: disken er fuld")

    monkeypatch.setattr(engine, "write_comment", full)
    anders.press("Gem internt", **{"Intern kommentar: brugeren": "Brugeren har ringet to gange."})
    assert anders.status == 500 and "Intet er gemt" in anders.text and "hemmelig" not in anders.text
    assert ">\nBrugeren har ringet to gange.</textarea>" in anders.response.text


def test_a_redirect_keeps_its_way_and_a_wrong_method_is_told(house: House, visit: Visit) -> None:
    assert visit("anders").go("/sager/ny?team=3").status == 200
    anders = visit("anders").go("/")
    assert anders.client.put("/", headers={"X-CSRFToken": "x"}).status_code in (400, 405)


def test_a_form_that_is_not_taken_gives_back_what_was_written_and_no_password(visit: Visit, stranger: Visitor) -> None:
    typed = {"text": "<b>Vigtigt</b> for os alle", "seen-text": "Som det stod før", "csrf_token": "forged"}
    answer = visit("anders").client.post("/sager/1/kommentar", data=typed)
    assert answer.status_code == 400 and "&lt;b&gt;Vigtigt&lt;/b&gt; for os alle" in answer.text
    assert "Som det stod før" not in answer.text
    assert "min lange kode" not in stranger.client.post("/log-ind", data={"password": "min lange kode"}).text


@pytest.mark.parametrize("number", [2**31, 10**30])
def test_a_number_that_no_database_holds_is_not_found(visit: Visit, number: int) -> None:
    for path in (f"/sager/{number}", f"/opgaver/{number}", f"/filer/{number}"):
        assert visit("anders").go(path).status == 404
    assert visit("anders").go(f"/aabn?q=SAG{number}").status == 200


def test_the_character_nul_is_not_kept(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    anders = visit("anders").go("/")
    form = {"text": "Fra en\0 logfil", "csrf_token": token_of(anders.client)}
    assert anders.client.post(f"/sager/{case.id}/kommentar", data=form).status_code == 302
    assert [e.text for e in engine.entries_of(house.desk, engine.Kind.CASE, case.id)] == ["Fra en logfil"]
    assert anders.go("/aabn?q=%00").status == 200
    assert anders.go("/trin/%00").status in (404, 405)


def test_a_deadline_before_all_time_is_a_wrong_one(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}?ret=1")
    anders.press("Gem rettelser", Deadline="0001-01-01T00:00")
    assert anders.status == 422 and "0001-01-01T00:00" in anders.response.text


@pytest.mark.parametrize("path", ["/beskeder", "/forloeb/", "/administration/post"])
def test_a_cursor_that_is_no_number_of_ours_is_refused(visit: Visit, path: str) -> None:
    rosa = visit("kaj").go(f"{path}?efter={'9' * 5000}")
    assert rosa.status == 422 and "Begynd forfra" in rosa.text


def test_a_demo_account_of_five_thousand_digits_is_none(app: Flask, stranger: Visitor) -> None:
    page = stranger.go("/log-ind")
    token = page.document.xpath("//input[@name='csrf_token']/@value")[0]
    answer = stranger.client.post("/log-ind/demo", data={"agent": "9" * 5000, "csrf_token": token})
    assert answer.status_code == 404
