"""What happened, in sentences: beside the correspondence, in the table, and where one is brought back to."""

from datetime import timedelta

import engine
from engine import Kind, Task
from tests.fixtures.house import House
from tests.web.conftest import Visit


def solved(house: House) -> Task:
    """A task on Anders' case that Pia has solved."""
    task = house.create_task(house.keep("anders"), "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="pia")
    house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")
    return task


def test_who_chose_what_and_when_is_one_sentence(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    said = visit("pia").go(f"/sager/{case.id}").text
    assert "Jonas Friis valgte »Tildel« – nu hos Pia Lund · i dag 09.00" in said
    assert "Anders Krogh startede »Sag fra support til drift« · i dag 09.00" in said
    assert "Jonas Friis chose “Tildel” – now with Pia Lund · today 09:00" in (
        visit("pia").go("/").press("English").go(f"/sager/{case.id}").text
    )


def test_the_table_names_the_step_too(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    told = "»Dispatcher i drift tildeler til agent«: valgte »Tildel« – nu hos Pia Lund"
    assert told in visit("pia").go(f"/sager/{case.id}?fane=forloeb").text
    (instance,) = engine.look_at(house.desk, Kind.CASE, case.id, by=house.id("rosa")).instances
    assert told in visit("rosa").go(f"/forloeb/{instance.id}").text


def test_what_waits_for_oneself_is_said_so(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    jonas = visit("jonas").go(f"/sager/{case.id}").press("Tildel", Agent="Jonas Friis")
    assert "SAG1: »Tildel« er udført. Nu venter »Agent i drift løser sagen« på dig." in jonas.text


def test_closing_a_case_from_its_task_says_that_the_case_is_closed(house: House, visit: Visit) -> None:
    task = solved(house)
    anders = visit("anders").go(f"/opgaver/{task.id}").press("Luk sagen")
    assert "TSK1: »Luk sagen« er udført. SAG1 er lukket." in anders.text


def test_a_task_that_ends_while_its_case_stays_open_says_that_no_step_is_left(house: House, visit: Visit) -> None:
    task = solved(house)
    anders = visit("anders").go(f"/opgaver/{task.id}").press("Accepter løsningen, sagen holdes åben")
    assert "TSK1: »Accepter løsningen, sagen holdes åben« er udført. Der er ikke flere trin." in anders.text


def test_a_case_passed_on_to_the_other_department_says_what_waits_there(house: House, visit: Visit) -> None:
    """The process that began ends there, and another takes over."""
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}")
    anders.press(
        "Send sagen videre til anden afdeling",
        Hovedteam_i_den_anden_afdeling="Netværk",
        Intern_kommentar="Det er jeres net.",
    )
    assert "Nu venter »Dispatcher i drift tildeler til agent« på Netværk." in anders.text


def test_a_case_closed_from_its_task_has_come_to_its_end(house: House, visit: Visit) -> None:
    task = solved(house)
    house.press(task, "Luk sagen", "anders")
    page = visit("anders").go(f"/sager/{task.case_id}")
    stops = [" ".join(stop.text_content().split()) for stop in page.document.xpath("//li[contains(@class, 'stop')]")]
    assert stops[-1].startswith("Lukket fra TSK1 passeret Anders Krogh i dag 09.00")
    assert "ikke nået" not in " ".join(stops) and "sprunget over" in stops[-2]
    assert "Anders Krogh lukkede sagen fra TSK1 ·" in page.text
    assert "udefra" not in page.text


def test_what_a_closed_case_ended_on_its_other_tasks_is_at_its_end_too(house: House, visit: Visit) -> None:
    task = solved(house)
    case = engine.get_case(house.desk, task.case_id)
    house.press(case, "Løs og luk sagen", "anders", solution="Kablet er skiftet.")
    page = visit("anders").go(f"/opgaver/{task.id}")
    stops = [" ".join(stop.text_content().split()) for stop in page.document.xpath("//li[contains(@class, 'stop')]")]
    assert stops[-1].startswith("Sagen er lukket passeret Anders Krogh i dag 09.00")
    assert "tilbage: sagen er lukket ·" in page.text
    table = visit("anders").go(f"/opgaver/{task.id}?fane=forloeb").text
    assert "afsluttede forløbet, fordi sagen blev lukket" in table


def test_what_an_event_changed_stands_in_the_order_of_the_fields(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    later = house.clock() + timedelta(days=9)
    written = "Printeren på gangen mangler sort toner og blinker."
    changes = {"deadline": later, "category": "Print", "description": written, "subject": "Toner"}
    engine.edit_case(house.desk, case.id, changes, by=house.by("anders"))
    labels = "//tr[contains(., 'rettede emne fra')]/td[@class='changes']//strong/text()"
    (instance,) = engine.look_at(house.desk, Kind.CASE, case.id, by=house.id("anders")).instances
    for page in (visit("anders").go(f"/sager/{case.id}?fane=forloeb"), visit("rosa").go(f"/forloeb/{instance.id}")):
        assert page.document.xpath(labels) == ["Emne", "Beskrivelse", "Deadline", "Kategori"]
    assert "rettede emne fra" in visit("anders").go(f"/sager/{case.id}").text
