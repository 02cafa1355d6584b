"""The customer is told a task's solution from its closing step (W1.5)."""

import engine
from engine import Kind, Task
from tests.fixtures.house import House
from tests.web.conftest import Visit

LINK = "Svar brugeren med løsningen"
SOLUTION = "Kablet er skiftet."


def solved_task(house: House) -> Task:
    task = house.create_task(house.keep("anders"), "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="pia")
    house.press(task, "Marker som løst", "pia", solution=SOLUTION)
    return task


def test_the_solution_goes_to_the_customer_and_one_is_back_at_the_step(house: House, visit: Visit) -> None:
    task = solved_task(house)
    anders = visit("anders").go(f"/opgaver/{task.id}").follow(LINK)
    assert anders.value_of("Ekstern kommentar") == SOLUTION and "Løsningen på TSK1 til brugeren." in anders.text
    anders.press("Send til Gitte Sørensen, Borgerservice")
    assert anders.path == f"/opgaver/{task.id}" and "Den eksterne kommentar er" in anders.text
    assert SOLUTION in engine.entries_of(house.desk, Kind.CASE, 1)[-1].text
    anders.press("Luk sagen")
    assert "SAG1 er lukket." in anders.text


def test_a_refused_reply_keeps_its_words_and_its_way_back(house: House, visit: Visit) -> None:
    task = solved_task(house)
    anders = visit("anders").go(f"/opgaver/{task.id}").follow(LINK)
    anders.press("Send til Gitte Sørensen, Borgerservice", Ekstern_kommentar="  ")
    assert anders.status == 422 and "Løsningen på TSK1" in anders.text and SOLUTION not in anders.value_of("Ekstern")
    draft = visit("anders").go(f"/opgaver/{task.id}").follow(LINK)
    assert "Din kladde er beholdt" in draft.text
    draft.press("Send til Gitte Sørensen, Borgerservice", Ekstern_kommentar="Nu virker den.")
    assert draft.path == f"/opgaver/{task.id}"


def test_it_is_offered_to_whoever_can_close_and_to_nobody_else(house: House, visit: Visit) -> None:
    task = solved_task(house)
    assert LINK not in visit("pia").go(f"/opgaver/{task.id}").text


def test_an_address_with_somebody_elses_task_is_an_ordinary_composer(house: House, visit: Visit) -> None:
    solved_task(house)
    other = house.keep("anders")
    for number in ("1", "99", "nul", "1" * 40):
        page = visit("anders").go(f"/sager/{other.id}?skriv=ekstern&svar={number}")
        assert page.status == 200 and page.value_of("Ekstern kommentar") == "" and SOLUTION not in page.text
