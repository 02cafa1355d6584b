"""Signing in: nothing tells who has an account, nobody is kept out of their own, and a new password ends the rest."""

import queue
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

import engine
from engine.errors import Invalid, Refused, SignInRefused, WrongSetting
from engine.people import passwords
from engine.store.connection.counting import counting
from engine.store.tables import sessions
from tests.fixtures.house import House
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web import create_app
from web.frame.sessions import Sessions

PASSWORD, NEW = "en god lang adgangskode", "en helt anden lang kode"


def type_in(visitor: Visitor, name: str, password: str) -> Visitor:
    return visitor.go("/log-ind").press("Log ind", Brugernavn=name, Adgangskode=password)


def give_password(house: House, name: str) -> None:
    engine.set_password(house.desk, house.id(name), PASSWORD, by=house.id(name))


def test_a_name_that_nobody_has_is_answered_and_slowed_as_one_that_somebody_has(
    app: Flask, house: House, stranger: Visitor
) -> None:
    give_password(house, "anders")
    engine.set_active(house.desk, house.id("sofie"), False, by=house.id("kaj"))
    answers = {
        name: [
            (visitor.status, visitor.alerts(), visitor.response.headers.get("Retry-After"))
            for visitor in (type_in(Visitor(app.test_client()), name, "forkert") for _ in range(8))
        ]
        for name in ("anders", "nobody", "sofie", "pia")  # with a password, unknown, closed, without a password
    }
    assert [status for status, _, _ in answers["anders"]] == [403] * 5 + [429] * 3
    assert all(answer == answers["anders"] for answer in answers.values())


def test_what_strangers_type_keeps_anders_out_of_no_browser_that_he_has_used(
    app: Flask, house: House, stranger: Visitor
) -> None:
    give_password(house, "anders")
    his = Visitor(app.test_client())
    type_in(his, "anders", PASSWORD).press("Log ud")
    for _ in range(10):
        type_in(stranger, "anders", "forkert")
    assert type_in(stranger, "anders", PASSWORD).status == 429
    assert type_in(his, "anders", PASSWORD).title == "Overblik"
    his.press("Log ud")
    for _ in range(6):
        type_in(his, "anders", "forkert")
    assert type_in(his, "anders", PASSWORD).status == 429, "a known browser is slowed too"


def test_a_known_browser_lets_nobody_in_and_counts_for_its_own_account_only(
    app: Flask, house: House, stranger: Visitor
) -> None:
    give_password(house, "anders")
    give_password(house, "pia")
    type_in(stranger, "anders", PASSWORD).press("Log ud")
    assert type_in(stranger, "anders", "forkert").status == 403
    for _ in range(6):
        type_in(Visitor(app.test_client()), "pia", "forkert")
    assert type_in(stranger, "pia", PASSWORD).status == 429


@pytest.mark.parametrize("kept", ["", "forged", "eyJhIjoxfQ.x", "WyJhbmRlcnMiLCJiIl0.AAAA"])
def test_a_forged_cookie_is_no_known_browser(app: Flask, house: House, stranger: Visitor, kept: str) -> None:
    give_password(house, "anders")
    for _ in range(6):
        type_in(stranger, "anders", "forkert")
    other = Visitor(app.test_client())
    other.client.set_cookie("kendt", kept)
    assert type_in(other, "anders", PASSWORD).status == 429


def test_a_new_password_ends_every_other_session(app: Flask, house: House) -> None:
    give_password(house, "anders")
    here, elsewhere = Visitor(app.test_client()), Visitor(app.test_client())
    for browser in (here, elsewhere):
        type_in(browser, "anders", PASSWORD)
    here.go("/konto/").press("Skift adgangskode", Nuværende=PASSWORD, **{"Ny adgangskode": NEW, "Den nye igen": NEW})
    assert here.go("/").title == "Overblik"
    assert elsewhere.go("/").document.xpath("//input[@type='password']")


def test_a_password_that_an_administrator_gives_ends_all_sessions(house: House, visit: Visit) -> None:
    anders = visit("anders").go("/")
    engine.set_password(house.desk, house.id("anders"), PASSWORD, by=house.id("kaj"))
    assert anders.go("/").document.xpath("//input[@type='password']")


def test_an_account_that_opens_again_does_not_open_old_sessions(house: House, visit: Visit) -> None:
    anders = visit("anders").go("/")
    for active in (False, True):
        engine.set_active(house.desk, house.id("anders"), active, by=house.id("kaj"))
    assert anders.go("/").document.xpath("//input[@type='password']")


def test_a_role_that_is_taken_away_is_gone_at_the_next_click(house: House, visit: Visit) -> None:
    rosa, kaj = visit("rosa").go("/forloeb/"), visit("kaj")
    assert rosa.status == 200
    kaj.go(f"/administration/personer/{house.id('rosa')}").press("Gem", Revisor=False)
    assert rosa.go("/forloeb/").status == 404


