"""Two people of one name are told apart wherever one of them is chosen or named."""

import engine
from engine import Department, NewAgent
from tests.fixtures.house import House
from tests.web.conftest import Visit


def test_two_people_of_one_name_are_told_apart(house: House, visit: Visit) -> None:
    team = frozenset({"Netværk"})
    for username in ("pia2", "pia3"):
        twin = NewAgent("Pia Lund", username, Department.OPERATIONS, "Netværk", team)
        engine.add_agent(house.desk, twin, by=house.id("kaj"))
    far = NewAgent("Jonas Friis", "jonas2", Department.SUPPORT, "Servicedesk", frozenset({"Servicedesk"}))
    engine.add_agent(house.desk, far, by=house.id("kaj"))
    directory = house.desk.directory()
    assert directory.name_of(house.id("pia")) == "Pia Lund (Netværk, pia)"
    assert directory.name_of(house.id("pia2")) == "Pia Lund (Netværk, pia2)"
    assert directory.name_of(house.id("jonas")) == "Jonas Friis (Netværk)"
    assert directory.name_of(house.id("jonas2")) == "Jonas Friis (Servicedesk)"
    assert directory.name_of(house.id("emil")) == directory.agents[house.id("emil")].name
    case = house.register("anders", "Netværk")
    page = visit("jonas").go(f"/sager/{case.id}")
    options = [option.text_content() for option in page.document.xpath("//option")]
    assert {"Pia Lund (Netværk, pia)", "Pia Lund (Netværk, pia2)", "Pia Lund (Netværk, pia3)"} <= set(options)
    assert "Pia Lund" not in options
    house.press(case, "Tildel", "jonas", agent="pia2")
    assert "Pia Lund (Netværk, pia2)" in visit("jonas").go(f"/sager/{case.id}").text
    hanne = visit("hanne").go("/overblik/team")
    assert "Pia Lund (Netværk, pia2)" in hanne.options_of("Hos") and "Pia Lund" not in hanne.options_of("Hos")
    several = visit("jonas").go(f"/flere/?goer=tildel&valgt=case-{case.id}")
    assert "Pia Lund (Netværk, pia2)" in several.options_of("Agent") and "Pia Lund" not in several.options_of("Agent")
    other = visit("emil").go(f"/sager/{case.id}")
    assert "Pia Lund (Netværk, pia2)" in other.text.partition("Det kan:")[2]
