"""Forløb: every instance found by filter, with the way it took and its history; and whether somebody touched it."""

from datetime import timedelta

import pytest
from sqlalchemy import text

import engine
from tests.fixtures.house import House
from tests.web.conftest import Visit
from tests.web.visitor import problem_at


def found(visit: Visit, query: str) -> list[str]:
    """The numbers that Rosa's list shows."""
    rosa = visit("rosa").go(f"/forloeb/?{query}")
    return [str(cell.text_content()) for cell in rosa.document.xpath("//tbody/tr/td[1]")]


def test_an_empty_house_says_what_would_stand_there(house: House, visit: Visit) -> None:
    assert "Ingen forløb endnu." in visit("rosa").go("/forloeb/").text


def test_agents_have_no_way_in(house: House, visit: Visit) -> None:
    house.keep("anders")
    assert visit("anders").go("/forloeb/").status == 404
    assert visit("anders").go("/forloeb/1").status == 404


def test_filters_stand_in_the_address(house: House, visit: Visit) -> None:
    house.register("anders", "Netværk")
    house.clock.advance(timedelta(days=3))
    house.keep("tue")
    done = house.keep("pia")
    house.press(done, "Løs og luk sagen", "pia", solution="Kablet er skiftet.")
    assert found(visit, "") == ["SAG3", "SAG2", "SAG1"]
    assert found(visit, "proces=case_support_to_operations&version=1") == ["SAG1"]
    assert found(visit, "proces=case_support_to_operations&version=2") == []
    assert found(visit, "version=1") == ["SAG3", "SAG2", "SAG1"] and found(visit, "version=2") == []
    assert found(visit, "tilstand=ended") == ["SAG3"]
    assert found(visit, "sorter=aeldste") == ["SAG1", "SAG2", "SAG3"]
    assert found(visit, "afdeling=support") == ["SAG2"]
    assert found(visit, f"team={house.id('Netværk')}") == ["SAG3", "SAG1"]
    assert found(visit, f"agent={house.id('pia')}") == ["SAG3"]
    assert found(visit, "til=2026-03-02") == ["SAG1"]
    assert found(visit, "fra=2026-03-05&til=2026-03-05") == ["SAG3", "SAG2"]


NONSENSE = {
    "version": ("x", "9" * 30, "-1"),
    "tilstand": ("sov",),
    "afdeling": ("kantine",),
    "team": ("99999999999", "99"),
    "fra": ("i går", "31.2.2026"),
    "til": ("9999-12-31",),
    "proces": ("findes_ikke",),
    "frist": ("snart",),
    "sorter": ("x",),
}


@pytest.mark.parametrize(("name", "typed"), [(name, text) for name, texts in NONSENSE.items() for text in texts])
def test_a_filter_that_cannot_be_read_says_so_at_its_field(house: House, visit: Visit, name: str, typed: str) -> None:
    house.keep("anders")
    assert found(visit, f"{name}={typed}&afdeling=support" if name != "afdeling" else f"{name}={typed}") == ["SAG1"]
    rosa = visit("rosa").go(f"/forloeb/?{name}={typed}")
    assert problem_at(rosa, name).startswith(f"“{typed}” er ikke") and "ikke brugt" in problem_at(rosa, name)


def test_a_place_in_the_list_that_is_none_is_refused(house: House, visit: Visit) -> None:
    assert visit("rosa").go("/forloeb/?efter=noget").status == 422
    assert "Ingen forløb passer" in visit("rosa").go("/forloeb/?version=7").text


def test_a_version_that_is_not_there_is_not_shown_as_the_newest(house: House, visit: Visit) -> None:
    assert visit("rosa").go("/processer/case_support_to_operations?version=1").status == 200
    for version in ("x", "99", "9" * 30):
        assert visit("rosa").go(f"/processer/case_support_to_operations?version={version}").status == 404


def test_a_long_list_goes_on_with_its_filters(house: House, visit: Visit) -> None:
    for number in range(52):
        house.keep("anders", subject=f"Sag {number}")
    rosa = visit("rosa").go("/forloeb/?afdeling=support")
    assert rosa.title == "Forløb 52" and len(rosa.document.xpath("//tbody/tr")) == 50
    rosa.follow("Flere")
    assert "afdeling=support" in rosa.path and len(rosa.document.xpath("//tbody/tr")) == 2


