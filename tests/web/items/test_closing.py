"""Closing takes one press: beside the button stands what it closes, and when the customer was last written to."""

from datetime import timedelta

import engine
from engine import Case, Task
from tests.fixtures.house import House
from tests.web.conftest import Visit

TOLD = "Der er ikke skrevet til Gitte Sørensen, Borgerservice på sagen."


def solved_task(house: House, case: Case, subject: str = "Undersøg kabel") -> Task:
    task = house.create_task(case, "anders", "Netværk", subject=subject)
    house.press(task, "Tildel", "jonas", agent="pia")
    house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")
    return task


def test_on_a_task_it_says_that_the_case_is_closed_and_what_ends_with_it(house: House, visit: Visit) -> None:
    task = solved_task(house, house.keep("anders"))
    anders = visit("anders").go(f"/opgaver/{task.id}")
    assert f"Luk sagen lukker SAG1 Printer skriver ikke. {TOLD}" in anders.text
    assert anders.button("Luk sagen").get("aria-describedby")
    solved_task(house, engine.get_case(house.desk, 1), "Undersøg stik")
    assert "SAG1 Printer skriver ikke; dens øvrige løste opgaver afsluttes." in anders.go(anders.path).text
    assert f"Løs og luk sagen afslutter også de løste opgaver. {TOLD}" in anders.go("/sager/1").text


def test_on_the_case_it_says_what_the_customer_knows(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    engine.send_external(house.desk, case.id, "Vi ser på det.", by=house.by("pia"))
    house.clock.advance(timedelta(hours=1))
    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")
    anders = visit("anders").go(f"/sager/{case.id}")
    assert "siden løsningen; sidst i dag 09.00." in anders.text and "lukker SAG1" not in anders.text
    engine.send_external(house.desk, case.id, "Den virker.", by=house.by("anders"))
    assert "Sidst skrevet til Gitte Sørensen, Borgerservice: i dag 10.00." in anders.go(anders.path).text


def test_a_mail_to_the_customer_counts_and_one_to_a_supplier_does_not(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}")
    for to, words in (("sv@example.org", TOLD), ("gitte@kommunen.example", "Sidst skrevet til Gitte Sørensen")):
        letter = "Kære du\n\nHvornår?\n\nMed venlig hilsen\nAnders"
        engine.send_mail(house.desk, case.id, to=to, subject="Printer", text=letter, by=house.by("anders"))
        assert words in anders.go(anders.path).text


def test_after_a_reopening_what_was_written_before_is_old(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    engine.send_external(house.desk, case.id, "Den virker.", by=house.by("anders"))
    house.press(case, "Løs og luk sagen", "anders", solution="Genstartet.")
    house.clock.advance(timedelta(hours=1))
    engine.reopen_case(house.desk, case.id, why="Den er gået i stå igen.", by=house.by("anders"))
    assert "siden genåbningen; sidst i dag 09.00." in visit("anders").go(f"/sager/{case.id}").text


def test_nothing_is_said_of_a_button_that_cannot_be_pressed(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")
    assert "skrevet til Gitte" not in visit("pia").go(f"/sager/{case.id}").text