def test_signing_in_begins_a_fresh_session_and_its_cookie_is_out_of_reach(app: Flask, house: House) -> None:
    give_password(house, "anders")
    stranger = Visitor(app.test_client())
    stranger.go("/log-ind")
    before = stranger.client.get_cookie("sagsgang")
    with stranger.client.session_transaction() as session:
        session["planted"] = "x"
    token = stranger.document.xpath("//input[@name='csrf_token']/@value")[0]
    answer = stranger.client.post("/log-ind", data={"username": "anders", "password": PASSWORD, "csrf_token": token})
    with stranger.client.session_transaction() as session:
        assert "planted" not in session
    after = stranger.client.get_cookie("sagsgang")
    assert before and after and before.value != after.value
    for cookie in answer.headers.getlist("Set-Cookie"):
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie, cookie


@pytest.mark.parametrize("payload", [b"", b"!", b".eJw", b"e30", b"WzFd", b"bnVsbA", b"eyI="])
def test_a_cookie_of_another_writing_is_no_session(app: Flask, payload: bytes) -> None:
    signer = app.session_interface.get_signing_serializer(app).make_signer(Sessions.salt)  # type: ignore[attr-defined]
    stranger = Visitor(app.test_client())
    stranger.client.set_cookie("sagsgang", signer.sign(payload).decode())
    assert stranger.go("/").document.xpath("//input[@type='password']")


def test_a_visit_that_flask_kept_ends(app: Flask, house: House) -> None:
    signed = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signed is not None
    stranger = Visitor(app.test_client())
    stranger.client.set_cookie("sagsgang", str(signed.dumps({"_user_id": f"{house.id('anders')}.0", "_fresh": True})))
    assert stranger.go("/").document.xpath("//input[@type='password']")


def test_without_a_key_there_is_no_desk(house: House) -> None:
    house.desk.settings = replace(house.desk.settings, secret_key="")
    with pytest.raises(WrongSetting, match="SAGSGANG_SECRET_KEY"):
        create_app(house.desk)


def test_messages_that_nobody_reads_leave_room_in_the_cookie(house: House, visit: Visit) -> None:
    case, pia = house.keep("anders"), visit("anders").go("/")
    token = pia.document.xpath("//input[@name='csrf_token']/@value")[0]
    for number in range(40):
        pia.client.post(f"/sager/{case.id}/kommentar", data={"csrf_token": token, "text": f"Nr. {number}"})
    cookie = pia.client.get_cookie("sagsgang")
    assert cookie is not None and len(cookie.value) < 1500
    assert pia.go("/").text.count("Kommentaren er gemt internt.") == 5


# --- sessions on the server (D-20) ---


def test_signing_out_ends_the_session_wherever_its_cookie_is(app: Flask, house: House, stranger: Visitor) -> None:
    give_password(house, "anders")
    type_in(stranger, "anders", PASSWORD)
    copied = stranger.client.get_cookie("sagsgang")
    assert copied is not None
    thief = Visitor(app.test_client())
    thief.client.set_cookie("sagsgang", copied.value)
    assert thief.go("/").title == "Overblik"
    stranger.press("Log ud")
    assert thief.go("/").title == "Sagsgang", "the sign-in page"


@pytest.mark.parametrize(
    ("pauses", "there"),
    [
        ([timedelta(hours=11, minutes=50)], True),
        ([timedelta(hours=12, minutes=1)], False),
        ([timedelta(hours=11)] * 15, True),
        ([timedelta(hours=11)] * 16, False),  # 7 days after its start
    ],
)
def test_a_session_ends_by_itself(house: House, visit: Visit, pauses: list[timedelta], there: bool) -> None:
    anders = visit("anders")
    for pause in pauses:
        anders.go("/")
        house.desk.notes.settle(house.id("anders"))  # the use is noted beside the request
        house.clock.advance(pause)
    assert (anders.go("/").title == "Overblik") == there


def test_anders_sees_where_he_is_signed_in_and_ends_it(app: Flask, house: House, visit: Visit) -> None:
    here, other = visit("anders"), visit("anders")
    assert here.go("/konto/").text.count("Log ud af ") == 0  # said to screen readers alone
    rows = here.document.xpath("//section[@aria-labelledby='sessioner']//tbody/tr")
    assert len(rows) == 2 and sum("denne" in row.text_content() for row in rows) == 1
    (there,) = [row for row in rows if "denne" not in row.text_content()]
    here._send(there.find(".//form"), there.find(".//button"))
    assert "Sessionen er slut." in here.text and other.go("/").title == "Sagsgang"
    third = visit("anders")
    here.press("Log ud overalt")
    assert here.title == "Sagsgang" and third.go("/").title == "Sagsgang"


def test_an_administrator_signs_somebody_out_everywhere_and_others_cannot(house: House, visit: Visit) -> None:
    anders = visit("anders").go("/")
    with pytest.raises(Refused):
        engine.end_sessions(house.desk, house.id("anders"), by=house.id("pia"))
    with pytest.raises(Refused):
        engine.sessions_of(house.desk, house.id("anders"), by=house.id("pia"))
    visit("kaj").go(f"/administration/personer/{house.id('anders')}").press("Log ud overalt")
    assert anders.go("/").title == "Sagsgang"