def test_an_instance_shows_its_way_whom_it_waits_for_and_its_history(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    house.press(case, "Send retur", "pia", agent="anders", comment="Hvilken etage?")
    rosa = visit("rosa").go("/forloeb/").follow(case.subject)
    assert rosa.title == f"{case.number} {case.subject}"
    assert "Venter på Anders Krogh: Giv oplysninger og returnér" in rosa.text
    (diagram,) = rosa.document.xpath("//div[@data-diagram]")
    step = house.step(case)
    assert f'"{step.element}": "current"' in diagram.get("data-markers")
    assert f'"{step.element}": "Anders Krogh"' in diagram.get("data-notes")
    assert "Jonas Friis" in diagram.get("data-hints")
    rows = [" ".join(row.text_content().split()) for row in rosa.document.xpath("//table[1]/tbody/tr")]
    assert any("Dispatcher i drift tildeler til agent" in row and "Jonas Friis Tildel" in row for row in rows)
    assert "Agent: – → Pia Lund" in rosa.text and "Status: Registreret → Tildelt" in rosa.text
    assert f"Historikken for {case.number} er hel" in rosa.text


def test_the_history_of_an_instance_is_read_a_page_at_a_time(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    for number in range(40):
        engine.edit_case(house.desk, case.id, {"subject": f"Printer {number}"}, by=house.by("anders"))
    rosa = visit("rosa").go("/forloeb/1")
    assert "Historik (42)" in rosa.text and "Printer 39" in rosa.text and "Printer 3 " not in rosa.text
    assert len(rosa.document.xpath("//table[contains(@class, 'history')]/tbody/tr")) == engine.LINES
    rosa.follow("Vis ældre")
    assert len(rosa.document.xpath("//table[contains(@class, 'history')]/tbody/tr")) == 42 - engine.LINES
    assert "oprettede sagen" in rosa.text and not rosa.document.find_class("older")
    assert rosa.go("/forloeb/1?foer=x").status == 422


def test_a_deviation_stands_with_its_rule_and_reason(house: House, visit: Visit) -> None:
    case = house.register(
        "anders", "Netværk", overrides={"R108": "Alt er sagt i telefonen."}, description="Printer i stykker"
    )
    (event,) = [e for e in engine.history_of(house.desk, case.kind, case.id) if e.type == "deviation"]
    rosa = visit("rosa").go("/forloeb/1")
    assert f"Afvigelse fra R108: {event.details['sentence']}" in rosa.text
    assert "Begrundelse: Alt er sagt i telefonen." in rosa.text
    assert rosa.document.xpath("//a[@href='/regler#r108']")


def test_a_reopened_case_has_two_instances_that_lead_to_each_other(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    house.press(case, "Løs og luk sagen", "anders", solution="Kablet er skiftet.")
    engine.reopen_case(house.desk, case.id, why="Det skete igen.", by=house.by("anders"))
    rosa = visit("rosa").go("/forloeb/1")
    assert "nr. 1 (dette), nr. 2" in rosa.text
    rosa.follow("nr. 2")
    assert rosa.path == "/forloeb/2" and "Sag genåbnes" in rosa.text or "Sagen genåbnes" in rosa.text


def test_somebody_who_edited_a_row_is_told_of_on_the_page_and_to_the_administrator(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    with house.desk.database.write() as connection:
        connection.execute(text("UPDATE cases SET subject = 'Noget andet'"))
    rosa, kaj = visit("rosa").go("/forloeb/1"), visit("kaj").go("/administration/")
    told = visit("rosa").go("/forloeb/").follow("Kontrol af historikken").press("Kontrollér historikken").text
    changed = f"{case.number}: Emne er ”Noget andet”, men historikken siger ”Printer skriver ikke”."
    assert "1 ting stemmer ikke. 1 sag eller opgave er læst. Kontrolleret i dag" in told
    assert told.index("1 ting stemmer ikke.") < told.index(changed)
    assert f"Historikken for {case.number} stemmer ikke." in rosa.alerts() and "Noget andet" in rosa.alerts()
    kaj.press("Kontrollér historikken")
    assert "1 ting stemmer ikke." in kaj.text and changed in kaj.text
    with house.desk.database.write() as connection:
        connection.execute(text("UPDATE cases SET subject = 'Printer skriver ikke'"))
    assert "Historikken er hel: 1 sag eller opgave er læst" in kaj.press("Kontrollér historikken").text


def test_the_oldest_first_goes_on_too(house: House, visit: Visit) -> None:
    for number in range(51):
        house.keep("anders", subject=f"Sag {number}")
    rosa = visit("rosa").go("/forloeb/?sorter=aeldste").follow("Flere")
    assert "sorter=aeldste" in rosa.path
    assert [cell.text_content() for cell in rosa.document.xpath("//tbody/tr/td[1]")] == ["SAG51"]


def test_what_was_filled_in_stands_by_its_label_and_by_name(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    house.press(case, "Send sagen videre til anden afdeling", "anders", team="Netværk", comment="Switchen er nede.")
    house.press(case, "Tildel", "jonas", agent="pia")
    for address in ("/forloeb/1", "/forloeb/2"):  # the newest first, each step by its own diagram, on both pages
        filled = [row.text_content() for row in visit("rosa").go(address).document.xpath("//div[@class='filled']")]
        assert [" ".join(text.split()) for text in filled] == [
            "Agent: Pia Lund",
            "Hovedteam i den anden afdeling: Netværk",
        ]


@pytest.mark.parametrize("name", ["birgit", "kaj", "rosa"])
def test_owners_and_administrators_look_too(house: House, visit: Visit, name: str) -> None:
    house.keep("anders")
    assert visit(name).go("/forloeb/1").status == 200
    assert visit(name).go("/forloeb/2").status == 404
