"""Teams as an administrator keeps them: new ones, their names, and which of them receive work (D-13)."""

import pytest
from flask import Flask

import engine
from engine import Department, NewTeam
from tests.fixtures.house import House
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web.administration.teams import lacking


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
    assert kaj.status == 422 and "Vælg en afdeling." in kaj.alerts() and "navn" not in kaj.alerts()
    assert kaj.value_of("Navn") == "Nattevagt" and not kaj.document.xpath("//input[@name='main'][@checked]")
    kaj.press("Opret team", Navn="")
    assert "Skriv et navn." in kaj.alerts() and "Vælg en afdeling." in kaj.alerts()
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


def test_nobody_else_makes_or_changes_a_team(house: House, visit: Visit) -> None:
    new_team = NewTeam("Nattevagt", Department.OPERATIONS)
    for name, status in (("hanne", 422), ("birgit", 404)):
        assert visit(name).go("/teams/ny").status == status
        with pytest.raises(engine.errors.Refused):
            engine.add_team(house.desk, new_team, by=house.id(name))


USUAL = engine.Demands()
LEAST, REFERENCES = "Mindste længde", "Vendinger"


def test_a_lead_changes_what_the_team_asks_of_descriptions(house: House, visit: Visit) -> None:
    hanne = visit("hanne").go("/konto/").follow("Hvad Netværk kræver af beskrivelser")
    assert hanne.title == "Netværk Drift" and "Opret team" not in hanne.text
    assert hanne.value_of(LEAST) == "30" and hanne.value_of(REFERENCES).splitlines() == list(USUAL.references)
    hanne.press("Gem krav", **{LEAST: "0", REFERENCES: " Se  bilag \r\n\r\nse bilag\r\nSe bilag"})
    assert "Kravene til beskrivelser for Netværk er gemt." in hanne.text
    assert team(house, "Netværk").demands == engine.Demands(0, ("Se bilag", "se bilag"))
    assert team(house, "Servicedesk").demands == USUAL
    house.register("anders", "Netværk", description="Printer")
    form = visit("anders").go("/sager/ny").follow("Netværk").press("Find bruger", **{"Søg bruger": "gitte"})
    form.press("Gem", Emne="Printer", Beskrivelse="Se bilag 3!")
    assert form.status == 422 and "R043" in form.alerts()


def test_the_usual_demands_are_there_again_at_a_press(house: House, visit: Visit) -> None:
    kaj = visit("kaj").go(f"/teams/{house.id('Netværk')}").press("Gem krav", **{LEAST: "60", REFERENCES: ""})
    assert team(house, "Netværk").demands == engine.Demands(60, ())
    kaj.press("Brug de sædvanlige krav", **{LEAST: "volapyk"})
    assert kaj.status == 200 and team(house, "Netværk").demands == USUAL


def test_demands_out_of_bounds_are_refused_and_what_was_typed_stays(house: House, visit: Visit) -> None:
    hanne = visit("hanne")
    for field, typed, said in (
        (LEAST, "501", "Skriv et helt tal fra 0 til 500."),
        (LEAST, "-1", "Skriv et helt tal fra 0 til 500."),
        (LEAST, "", "Skriv et helt tal fra 0 til 500."),
        (LEAST, "tyve", "Skriv et helt tal fra 0 til 500."),
        (REFERENCES, "\n".join(f"se nr {n}" for n in range(51)), "Højst 50 vendinger."),
        (REFERENCES, "x" * 81, "En vending er højst 80 tegn."),
    ):
        hanne.go(f"/teams/{house.id('Netværk')}").press("Gem krav", **{field: typed})
        assert hanne.status == 422 and said in hanne.alerts() and hanne.value_of(field) == typed, typed
    assert team(house, "Netværk").demands == USUAL


def test_a_lead_of_another_team_and_its_agents_change_nothing_there(house: House, visit: Visit) -> None:
    network = house.id("Netværk")
    assert visit("lars").go(f"/teams/{network}").status == 404
    for name in ("lars", "pia", "birgit"):
        with pytest.raises(engine.errors.Refused, match="Kun teamlederen") as refused:
            engine.set_demands(house.desk, network, engine.Demands(0), by=house.id(name))
        assert refused.value.who == "Hanne Vest"
    assert team(house, "Netværk").demands == USUAL


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
