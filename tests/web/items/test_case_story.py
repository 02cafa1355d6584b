"""A case from registering to closing, by the forms that its diagram draws."""

from datetime import timedelta

import pytest

import engine
from engine import Case, Status
from tests.fixtures.house import THOROUGH, House
from tests.web.conftest import Visit


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


def registered(visit: Visit, house: House) -> Case:
    anders = visit("anders").go("/sager/ny").follow("Netværk")
    anders.press("Find bruger", **{"Søg bruger": "gitte"})
    anders.press("Gem", Emne="Printer skriver ikke", Beskrivelse=THOROUGH)
    assert anders.title == "SAG1 Printer skriver ikke"
    return engine.get_case(house.desk, 1)


def test_support_registers_operations_solves_support_closes(house: House, visit: Visit) -> None:
    case = registered(visit, house)

    jonas = visit("jonas").go("/")
    assert "Mit teams kø 1" in jonas.text
    jonas.follow("Printer skriver ikke").press("Tildel", Agent="Pia Lund")
    assert "SAG1: »Tildel« er udført. Nu venter »Agent i drift løser sagen« på Pia Lund." in jonas.text

    pia = visit("pia").go("/").follow("Printer skriver ikke")
    pia.press("Marker som løst", Løsning="Kablet er skiftet.")
    assert house.now(case).status == Status.SOLVED
    assert "Løsning Kablet er skiftet. Pia Lund" in pia.text

    anders = visit("anders").go("/").follow("Printer skriver ikke").press("Luk sagen")
    assert house.now(case).status == Status.CLOSED
    assert "SAG1 er lukket." in anders.text


def test_operations_sees_why_it_cannot_close_and_who_can(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")
    pia = visit("pia").go(f"/sager/{case.id}")
    assert not pia.document.xpath("//button[@name='outcome']")
    assert "Trinnet venter på Anders Krogh" in pia.text and "Det kan: Anders Krogh" in pia.text
    assert "Knapper på trinnet: Luk sagen" in pia.text


def test_closing_by_hand_made_form_is_refused_too(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")
    pia, step = visit("pia").go(f"/sager/{case.id}"), house.step(case)
    token = pia.document.xpath("//input[@name='csrf_token']/@value")[0]
    answer = pia.client.post(f"/trin/{step.id}", data={"outcome": "luk", "csrf_token": token})
    assert answer.status_code == 422
    assert house.now(case).status == Status.SOLVED


def test_a_button_says_which_fields_it_lacks_and_everything_typed_stays(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    pia = visit("pia").go(f"/sager/{case.id}")
    assert pia.value_of("Send retur til") == "Anders Krogh"  # the diagram's default: who created it
    pia.press("Send retur", Løsning="Måske kablet")
    assert pia.status == 422
    assert "skal udfyldes" in pia.alerts()
    assert pia.value_of("Løsning") == "Måske kablet"
    assert house.waits(case) == "Agent i drift løser sagen: Pia Lund"


def test_what_is_wrong_with_a_reopening_stands_at_its_field(house: House, visit: Visit) -> None:
    case = house.keep("anders", deadline=house.clock() + timedelta(hours=1))
    house.press(case, "Løs og luk sagen", "anders", solution="Genstartet.")
    house.clock.advance(timedelta(hours=2))
    anders = visit("anders").go(f"/sager/{case.id}").press(f"Genåbn {case.number}")
    assert anders.status == 422 and "R095" in anders.alerts()
    assert anders.document.get_element_by_id("why").get("aria-describedby") == "why-problem"
    assert "Skriv en intern kommentar" in anders.document.get_element_by_id("why-problem").text_content()
    anders.press(f"Genåbn {case.number}", Hvorfor="Den er gal igen.")
    assert "A-33" in anders.alerts()
    assert "Sæt en ny" in anders.document.get_element_by_id("reopen-deadline-problem").text_content()
    anders.press(f"Genåbn {case.number}", Ny_deadline="snart")
    assert (
        anders.status == 422 and "Deadline skal være en dato og et klokkeslæt som 24.12.2026 16.00." in anders.alerts()
    )
    assert anders.document.xpath("//*[@role='alert']//a[@href='#reopen-deadline']")


def test_two_people_complete_the_same_step(house: House, visit: Visit) -> None:
    """One succeeds; the other sees who did what and when, and keeps what they typed."""
    case = house.register("anders", "Netværk")
    jonas, also_jonas = visit("jonas").go(f"/sager/{case.id}"), visit("jonas").go(f"/sager/{case.id}")
    jonas.press("Tildel", Agent="Pia Lund")
    also_jonas.press(
        "Send til andet hovedteam", Andet_hovedteam="Arbejdsplads", Intern_kommentar="Det er deres printer."
    )
    assert also_jonas.status == 409
    assert "er allerede udført: Tildel – Jonas Friis" in also_jonas.text
    assert "Det er deres printer." in also_jonas.text
    assert house.waits(case) == "Agent i drift løser sagen: Pia Lund"


def test_a_lead_steps_in_when_they_say_why(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    hanne = visit("hanne").go(f"/sager/{case.id}").press("Tildel", Agent="Emil Storm")
    assert hanne.status == 422 and "Skriv hvorfor" in hanne.alerts()
    assert hanne.value_of("Agent (") == "Emil Storm"
    warning = hanne.document.xpath("//input[starts-with(@name, 'override-')]")[0]
    warning.set("value", "Jonas er syg")
    hanne.press("Tildel")
    assert hanne.status == 200
    assert house.waits(case) == "Agent i drift løser sagen: Emil Storm"


def test_reloading_after_a_refusal_leads_to_the_page(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    assert visit("jonas").go(f"/trin/{house.step(case).id}").title == f"{case.number} {case.subject}"
    assert visit("jonas").go(f"/sager/{case.id}/mail").title == f"{case.number} {case.subject}"


def test_where_is_the_case(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    pia = visit("pia").go(f"/sager/{case.id}?fane=forloeb")
    current = pia.document.xpath("//li[@aria-current='step']")
    assert ["Agent i drift løser sagen" in stop.text_content() for stop in current] == [True]
    assert "her er den nu" in current[0].text_content()
    diagram = pia.document.xpath("//*[@data-diagram]")[0]
    assert pia.client.get(diagram.get("data-diagram")).mimetype == "application/xml"
    assert '"current"' in diagram.get("data-markers") and '"passed"' in diagram.get("data-markers")


def test_a_closed_case_is_reopened_with_a_reason(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")
    house.press(case, "Luk sagen", "anders")
    assert "Løst afPia Lund · i dag" in visit("anders").go(f"/sager/{case.id}").text
    anders = visit("anders").go(f"/sager/{case.id}").press(f"Genåbn {case.number}", Hvorfor="Den er gal igen.")
    assert anders.status == 200 and "er genåbnet" in anders.text
    assert "Anders Krogh genåbnede den – nu hos Pia Lund ·" in anders.text
    assert "Løst af" not in anders.text  # it is not solved now
    assert house.waits(case) == "Agent i drift løser sagen: Pia Lund"
