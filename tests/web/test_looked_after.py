"""Overblik for people without a team: an auditor, a process owner, an administrator, and somebody without a role."""

from datetime import timedelta

import pytest

import engine
from engine import Delivery, NewAgent
from engine.store.connection.counting import counting
from tests.fixtures.house import House
from tests.web.conftest import Visit

HOME = (engine.Department.SUPPORT, "Servicedesk")


def test_rosa_sees_what_is_over_its_deadline_and_the_check(house: House, visit: Visit) -> None:
    late = house.keep("anders", subject="For sent", deadline=house.clock() + timedelta(hours=1))
    house.keep("anders", subject="I god tid", deadline=house.clock() + timedelta(days=9))
    solved = house.keep("pia", subject="Løst", deadline=house.clock() + timedelta(hours=1))
    house.press(solved, "Løs og luk sagen", "pia", solution="Kablet er skiftet.")
    assert "Intet forløb i gang er over sin deadline." in visit("rosa").go("/").text
    house.clock.advance(timedelta(hours=3))
    rosa = visit("rosa").go("/")
    assert "Over deadline 1" in rosa.text and "2 timer over" in rosa.text
    assert "I god tid" not in rosa.text and "Løst" not in rosa.text and "Processer 6" not in rosa.text
    assert rosa.follow("For sent").title == f"{late.number} For sent"
    assert rosa.go("/").follow("Kontrol af historikken").title == "Kontrol af historikken"
    assert rosa.go("/forloeb/?frist=overskredet").title == "Forløb 1" and "I god tid" not in rosa.text


def test_of_many_the_rest_is_in_the_list_with_its_filter(house: House, visit: Visit) -> None:
    for number in range(7):
        house.keep("anders", subject=f"Sag {number}", deadline=house.clock() + timedelta(hours=1))
    house.clock.advance(timedelta(hours=3))
    rosa = visit("rosa").go("/")
    assert "Sag 4" in rosa.text and "Sag 5" not in rosa.text
    assert rosa.follow("Vis alle 7").title == "Forløb 7" and "Sag 6" in rosa.text


def test_birgit_sees_the_processes_and_her_drafts(house: House, visit: Visit) -> None:
    house.register("anders", "Netværk")
    birgit = visit("birgit").go("/processer/").press("Upload og kontrollér", **{"BPMN-fil": ("w3.bpmn", b"<a/>")})
    birgit.go("/")
    assert "Dine kladder (1)" in birgit.text and "Processer 6" in birgit.text and "Over deadline 0" in birgit.text
    assert "Sag fra support til drift version 1, 1 forløb i gang" in birgit.text
    assert "Administration" not in birgit.text
    assert birgit.follow("w3.bpmn").title == "Kontrol af w3.bpmn"


def test_an_administrator_sees_mail_that_stopped_and_the_people(house: House, visit: Visit) -> None:
    engine.add_people(house.desk, agents=[NewAgent("Ole Bak", "ole", *HOME, roles=frozenset({"administrator"}))])
    ole = visit("ole").go("/")
    assert "Ingen mail er standset." in ole.text and "Baggrundsarbejde i orden" in ole.text
    case = house.keep("anders")
    engine.send_external(house.desk, case.id, "Hej Gitte. Vi ser på det.", by=house.by("anders"))
    ole.go("/")
    assert engine.count_stopped(house.desk)[Delivery.NOT_SENT] and "mail ikke sendt" in ole.text.replace(
        "mails", "mail"
    )
    people = sum(agent.active for agent in house.desk.directory().agents.values())
    assert f"Personer og teams {people} aktive personer" in ole.text
    assert ole.follow("Personer og teams").status == 200


def test_somebody_without_a_role_is_told_whom_to_ask(house: House, visit: Visit) -> None:
    engine.add_people(house.desk, agents=[NewAgent("Gry Lang", "gry", *HOME)])
    gry = visit("gry").go("/")
    assert "Du er ikke i et team og har ingen rolle" in gry.text and "Kaj Munk" in gry.text


@pytest.mark.parametrize("name", ["rosa", "birgit", "kaj"])
def test_nobody_is_told_to_do_what_they_cannot(house: House, visit: Visit, name: str) -> None:
    words = visit(name).go("/").text
    assert "Opret sag" not in words and "Venter på mig" not in words


def test_it_asks_as_much_of_the_database_however_much_there_is(house: House, visit: Visit) -> None:
    def asked() -> int:
        kaj = visit("kaj").go("/")
        with counting(house.desk.database) as count:
            kaj.go("/")
        return count.statements

    house.keep("anders", deadline=house.clock() + timedelta(hours=1))
    house.clock.advance(timedelta(hours=3))
    few = asked()
    for _ in range(4):
        house.keep("anders", deadline=house.clock() + timedelta(hours=1))
    house.clock.advance(timedelta(hours=3))
    assert few < 25 and asked() <= few + 2
