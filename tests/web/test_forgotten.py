"""What a page says of a customer who was forgotten (D-29), and that what is left of the case is still read and used."""

import engine
from engine import By, Case, Customer, Ground, Kind, Status, Upload
from tests.fixtures.house import House
from tests.web.conftest import Visit

NAME = "Xenia Quistgaard"


def forgotten(house: House) -> tuple[Customer, Case]:
    anders = house.id("anders")
    customer = engine.add_customer(house.desk, name=NAME, email="xq@x.example", phone=None, by=anders)
    case = house.keep("anders", customer=customer.id, subject=f"Printer hos {NAME}")
    mail = {"to": [f"{NAME} <xq@x.example>"], "cc": [], "subject": NAME, "text": f"Hej {NAME}. Med venlig hilsen A"}
    engine.send_mail(house.desk, case.id, **mail, by=By(anders), attachments=[Upload(f"{NAME}.txt", b"brev")])
    task = house.create_task(case, "anders", "Servicedesk", subject=f"Ring til {NAME}")
    house.press(task, "Tildel", "mette", agent="signe")
    house.press(task, "Marker som løst", "signe", solution=f"{NAME} er glad.")
    house.press(case, "Løs og luk sagen", "anders", solution=f"{NAME} fik hjælp.")
    engine.forget(house.desk, customer.id, Ground.ASKED, by=house.id("kaj"))
    return customer, case


def test_the_case_the_customer_and_the_check_say_who_forgot_and_why(house: House, visit: Visit) -> None:
    customer, case = forgotten(house)
    told = f"Glemt den 02.03.2026 af Kaj Munk (efter anmodning), med {case.number}."
    sentence = "Kaj Munk glemte brugeren (efter anmodning): navne, tekster og filer er slettet"
    rosa = visit("rosa")
    for address in (f"/sager/{case.id}", f"/sager/{case.id}?fane=forloeb", "/opgaver/1", "/opgaver/1?fane=forloeb"):
        assert sentence in " ".join(rosa.go(address).text.split())
    (instance, *_) = engine.look_at(house.desk, Kind.CASE, case.id, by=house.id("rosa")).instances
    assert sentence.removeprefix("Kaj Munk ") in " ".join(rosa.go(f"/forloeb/{instance.id}").text.split())
    assert told in rosa.go(f"/brugere/{customer.id}").text
    assert told in rosa.go("/kontrol/").text and f"Bruger {customer.id}" in rosa.text
    rosa.go("/").press("English")
    assert "Kaj Munk forgot the user (on request): names, texts and files are erased" in " ".join(
        rosa.go(f"/sager/{case.id}").text.split()
    )
    assert "Forgotten on 02.03.2026 by Kaj Munk (on request)" in rosa.go(f"/brugere/{customer.id}").text


def test_no_page_shows_the_name_and_each_can_still_be_read(house: House, visit: Visit) -> None:
    customer, case = forgotten(house)
    for who in ("rosa", "anders", "signe", "kaj"):
        there = visit(who)
        for address in ("/", "/beskeder", "/brugere/", f"/brugere/{customer.id}", f"/sager/{case.id}", "/opgaver/1"):
            assert NAME not in there.go(address).text


def test_the_case_is_reopened_and_closed_as_any_other(house: House) -> None:
    _, case = forgotten(house)
    engine.reopen_case(house.desk, case.id, by=By(house.id("anders")), why="Den gik alligevel ikke.")
    house.press(case, "Løs og luk sagen", "anders", solution="Nu går den.")
    assert house.now(case).status == Status.CLOSED
