"""Administration: people and teams, stopped mail, jobs, who sees what."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from lxml import html

import engine
from engine import Department, Kind
from engine.errors import Invalid, SignInRefused
from engine.store.jobs import defer
from tests.fixtures.house import House
from tests.web.conftest import Visit

PASSWORD, OWN = "en god lang adgangskode", "en helt anden lang kode"


def test_others_find_nothing_there(house: House, visit: Visit) -> None:
    for path in ("/administration/", "/administration/personer/", "/administration/post"):
        assert visit("birgit").go(path).status == 404, path
        assert visit("kaj").go(path).status == 200, path


def test_every_job_has_a_name_that_a_person_reads(house: House, visit: Visit) -> None:
    names = engine.background(house.desk)._handlers.keys()
    with house.desk.database.write() as connection:
        for name in names:
            defer(connection, name, house.clock())
    page = visit("kaj").go("/administration/").text
    assert "Ryd gamle kladder op" in page and not [name for name in names if name in page]


def test_kaj_adds_a_person_who_signs_in_and_dispatches(house: House, visit: Visit) -> None:
    kaj = visit("kaj").go("/administration/personer/").follow("Opret person")
    kaj.press(
        "Opret person",
        Navn="Ida Holt",
        Brugernavn="Ida",
        Mail="ida@sagsgang.example",
        Hjemmeteam="Netværk",
        Adgangskode=PASSWORD,
        **{"Dispatcher i Netværk": True},
    )
    assert "Ida Holt er oprettet." in kaj.text
    ida = engine.sign_in(house.desk, "ida", PASSWORD)
    network = house.id("Netværk")
    assert (ida.team_id, ida.teams, ida.dispatches, ida.leads) == (network, {network}, {network}, frozenset())
    house.register("anders", "Netværk")
    hers = visit("ida").go("/")
    assert hers.title == "Vælg din egen adgangskode"
    hers.press("Skift adgangskode", **{"Nuværende": PASSWORD, "Ny adgangskode": OWN, "Den nye igen": OWN})
    assert "Mit teams kø 1" in hers.go("/").text


def test_what_is_wrong_is_told_at_each_field_and_nothing_is_saved(house: House, visit: Visit) -> None:
    kaj = visit("kaj").go("/administration/personer/ny")
    kaj.press("Opret person", Navn="", Brugernavn="anders", Mail="her", Adgangskode="kort")
    assert kaj.status == 422
    for sentence in ("Skriv et navn", "Brugernavnet anders er taget", "navn@eksempel.dk", "Vælg et hjemmeteam"):
        assert sentence in kaj.alerts(), sentence
    assert kaj.value_of("Mail") == "her"
    kaj.press("Opret person", Navn="Ida Holt", Brugernavn="ida", Mail="", Hjemmeteam="Netværk", Adgangskode="kort")
    assert "mindst 12 tegn" in kaj.alerts()
    assert all(a.username != "ida" for a in house.desk.directory().agents.values())


def test_a_password_is_judged_while_somebody_else_writes(house: House) -> None:
    new = engine.NewAgent("Ny Person", "ny", Department.SUPPORT, "Servicedesk", password="kort")
    with house.desk.database.write(), pytest.raises(Invalid, match="12 tegn"):
        engine.add_agent(house.desk, new, by=house.id("kaj"))


def test_a_person_moves_to_another_team_and_gets_a_role(house: House, visit: Visit) -> None:
    kaj = visit("kaj").go(f"/administration/personer/{house.id('pia')}")
    assert kaj.value_of("Navn") == "Pia Lund" and kaj.value_of("Hjemmeteam") == "Netværk"
    kaj.press("Gem", Hjemmeteam="Servicedesk", Revisor=True, **{"Teamleder i Servicedesk": True})
    assert "Pia Lund er rettet." in kaj.text
    pia = house.agent("pia")
    assert (pia.department, pia.roles, pia.leads) == ("support", {"auditor"}, {house.id("Servicedesk")})
    assert pia.teams == {house.id("Netværk"), house.id("Servicedesk")}


def test_an_administrator_cannot_lock_themselves_out(house: House, visit: Visit) -> None:
    kaj = visit("kaj").go(f"/administration/personer/{house.id('kaj')}")
    assert not kaj.can_press("Luk kontoen")
    kaj.press("Gem", Administrator=False)
    assert kaj.status == 422 and "fra dig selv" in kaj.alerts()


def test_who_has_left_is_out_and_comes_back_with_a_new_password(house: House, visit: Visit) -> None:
    kaj = visit("kaj").go(f"/administration/personer/{house.id('anders')}")
    kaj.press("Giv ny adgangskode", **{"Ny adgangskode": "kort"})
    assert kaj.status == 422 and "mindst 12 tegn" in kaj.text
    kaj.press("Giv ny adgangskode", **{"Ny adgangskode": PASSWORD}).press("Luk kontoen")
    assert "Anders Krogh er lukket ude." in kaj.text and not house.agent("anders").active
    with pytest.raises(SignInRefused):
        engine.sign_in(house.desk, "anders", PASSWORD)
    kaj.press("Åbn kontoen igen")
    assert engine.sign_in(house.desk, "anders", PASSWORD).id == house.id("anders")


def test_stopped_mail_stands_with_its_reason_and_is_sent_again(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    engine.send_external(house.desk, case.id, "Hej Gitte. Det virker igen.", by=house.by("anders"))
    kaj = visit("kaj").go("/administration/").follow("1 ikke sendt")
    assert "ingen mailserver er sat op" in kaj.text and "Gitte Sørensen" in kaj.text
    assert not kaj.document.xpath("//form[contains(@action, '/igen')]")
    house.desk.not_sent = None
    kaj.go("/administration/post?hvad=not_sent").press("Send igen")
    assert "er lagt i kø igen" in kaj.text
    (message,) = engine.messages_of(house.desk, Kind.CASE, case.id)
    assert message.delivery == engine.Delivery.WAITING
    assert "Gitte Sørensen" in kaj.go("/administration/post?hvad=waiting").text
    house.check()


def test_jobs_and_routes_stand_there(house: House, visit: Visit) -> None:
    house.register("anders", "Netværk", deadline=house.clock().replace(hour=20))
    kaj = visit("kaj").go("/administration/")
    assert "Hold øje med deadlines" in kaj.text and "i orden" in kaj.text
    assert "Ruter (8)" in kaj.text and "Sag fra support til drift" in kaj.text


def test_a_deadline_that_fails_stands_there_until_it_is_told(
    house: House, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = house.register("anders", "Netværk", deadline=house.clock().replace(hour=20))
    house.clock.advance(timedelta(days=1))

    def faulty(_: object) -> object:
        raise ValueError("<b>en fejl</b>" + "x" * 9_000)

    with monkeypatch.context() as patch:
        patch.setattr(house.desk.hooks, "gather", faulty)
        engine.fire_due_timers(house.desk)
    kaj = visit("kaj").go("/administration/")
    assert "Deadlines, som ingen har fået besked om" in kaj.text and "fejlet 1 gang" in kaj.text
    assert "ValueError: <b>en fejl</b>" in kaj.text and "x" * 600 not in kaj.text
    assert f"/sager/{case.id}" in kaj.document.xpath("//section[@aria-labelledby='jobs']//a/@href")[0]
    house.clock.advance(timedelta(hours=1))
    engine.fire_due_timers(house.desk)
    assert "Deadlines, som ingen" not in kaj.go("/administration/").text


def test_with_scripts_the_record_is_checked_part_by_part(house: House, visit: Visit) -> None:
    house.keep("anders")
    kaj = visit("kaj").go("/administration/")
    form = {"csrf_token": kaj.document.xpath("//input[@name='csrf_token']/@value")[0]}
    said = []
    while form:
        answer = kaj.client.post("/kontrol/", data=form, headers={"HX-Request": "true"})
        part = html.document_fromstring(answer.text)
        said.append(" ".join(part.text_content().split()))
        form = {field.get("name"): field.get("value") for field in part.xpath("//form//input")}
    assert said[0] == "1 af 1 sager og opgaver er læst" and len(said) == 10
    assert said[-1].startswith("Historikken er hel: 1 sag eller opgave er læst")


def test_what_only_a_file_kept_elsewhere_tells_of_is_said_with_the_time_of_the_last_one(
    house: House, visit: Visit, tmp_path: Path
) -> None:
    rosa = visit("rosa").go("/kontrol/")
    assert (
        "sagsgang verify --heads" in rosa.text and "Servicedeskens historik kender ingen sådan fil endnu." in rosa.text
    )
    told_of = rosa.document.xpath("//summary[.='Hvad kontrollen ikke finder']/../ul/li/text()")
    assert told_of == [str(what) for what in engine.not_covered()]
    engine.write_heads(house.desk, tmp_path / "heads.txt")
    (told,) = rosa.go("/kontrol/").document.xpath(
        "//p[starts-with(., 'Den sidste, som servicedeskens historik kender, blev skrevet')]/time/@datetime"
    )
    assert datetime.fromisoformat(told) == house.clock()
    assert "Den sidste, som servicedeskens historik kender, blev skrevet" in visit("kaj").go("/administration/").text
