"""Teams as an administrator keeps them: new ones, their names, and which of them receive work (D-13)."""

from flask import Flask

import engine
from engine import Department, NewTeam
from tests.fixtures.house import House
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web.teams import lacking


def team(house: House, name: str) -> engine.Team:
    return house.desk.directory().teams[house.id(name)]


def defaults(house: House) -> set[str]:
    return {team.name for team in house.desk.directory().teams.values() if team.is_default}


def new(visit: Visit) -> Visitor:
    return visit("kaj").go("/administration/personer/").follow("Opret team")


def test_kaj_adds_a_team_that_work_is_sent_to(house: House, visit: Visit) -> None:
    kaj = new(visit).press("Opret team", Navn=" Printere ", Afdeling="Drift")
    assert "Printere er oprettet." in kaj.text and "Ingen er medlem af Printere" in kaj.text
    printers = team(house, "Printere")
    assert (printers.department, printers.is_main, printers.is_default) == (Department.OPERATIONS, True, False)
    assert "Printere" in visit("anders").go("/sager/ny").text


def test_a_team_that_is_no_main_team_is_not_offered_for_new_work(house: House, visit: Visit) -> None:
    kaj = new(visit).press("Opret team", Navn="Nattevagt", Afdeling="Drift", Hovedteam=False)
    assert "Nattevagt er oprettet." in kaj.text and not team(house, "Nattevagt").is_main
    assert "Nattevagt" not in visit("anders").go("/sager/ny").text


def test_a_renamed_team_keeps_its_people_and_its_work(house: House, visit: Visit) -> None:
    case, network = house.register("anders", "Netværk"), house.id("Netværk")
    kaj = visit("kaj").go("/administration/personer/").follow("Netværk")
    assert kaj.value_of("Navn") == "Netværk"
    kaj.press("Gem", Navn="Net og telefoni")
    assert "Net og telefoni er rettet." in kaj.text and team(house, "Net og telefoni").id == network
    assert house.waits(case).endswith(": Net og telefoni dispatchers")
    assert "Net og telefoni" in visit("jonas").go(f"/sager/{case.id}").text


def test_a_team_may_be_saved_as_it_is(house: House, visit: Visit) -> None:
    before = dict(house.desk.directory().teams)
    for one in before.values():
        assert visit("kaj").go(f"/teams/{one.id}").press("Gem").status == 200, one.name
    assert house.desk.directory().teams == before


def test_what_is_wrong_is_told_and_nothing_is_saved(house: House, visit: Visit) -> None:
    before, kaj = house.desk.directory().teams, new(visit)
    kaj.press("Opret team", Navn="Nattevagt", Hovedteam=False)
    assert kaj.status == 422 and "Vælg en afdeling." in kaj.alerts()
    assert kaj.value_of("Navn") == "Nattevagt" and not kaj.document.xpath("//input[@name='main'][@checked]")
    kaj.press("Opret team", Navn="netværk", Afdeling="Drift")
    assert kaj.status == 422 and "Der er allerede et team, der hedder netværk." in kaj.alerts()
    kaj.press("Opret team", Navn="")
    assert "Skriv et navn" in kaj.alerts()
    kaj.go(f"/teams/{house.id('Arbejdsplads')}").press("Gem", Navn="Servicedesk")
    assert "Der er allerede et team" in kaj.alerts() and kaj.title.startswith("Arbejdsplads")
    kaj.press("Gem", Navn="x" * 121)
    assert kaj.status == 422 and "højst 120 tegn" in kaj.alerts()
    assert house.desk.directory().teams == before
    assert kaj.go("/teams/999").status == 404


def test_a_department_always_has_one_main_team_as_its_default(house: House, visit: Visit) -> None:
    assert defaults(house) == {"Servicedesk", "Netværk"}
    kaj = visit("kaj").go(f"/teams/{house.id('Netværk')}")
    kaj.press("Gem", Hovedteam=False)
    assert kaj.status == 422 and "standardteam skal være et hovedteam" in kaj.alerts()
    kaj.go(f"/teams/{house.id('Netværk')}").press("Gem", **{"Afdelingens standardteam": False})
    assert kaj.status == 422 and "En afdeling har altid et standardteam." in kaj.alerts()
    kaj.go(f"/teams/{house.id('Arbejdsplads')}")
    kaj.press("Gem", Hovedteam=False, **{"Afdelingens standardteam": True})
    assert kaj.status == 422 and "standardteam skal være et hovedteam" in kaj.alerts()
    kaj.press("Gem", Hovedteam=True)
    assert kaj.status == 200 and defaults(house) == {"Servicedesk", "Arbejdsplads"}
    kaj.go(f"/teams/{house.id('Netværk')}").press("Gem", Hovedteam=False)
    assert kaj.status == 200 and not team(house, "Netværk").is_main
    kaj.go("/teams/ny").press("Opret team", Navn="Printere", Afdeling="Drift", **{"Afdelingens standardteam": True})
    assert defaults(house) == {"Servicedesk", "Printere"}


def test_a_house_of_before_gets_its_default_when_a_team_is_saved(house: House) -> None:
    """Whose department had several main teams and none of them as its default: work went to the first."""
    engine.add_people(house.desk, [NewTeam("Telefoni", Department.SUPPORT)])
    kaj = house.id("kaj")
    for name, by_default in (("Fagsystemer", True), ("Servicedesk", True), ("Servicedesk", True)):
        engine.change_team(house.desk, house.id(name), name=name, is_main=True, is_default=by_default, by=kaj)
    assert defaults(house) == {"Servicedesk", "Netværk"}


def test_nobody_else_makes_or_changes_a_team(house: House, app: Flask, visit: Visit) -> None:
    new_team = NewTeam("Nattevagt", Department.OPERATIONS)
    for name in ("hanne", "birgit"):
        assert visit(name).go("/teams/ny").status == 404
        try:
            engine.add_team(house.desk, new_team, by=house.id(name))
        except engine.errors.Refused as refused:
            assert refused.rule == "D-08"
        else:
            raise AssertionError(name)


def test_what_is_lacking_is_told_until_it_is_there(app: Flask, house: House) -> None:
    with app.test_request_context("/"):
        assert list(lacking(house.desk.directory())) == []
        engine.add_team(house.desk, NewTeam("Telefoni", Department.SUPPORT), by=house.id("kaj"))
        assert list(lacking(house.desk.directory())) == ["Ingen er medlem af Telefoni, som skal have nyt arbejde."]
        new = engine.NewAgent("Ib", "ib", Department.SUPPORT, "Telefoni", frozenset({"Telefoni"}))
        engine.add_agent(house.desk, new, by=house.id("kaj"))
        assert list(lacking(house.desk.directory())) == [
            "Telefoni har ingen dispatcher, så nyt arbejde venter på hele teamet."
        ]
