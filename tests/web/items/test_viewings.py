"""Who opened what is noted beside the page, and read by auditors alone (D-28)."""

from datetime import timedelta

import pytest

import engine
from engine import Case, Kind, Upload
from engine.reading import viewings as read
from engine.store.connection.counting import counting
from engine.store.history import viewings
from tests.fixtures.house import House
from tests.web.conftest import Visit


@pytest.fixture
def case(house: House) -> Case:
    case = house.keep("anders")
    file = Upload("plan.txt", b"plan")
    engine.write_comment(house.desk, Kind.CASE, case.id, "Se planen.", by=house.by("anders"), attachments=[file])
    return case


def seen_by(visit: Visit, path: str) -> list[str]:
    """Who, what and when, as an auditor reads it on that page: a line each, without the time in full."""
    lines = visit("rosa").go(path).document.xpath("//section[@aria-labelledby='set-af']//li")
    return [" ".join(line.text_content().split()).partition(" (")[0] for line in lines]


def test_an_auditor_sees_who_opened_a_case_and_a_file_of_it_and_when(house: House, visit: Visit, case: Case) -> None:
    visit("anders").go(f"/sager/{case.id}").go(f"/sager/{case.id}?fane=forloeb")
    house.clock.advance(timedelta(minutes=5))
    signe = visit("signe").go(f"/sager/{case.id}")
    signe.follow("plan.txt")
    house.desk.notes.settle(house.id("signe"))
    assert seen_by(visit, f"/sager/{case.id}") == [
        "Signe Dahl plan.txt i dag 09.05",
        "Signe Dahl i dag 09.05",
        "Anders Krogh i dag 09.00",
    ]


def test_a_task_has_its_own_and_the_page_of_a_run_counts_as_its_item(house: House, visit: Visit, case: Case) -> None:
    task = house.create_task(case, "anders", "Netværk")
    visit("pia").go(f"/opgaver/{task.id}")
    instance = engine.look_at(house.desk, Kind.TASK, task.id, by=house.id("rosa")).instances[0]
    visit("rosa").go(f"/forloeb/{instance.id}")
    assert seen_by(visit, f"/opgaver/{task.id}") == ["Rosa Lind i dag 09.00", "Pia Lund i dag 09.00"]


@pytest.mark.parametrize("name", ["anders", "kaj", "birgit"])
def test_nobody_else_sees_it(house: House, visit: Visit, case: Case, name: str) -> None:
    visit("signe").go(f"/sager/{case.id}")
    page = visit(name).go(f"/sager/{case.id}?set-foer=9")
    assert page.status == 200 and "Set af" not in page.text


def test_a_page_that_is_refused_is_not_opened(house: House, visit: Visit, case: Case) -> None:
    assert visit("omar").go(f"/sager/{case.id}").status == 404
    assert visit("omar").go("/filer/1").status == 404
    house.desk.notes.settle(house.id("omar"))
    assert seen_by(visit, f"/sager/{case.id}") == []


def test_where_it_cannot_be_noted_the_page_is_there(
    house: House, visit: Visit, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(viewings, "add", fail)
    anders = visit("anders").go(f"/sager/{case.id}")
    assert anders.status == 200 and anders.follow("plan.txt").status == 200


def test_it_costs_an_auditor_one_statement_and_stands_in_pages(
    house: House, visit: Visit, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "SHOWN", 2)
    for name in ("anders", "signe", "kaj"):
        visit(name).go(f"/sager/{case.id}")
        house.desk.notes.settle(house.id(name))
    rosa = visit("rosa").go(f"/sager/{case.id}")
    house.desk.notes.settle(house.id("rosa"))
    house.desk._look_again()
    house.desk._forget_sessions()
    with counting(house.desk.database) as count:
        rosa.go(f"/sager/{case.id}")
    assert (count.transactions, count.statements <= 10) == (1, True), count
    newest = rosa.document.xpath("//section[@aria-labelledby='set-af']//a/@href")
    assert len(newest) == 1
    older = seen_by(visit, newest[0])
    assert older == ["Signe Dahl i dag 09.00", "Anders Krogh i dag 09.00"]
    wrong = visit("rosa").go(f"/sager/{case.id}?set-foer=x")
    assert wrong.status == 422 and "Begynd forfra" in wrong.text


def test_one_s_own_page_says_that_it_is_kept_and_for_how_long(visit: Visit) -> None:
    assert "det gemmes i 180 dage. Kun revisorer kan se det." in visit("anders").go("/konto/").text
