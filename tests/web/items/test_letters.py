"""D-21 at the doors: what a Mac writes is no other text, and names that nobody sees are none."""

import unicodedata

import pytest

import engine
from tests.fixtures.house import House
from tests.web.conftest import Visit


def mac(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    assert decomposed != text
    return decomposed


def test_a_team_written_on_a_mac_is_no_twin(house: House, visit: Visit) -> None:
    kaj = visit("kaj").go("/teams/ny").press("Opret team", Navn="Århus", Afdeling="Drift")
    assert house.desk.directory().teams[house.id("Århus")].name == "Århus"
    kaj.go("/teams/ny").press("Opret team", Navn=mac("århus"), Afdeling="Drift")
    assert kaj.status == 422 and "Der er allerede et team, der hedder århus." in kaj.alerts()


def test_what_is_sought_on_a_mac_is_found(house: House, visit: Visit) -> None:
    case = house.keep("anders", subject=mac("Skærmen på Rådhuset"))
    assert engine.get_case(house.desk, case.id).subject == "Skærmen på Rådhuset"
    engine.index_waiting(house.desk)
    anders = visit("anders").go(f"/aabn?q={mac('skærmen rådh')}")
    assert "Skærmen på Rådhuset" in anders.text
    assert engine.search_written(house.desk, mac("Skærmen på"), by=house.id("anders")).hits
    engine.add_customer(house.desk, name=mac("Åse Bjørnå"), email=None, phone=None, by=house.id("anders"))
    assert [one.name for one in engine.find_customers(house.desk, mac("bjørnå"))] == ["Åse Bjørnå"]


def test_one_signs_in_with_a_password_typed_on_a_mac(house: House) -> None:
    engine.set_password(house.desk, house.id("anders"), mac("rødgrød med fløde på"), by=house.id("kaj"))
    assert engine.sign_in(house.desk, "anders", "rødgrød med fløde på").username == "anders"


@pytest.mark.parametrize("unseen", ["\u3164", "\u2800\u200d"])
def test_a_name_that_nobody_sees_is_refused(house: House, visit: Visit, unseen: str) -> None:
    kaj = visit("kaj").go("/teams/ny").press("Opret team", Navn=unseen, Afdeling="Drift")
    assert kaj.status == 422 and "Skriv et navn" in kaj.alerts()
    with pytest.raises(engine.errors.Invalid, match="Skriv et navn"):
        engine.add_customer(house.desk, name=unseen, email=None, phone=None, by=house.id("anders"))
    person = engine.NewAgent(unseen, "usynlig", engine.Department.SUPPORT, "Servicedesk")
    with pytest.raises(engine.errors.Invalid, match="Skriv et navn"):
        engine.add_agent(house.desk, person, by=house.id("kaj"))
    with pytest.raises(engine.errors.Invalid):
        house.keep("anders", subject=unseen)
    family = "Hjælp \U0001f469\u200d\U0001f469\u200d\U0001f467"
    case = house.keep("anders", subject=family)
    assert house.now(case).subject == family
    with pytest.raises(engine.errors.Invalid, match="Skriv en tekst"):
        engine.write_comment(house.desk, engine.Kind.CASE, case.id, unseen, by=house.by("anders"))


def test_choices_stand_in_danish_order(house: House, visit: Visit) -> None:
    for name in ("Østergård", "Åbent", "zoner", "Ældre"):
        visit("kaj").go("/teams/ny").press("Opret team", Navn=name, Afdeling="Drift")
    page = visit("anders").go("/sager/ny").text
    assert sorted(("Ældre", "Åbent", "zoner", "Østergård"), key=page.index) == ["zoner", "Ældre", "Østergård", "Åbent"]
