"""New cases and tasks: the start form, and what comes back when it is not filled in right."""

from datetime import timedelta

import engine
from tests.fixtures.house import THOROUGH, House
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web.wording.words import as_typed

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
    form.press("Opret bruger", Navn="Ida Nyborg", Mail="ida@", **FIELDS)
    assert form.status == 422 and "mailadresse" in form.text
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
    assert "Opgaver (1)" in anders.text


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


def chosen(form: Visitor) -> str:
    """The name beside the ticked circle."""
    ticked = form.document.xpath("//fieldset[contains(@class, 'customer')]//label[input[@checked]]")
    return str(ticked[0].text_content()).strip() if ticked else ""


def test_who_searches_again_lets_go_of_the_first(house: House, visit: Visit) -> None:
    form = visit("anders").go("/sager/ny").follow("Netværk").press("Find bruger", **{"Søg bruger": "ole"})
    assert chosen(form).startswith("Ole Ipsen")
    form.press("Find bruger", **{"Søg bruger": "gitte"})
    assert chosen(form).startswith("Gitte Sørensen") and "Ole Ipsen" not in form.text
    form.press("Find bruger", **{"Søg bruger": "zzz"})
    assert not chosen(form) and "Ingen bruger har “zzz”." in form.text
    form.press("Gem", **FIELDS)
    assert form.status == 422 and "Bruger: skal udfyldes." in form.alerts()


def test_who_is_among_those_found_stays_chosen_and_so_without_a_search(house: House, visit: Visit) -> None:
    form = start(visit).press("Find bruger", **{"Søg bruger": "gitte sør"})
    assert chosen(form).startswith("Gitte Sørensen")
    form.press("Opdatér efter valg af team", **{"Søg bruger": "ole"}, Hovedteam="Servicedesk")
    assert chosen(form).startswith("Gitte Sørensen")


def test_a_search_in_a_saved_case_falls_back_on_its_customer(house: House, visit: Visit) -> None:
    form = visit("anders").go(f"/sager/{house.keep('anders').id}?ret=1")
    form.press("Find bruger", **{"Søg bruger": "ole"})
    assert chosen(form).startswith("Gitte Sørensen") and "Ole Ipsen" in form.text
    form.press("Find bruger", **{"Ole Ipsen": True, "Gitte": False, "Søg bruger": "zzz"})
    assert chosen(form).startswith("Gitte Sørensen")


def test_the_field_says_what_it_is_for_after_a_search_in_place_too(house: House, visit: Visit) -> None:
    form = visit("anders").go("/sager/ny").follow("Netværk")
    help_text = form.document.get_element_by_id("felt-bruger-help").text_content()
    assert "Eksterne kommentarer sendes til" in help_text
    data = {name: form.document.xpath(f"//input[@name='{name}']/@value")[0] for name in ("customer-help", "csrf_token")}
    answer = form.client.post(
        "/brugere/felt/felt-bruger", data={**data, "look-up": "customer", "customer-search": "ole"}
    )
    assert help_text in answer.text and "Ole Ipsen" in answer.text


def test_a_new_customer_who_is_not_added_stops_the_form_and_stands_still_there(house: House, visit: Visit) -> None:
    form = start(visit).press("Gem", Navn="Ida Nyborg", **FIELDS)
    assert form.status == 422 and "Tryk “Opret bruger” først" in form.alerts()
    assert form.value_of("Navn") == "Ida Nyborg" and form.document.xpath("//details[@class='customer-new'][@open]")
    form.press("Opret bruger", Mail="ida")
    assert form.status == 422 and "Skriv en mailadresse" in form.alerts()
    assert form.document.xpath("//*[@role='alert']//a[@href='#customer-email']")
    assert form.document.get_element_by_id("customer-email").get("aria-invalid") == "true"
    form.press("Opret bruger", Mail="ida@kommunen.example").press("Gem")
    assert "SAG1" in form.title and "Ida Nyborg" in form.text


def test_a_new_customer_for_a_saved_case(house: House, visit: Visit) -> None:
    form = visit("anders").go(f"/sager/{house.keep('anders').id}?ret=1")
    form.press("Gem rettelser", Navn="Ida Nyborg", Mail="ida")
    assert form.status == 422 and "Tryk “Opret bruger” først" in form.alerts()
    form.press("Opret bruger")
    assert form.status == 422 and form.document.xpath("//*[@role='alert']//a[@href='#customer-email']")
    assert form.value_of("Navn") == "Ida Nyborg"
    form.press("Opret bruger", Mail="ida@kommunen.example").press("Gem rettelser")
    assert form.status == 200 and "Ida Nyborg" in form.text


def cursor(form: Visitor) -> list[str]:
    return [str(name) for name in form.document.xpath("//main//*[@autofocus]/@name")]


def test_the_cursor_stands_at_the_first_field_or_where_one_was(house: House, visit: Visit) -> None:
    form = visit("anders").go("/sager/ny").follow("Netværk")
    assert cursor(form) == ["customer-search"]
    form.press("Opdatér efter valg af team", **FIELDS, Hovedteam="Servicedesk")
    assert cursor(form) == ["felt-hovedteam"]
    assert cursor(form.press("Gem")) == []
    case = house.keep("anders")
    assert cursor(visit("anders").go(f"/sager/{case.id}/opgaver/ny").follow("Netværk")) == ["felt-emne"]


def test_the_chosen_team_stands_there_once_with_the_way_to_another(house: House, visit: Visit) -> None:
    form = visit("anders").go(f"/sager/ny?team={house.id('Netværk')}")
    (chosen,) = form.document.find_class("chosen-team")
    assert chosen.findtext("strong") == "Netværk" and chosen.find("details").get("open") is None
    assert form.text.count("Hovedteam") == 3  # the fact, what *skift* is about, and the folded field
