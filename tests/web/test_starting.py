"""New cases and tasks: the start form, and what comes back when it is not filled in right."""

from datetime import timedelta

import engine
from tests.fixtures.house import THOROUGH, House
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web.words import as_typed

FIELDS = {"Emne": "Ny skærm til reception", "Beskrivelse": THOROUGH}


def start(visit: Visit, who: str = "anders", team: str = "Netværk") -> Visitor:
    """The start form with a customer chosen."""
    form = visit(who).go("/sager/ny").follow(team)
    return form.press("Find bruger", **{"Søg bruger": "gitte"})


def test_see_the_case_is_not_a_description(house: House, visit: Visit) -> None:
    form = start(visit).press("Gem", **FIELDS | {"Beskrivelse": "se sag"})
    assert form.status == 422
    assert "R043" in form.alerts()
    assert form.value_of("Emne") == "Ny skærm til reception"
    assert form.value_of("Beskrivelse") == "se sag"
    assert "Gitte Sørensen" in form.text
    assert form.document.xpath("//textarea[@aria-invalid='true']")


def test_a_deadline_in_the_past_is_refused(house: House, visit: Visit) -> None:
    yesterday = as_typed(house.clock() - timedelta(days=1))
    form = start(visit).press("Gem", **FIELDS | {"Deadline": yesterday})
    assert form.status == 422 and "A-33" in form.alerts()
    assert form.value_of("Deadline") == yesterday


def test_nothing_filled_in_is_told_all_at_once(house: House, visit: Visit) -> None:
    form = visit("anders").go("/sager/ny").follow("Netværk").press("Gem")
    assert form.status == 422
    assert all(word in form.alerts() for word in ("Bruger", "Emne", "Beskrivelse"))
    assert form.document.xpath("//*[@role='alert']//a[starts-with(@href, '#')]")


def test_a_short_description_needs_a_reason_that_goes_into_the_history(house: House, visit: Visit) -> None:
    form = start(visit).press("Gem", **FIELDS | {"Beskrivelse": "Skærm"})
    assert form.status == 422 and "R108" in form.alerts()
    form.press("Gem", **{"Giv en grundig": "Brugeren ved ikke mere"})
    assert "er oprettet og sendt til Netværk." in form.text
    assert "Anders Krogh fraveg R108: »Brugeren ved ikke mere« · i dag" in form.text


def test_a_reason_for_an_agent_of_another_department_is_not_enough(house: House, visit: Visit) -> None:
    """Only agents of the chosen team are offered."""
    form = start(visit)
    assert form.options_of("Agent") == ["Emil Storm", "Hanne Vest", "Jonas Friis", "Pia Lund"]


def test_another_team_keeps_what_was_typed(house: House, visit: Visit) -> None:
    form = start(visit).press("Opdatér efter valg af team", **FIELDS, Hovedteam="Servicedesk")
    assert form.status == 200
    assert form.value_of("Emne") == "Ny skærm til reception"
    assert "Anders Krogh" in form.options_of("Agent")
    form.press("Gem")
    assert "er oprettet og sendt til Servicedesk." in form.text


def test_a_new_customer_on_the_spot(house: House, visit: Visit) -> None:
    form = visit("anders").go("/sager/ny").follow("Netværk")
    form.press("Opret bruger", Navn="Ida Nyborg", Mail="ida@kommunen", **FIELDS)
    assert "ida@kommunen" in str(house.customer("Ida")) or "mailadresse" in form.text
    form.press("Opret bruger", Navn="Ida Nyborg", Mail="ida@kommunen.example")
    assert form.value_of("Emne") == "Ny skærm til reception"
    form.press("Gem")
    assert house.desk and "SAG1" in form.title and "Ida Nyborg" in form.text


def test_a_task_on_a_case_with_its_creator_as_approver(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}?fane=opgaver").follow("Opret opgave").follow("Netværk")
    assert anders.value_of("Godkender") == "Anders Krogh"  # R048
    tomorrow = as_typed(house.clock() + timedelta(days=1))
    anders.press("Gem", Emne="Undersøg kabel", Beskrivelse=THOROUGH, Deadline=tomorrow)
    assert anders.title == "TSK1 Undersøg kabel"
    assert (
        house.waits(engine.get_task(house.desk, 1))
        == "Dispatcher i drift tildeler opgave til agent: Netværk dispatchers"
    )
    anders.go(f"/sager/{case.id}")
    assert "Opgaver (1), 1 åben" in anders.text


def test_only_the_case_agent_creates_tasks(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    signe = visit("signe").go(f"/sager/{case.id}?fane=opgaver")
    assert not signe.can_press("Opret opgave")
    assert "Kun sagsagenten opretter opgaver på sagen" in signe.text and "Anders Krogh" in signe.text


def test_no_task_on_a_closed_case_nor_on_one_that_is_not_there(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    house.press(case, "Løs og luk sagen", "anders", solution="Genstartet.")
    anders = visit("anders").go(f"/sager/{case.id}/opgaver/ny").follow("Netværk")
    tomorrow = as_typed(house.clock() + timedelta(days=1))
    anders.press("Gem", Emne="Undersøg kabel", Beskrivelse=THOROUGH, Deadline=tomorrow)
    assert anders.status == 422 and "A-32" in anders.alerts()
    assert visit("anders").go("/sager/999/opgaver/ny").status == 404
