"""The four documented workflows in a real browser, by people of both departments, with the mail in a real mailbox."""

import time
from collections.abc import Callable

from playwright.sync_api import Page, expect

import engine
from engine import Case, Status
from tests.fixtures.browser import follow
from tests.fixtures.house import THOROUGH
from tests.fixtures.mail import MailServer
from tests.fixtures.served import Served
from tests.fixtures.threads import PATIENCE_SECONDS


def press(page: Page, button: str, **fields: str) -> None:
    """Fills the step's fields in by label and presses its button; a button with fields of its own shows them first."""
    step = page.locator("form[data-step]")
    wanted = step.get_by_role("button", name=button, exact=True)
    if any(not step.get_by_label(label).first.is_visible() for label in fields):
        wanted.click()
    for label, value in fields.items():
        field = step.get_by_label(label).locator("visible=true").first
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    follow(wanted)


def register(page: Page, team: str) -> None:
    follow(page.get_by_role("link", name="Opret sag").first)
    follow(page.get_by_role("link", name=team, exact=True))
    page.get_by_placeholder("Søg efter navn eller mail").fill("gitte")
    page.get_by_role("button", name="Find bruger").click()
    expect(page.get_by_role("radio")).to_be_checked()
    page.get_by_label("Emne").fill("Printer skriver ikke")
    page.get_by_label("Beskrivelse").fill(THOROUGH)
    follow(page.get_by_role("button", name="Gem", exact=True))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Printer skriver ikke")


def create_task(served: Served, name: str, case: Case, team: str) -> None:
    page = served.visitor(name)
    page.goto(f"{served.url}/sager/{case.id}?fane=opgaver")
    follow(page.get_by_role("link", name="Opret opgave").first)
    follow(page.get_by_role("link", name=team, exact=True))
    page.get_by_label("Emne").fill("Undersøg kabel")
    page.get_by_label("Beskrivelse").fill(THOROUGH)
    page.get_by_label("Deadline").fill("2099-12-01T12:00")
    follow(page.get_by_role("button", name="Gem", exact=True))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Undersøg kabel")


def open_work(served: Served, name: str, subject: str) -> Page:
    """That person opens the first thing of that subject in their overview."""
    page = served.visitor(name)
    page.goto(served.url)
    follow(page.get_by_role("link", name=subject).first)
    return page


def test_w3_support_registers_operations_solves_and_support_tells_the_customer_and_closes(
    served: Served, smtp: MailServer
) -> None:
    register(served.visitor("anders"), "Netværk")
    case = engine.get_case(served.desk, 1)
    press(open_work(served, "jonas", case.subject), "Tildel", Agent="Pia Lund")
    wait_until(smtp, lambda: bool(smtp.to("pia@sagsgang.example")))
    press(open_work(served, "pia", case.subject), "Marker som løst", Løsning="Kablet er skiftet.")
    page = open_work(served, "anders", case.subject)
    page.get_by_role("link", name="Ekstern kommentar").first.click()
    page.get_by_label("Ekstern kommentar").locator("visible=true").first.fill("Printeren virker igen.")
    follow(page.get_by_role("button", name="Send til Gitte"))
    press(page, "Luk sagen")
    expect(page.get_by_text("Lukket").first).to_be_visible()
    assert served.house.now(case).status == Status.CLOSED
    wait_until(smtp, lambda: bool(smtp.to("gitte@kommunen.example")))
    (letter,) = smtp.to("gitte@kommunen.example")
    assert letter.text.startswith("Hej Gitte Sørensen") and "Printeren virker igen." in letter.text
    assert "Med venlig hilsen" in letter.text and "Anders Krogh" in letter.text


def test_w1_a_task_for_operations_is_solved_and_its_approver_gets_mail(served: Served, smtp: MailServer) -> None:
    case = served.house.keep("anders")
    create_task(served, "anders", case, "Netværk")
    task = engine.get_task(served.desk, 1)
    press(open_work(served, "jonas", task.subject), "Tildel", Agent="Pia Lund")
    press(open_work(served, "pia", task.subject), "Marker som løst", Løsning="Kablet er skiftet.")
    press(open_work(served, "anders", task.subject), "Luk sagen")
    assert served.house.now(case).status == Status.CLOSED
    wait_until(smtp, lambda: any("Kablet er skiftet." in mail.text for mail in smtp.to("anders@sagsgang.example")))


def test_w2_a_task_for_support_is_sent_back_answered_and_solved(served: Served, smtp: MailServer) -> None:
    case = served.house.keep("pia")
    create_task(served, "pia", case, "Servicedesk")
    task = engine.get_task(served.desk, 1)
    press(open_work(served, "mette", task.subject), "Tildel", Agent="Signe Dahl")
    press(open_work(served, "signe", task.subject), "Send retur", **{"Intern kommentar": "Hvilket lokale?"})
    press(open_work(served, "pia", task.subject), "Returnér til agenten", **{"Intern kommentar": "Lokale 2."})
    press(open_work(served, "signe", task.subject), "Marker som løst", Løsning="Brugeren er ringet op.")
    press(open_work(served, "pia", task.subject), "Luk sagen")
    assert served.house.now(case).status == Status.CLOSED
    wait_until(smtp, lambda: any("retur" in mail.text for mail in smtp.to("pia@sagsgang.example")))


def test_w4_one_of_support_takes_it_solves_it_and_operations_closes(served: Served, smtp: MailServer) -> None:
    register(served.visitor("pia"), "Servicedesk")
    case = engine.get_case(served.desk, 1)
    page = open_work(served, "signe", case.subject)
    press(page, "Tag sagen")
    press(open_work(served, "signe", case.subject), "Marker som løst", Løsning="Brugeren er ringet op.")
    press(open_work(served, "pia", case.subject), "Luk sagen")
    assert served.house.now(case).status == Status.CLOSED
    wait_until(smtp, lambda: len(smtp.to("pia@sagsgang.example")) >= 1)


def wait_until(smtp: MailServer, found: Callable[[], bool]) -> None:
    """Lets mail arrive until that one has."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < give_up:
        if found():
            return
        time.sleep(0.05)
    raise AssertionError([(mail.recipients, str(mail.message["Subject"])) for mail in smtp.received])
