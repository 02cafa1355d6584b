"""The list of categories: kept by an administrator, offered where a case is corrected and where lists are narrowed."""

import pytest

import engine
from engine.errors import Invalid, Refused
from tests.fixtures.categories import ask_for_category
from tests.fixtures.house import THOROUGH, House
from tests.web.conftest import Visit

PAGE = "/administration/kategorier/"


def names(house: House) -> list[tuple[str, bool]]:
    return [(category.name, category.active) for category in house.desk.directory().categories]


def test_kaj_adds_renames_and_retires_in_danish_order(house: House, visit: Visit) -> None:
    kaj = visit("kaj").go(PAGE)
    for name in ("Åbningstider", "Netværk", "  Æsker  "):
        kaj.press("Opret kategori", Ny_kategori=name)
    assert names(house) == [("Netværk", True), ("Æsker", True), ("Åbningstider", True)]
    kaj.press("Omdøb", **{"Navn på Netværk": "Netværk og VPN"})
    assert "Kategorien er gemt." in kaj.text and ("Netværk og VPN", True) in names(house)
    kaj.press("Lad udgå")
    assert ("Netværk og VPN", False) in names(house) and "udgået" in kaj.text
    kaj.press("Tag i brug igen")
    assert ("Netværk og VPN", True) in names(house)


@pytest.mark.parametrize("name", ["", "  ", "netværk", "x" * 121])
def test_a_name_that_is_none_or_taken_is_refused_at_its_field(house: House, visit: Visit, name: str) -> None:
    engine.add_category(house.desk, "Netværk", by=house.id("kaj"))
    kaj = visit("kaj").go(PAGE).press("Opret kategori", Ny_kategori=name)
    assert kaj.status == 422 and kaj.document.get_element_by_id("name-problem") is not None
    assert kaj.value_of("Ny kategori") == name and names(house) == [("Netværk", True)]


def test_a_refused_new_name_stands_at_its_own_category_and_a_reload_shows_the_list(house: House, visit: Visit) -> None:
    for name in ("Netværk", "Print"):
        engine.add_category(house.desk, name, by=house.id("kaj"))
    kaj = visit("kaj").go(PAGE).press("Omdøb", **{"Navn på Netværk": "PRINT"})
    assert kaj.status == 422 and kaj.value_of("Navn på Netværk") == "PRINT" and kaj.value_of("Navn på Print") == "Print"
    assert kaj.go(kaj.path).path == PAGE and kaj.value_of("Navn på Netværk") == "Netværk"


def test_nobody_else_keeps_the_list(house: House, visit: Visit) -> None:
    assert visit("anders").go(PAGE).status == 404
    with pytest.raises(Refused):
        engine.add_category(house.desk, "Netværk", by=house.id("anders"))


def test_ret_offers_the_list_and_keeps_what_a_case_had(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    engine.edit_case(house.desk, case.id, {"category": "Gammel"}, by=house.by("anders"))
    for name in ("Netværk", "Print"):
        engine.add_category(house.desk, name, by=house.id("kaj"))
    anders = visit("anders").go(f"/sager/{case.id}?ret=1")
    assert anders.options_of("Kategori") == ["Gammel", "Netværk", "Print"]
    anders.press("Gem rettelser", Emne="Skærm")
    assert house.now(case).category == "Gammel"
    anders.go(f"/sager/{case.id}?ret=1").press("Gem rettelser", Kategori="Print")
    assert house.now(case).category == "Print"
    with pytest.raises(Invalid) as refused:
        engine.edit_case(house.desk, case.id, {"category": "Frit"}, by=house.by("anders"))
    assert refused.value.problems == {"category": "Vælg en kategori fra listen."}


def test_a_start_form_that_asks_for_a_category_offers_the_list(house: House, visit: Visit) -> None:
    ask_for_category(house)
    anders = visit("anders").go("/sager/ny").follow("Servicedesk")
    anders.press("Find bruger", **{"Søg bruger": "gitte", "Emne": "Skærm", "Beskrivelse": THOROUGH, "Kategori": "Frit"})
    for name in ("Netværk", "Print"):
        engine.add_category(house.desk, name, by=house.id("kaj"))
    anders.press("Find bruger")
    assert anders.options_of("Kategori") == ["Netværk", "Print"]
    with pytest.raises(Invalid) as refused:
        house.keep("anders", category="Frit")
    assert refused.value.problems == {"kategori": "Vælg en kategori fra listen."}
    anders.press("Gem", Kategori="Print")
    assert engine.get_case(house.desk, 1).category == "Print"


def test_lists_are_narrowed_by_exactly_that_category_a_renamed_one_too(house: House, visit: Visit) -> None:
    kaj = house.id("kaj")
    for name in ("Net", "Netværk"):
        engine.add_category(house.desk, name, by=kaj)
        case = house.keep("anders", subject=f"Om {name}")
        engine.edit_case(house.desk, case.id, {"category": name}, by=house.by("anders"))
    anders = visit("anders").go("/overblik/sager?kategori=Net")
    assert "Om Net" in anders.text and "Om Netværk" not in anders.text
    engine.rename_category(house.desk, house.desk.directory().categories[0].id, "LAN", by=kaj)
    assert names(house) == [("LAN", True), ("Net", False), ("Netværk", True)]
    assert "Om Net" in anders.go("/overblik/sager?kategori=Net").text
    assert "er ikke en af mulighederne" in anders.go("/overblik/sager?kategori=Ne").text


def test_a_mistaken_name_is_taken_back(house: House) -> None:
    kaj = house.id("kaj")
    engine.add_category(house.desk, "Net", by=kaj)
    house.keep("anders", category="Net")
    (category,) = house.desk.directory().categories
    for name in ("Nte", "Net"):
        engine.rename_category(house.desk, category.id, name, by=kaj)
    assert names(house) == [("Net", True)]
