"""W4 as a story: a case that operations hands to support. No dispatcher, as the manual draws it."""

from engine import Status
from tests.fixtures.house import House


def test_one_of_the_team_takes_it_solves_it_and_operations_closes(house: House) -> None:
    case = house.register("pia", "Servicedesk")
    assert house.waits(case) == "Support løser sag: Servicedesk agents"
    house.press(case, "Tag sagen", "signe")
    assert house.waits(case) == "Support løser sag: Signe Dahl"
    assert house.now(case).status == Status.ASSIGNED
    house.press(case, "Marker som løst", "signe", solution="Brugeren er ringet op.")
    assert house.now(case).agent_id == house.id("pia")
    assert house.waits(case) == "Driften lukker sagen: Pia Lund"
    house.press(case, "Luk sagen", "pia")
    assert house.now(case).status == Status.CLOSED


def test_laid_back_it_is_offered_to_the_team_again(house: House) -> None:
    case = house.register("pia", "Servicedesk")
    house.press(case, "Tag sagen", "signe")
    house.press(case, "Læg tilbage til teamet", "signe", comment="Jeg har ferie fra i morgen.")
    assert house.waits(case) == "Support løser sag: Servicedesk agents"
    assert house.now(case).agent_id is None


def test_sent_back_to_its_creator_and_returned(house: House) -> None:
    case = house.register("pia", "Servicedesk")
    house.press(case, "Tag sagen", "signe")
    house.press(case, "Send retur", "signe", comment="Hvilken bruger?", agent="pia")
    assert house.waits(case) == "Giv oplysninger og returnér: Pia Lund"
    house.press(case, "Returnér til agenten", "pia", comment="Gitte.")
    assert house.waits(case) == "Support løser sag: Signe Dahl"


def test_reopened_by_operations_it_goes_to_the_solver(house: House) -> None:
    case = house.register("pia", "Servicedesk")
    house.press(case, "Tag sagen", "signe")
    house.press(case, "Marker som løst", "signe", solution="Brugeren er ringet op.")
    house.press(case, "Genåbn sagen", "pia", comment="Brugeren har ikke hørt noget.")
    assert house.waits(case) == "Support løser sag: Signe Dahl"