def test_the_table_of_sessions_lets_nobody_in(house: House) -> None:
    token = engine.begin_session(house.desk, house.id("anders"))
    with house.desk.reading() as connection:
        kept = connection.execute(sessions.select()).one()
    assert token not in map(str, kept) and engine.find_session(house.desk, kept.key) is None
    assert engine.find_session(house.desk, token) is not None


def test_a_session_that_another_process_ends_is_over_when_it_is_looked_up_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine.transaction.desk, "FRESH_SECONDS", 60.0)
    token, anders = engine.begin_session(house.desk, house.id("anders")), house.id("anders")
    assert engine.find_session(house.desk, token) is not None
    other = engine.open_desk(house.desk.settings, clock=house.clock)
    engine.end_sessions(other, anders, by=anders)
    other.close()
    with counting(house.desk.database) as count:
        assert engine.find_session(house.desk, token) is not None  # as it was known
    assert count.statements == 0
    monkeypatch.setattr(engine.transaction.desk, "FRESH_SECONDS", 0.0)
    assert engine.find_session(house.desk, token) is None


def test_of_many_sessions_only_so_many_are_known(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine.transaction.desk, "FRESH_SECONDS", 60.0)
    monkeypatch.setattr(engine.transaction.desk, "MOST_SESSIONS", 2)
    tokens = [engine.begin_session(house.desk, house.id("anders")) for _ in range(3)]
    assert all(engine.find_session(house.desk, token) for token in tokens)
    with counting(house.desk.database) as count:
        assert all(engine.find_session(house.desk, token) for token in tokens)
    assert 0 < count.statements <= 3


# --- a flood of passwords ---


def test_sixty_wrong_passwords_from_one_address_are_enough_whatever_the_names(
    app: Flask, house: House, stranger: Visitor
) -> None:
    give_password(house, "anders")
    his = Visitor(app.test_client())
    type_in(his, "anders", PASSWORD).press("Log ud")
    statuses = [type_in(stranger, f"navn{number}", "forkert").status for number in range(62)]
    assert statuses == [403] * 60 + [429] * 2
    assert "herfra" in stranger.alerts()
    assert type_in(his, "anders", PASSWORD).title == "Overblik", "a known browser is not kept out"
    house.clock.advance(timedelta(minutes=20))
    assert type_in(stranger, "anders", PASSWORD).title == "Overblik"


def test_right_passwords_from_one_address_are_not_counted(house: House) -> None:
    give_password(house, "anders")
    for _ in range(65):
        engine.sign_in(house.desk, "anders", PASSWORD, address="192.0.2.1")


def test_two_passwords_are_hashed_at_a_time_and_four_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    at_it, go_on, most = [], threading.Event(), []

    class Slow:
        def verify(self, *_given: str) -> bool:
            at_it.append(1)
            most.append(len(at_it))
            go_on.wait(60)
            at_it.pop()
            return True

    monkeypatch.setattr(passwords, "_HASHER", Slow())
    answers: queue.Queue[str] = queue.Queue()

    def ask() -> None:
        try:
            answers.put(str(passwords.matches("hash", "password")))
        except SignInRefused as refused:
            answers.put(f"refused {refused.wait_seconds}")

    askers = [threading.Thread(target=ask) for _ in range(9)]
    for asker in askers:
        asker.start()
    refused = [answers.get(timeout=60) for _ in range(3)]
    go_on.set()
    for asker in askers:
        asker.join(60)
    assert refused == ["refused 2"] * 3
    assert [answers.get(timeout=1) for _ in range(6)] == ["True"] * 6 and max(most) == 2


# --- passwords ---


@pytest.mark.parametrize(
    "password", ["Password1234", "adgangskode123", "anderskrogh2026", "qwertyuiop12", "aaaaaaaaaaaa", "Sommer2026!!"]
)
def test_a_password_that_others_would_guess_is_refused(house: House, password: str) -> None:
    with pytest.raises(Invalid, match="for let at gætte"):
        engine.set_password(house.desk, house.id("anders"), password, by=house.id("anders"))


def test_a_password_that_an_administrator_chose_is_changed_before_anything_else(
    app: Flask, house: House, visit: Visit, stranger: Visitor
) -> None:
    engine.set_password(house.desk, house.id("anders"), PASSWORD, by=house.id("kaj"))
    assert type_in(stranger, "anders", PASSWORD).title == "Vælg din egen adgangskode"
    assert stranger.go("/sager/ny").title == "Vælg din egen adgangskode"
    fields = {"Nuværende": PASSWORD, "Ny adgangskode": PASSWORD, "Den nye igen": PASSWORD}
    assert "den samme" in stranger.press("Skift adgangskode", **fields).alerts()
    stranger.press("Skift adgangskode", **fields | {"Ny adgangskode": NEW, "Den nye igen": NEW})
    assert "Adgangskoden er skiftet." in stranger.text and stranger.go("/").title == "Overblik"
    assert type_in(Visitor(app.test_client()), "anders", NEW).title == "Overblik"
