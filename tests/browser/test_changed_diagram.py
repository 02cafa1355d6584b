"""Nothing of a diagram is in the code: W3 with every id another, a step, a field and an outcome more, uploaded by its
process owner and played to the end in the browser's forms.
"""

from pathlib import Path

from playwright.sync_api import Page, expect

import engine
from engine import Kind, Status
from tests.browser.redrawn import W3, redrawn, upload
from tests.browser.test_stories import open_work, press, register
from tests.fixtures.served import Served
from tests.processes.renaming import ids_of

NAME = "Sag fra support til drift"


def test_the_redrawn_w3_shares_no_id_with_the_one_that_is_shipped() -> None:
    assert not ids_of(redrawn()) & ids_of(W3.read_bytes())
    assert engine.check(redrawn()) == ()


def deploy(page: Page, url: str, file: Path) -> None:
    """As a process owner does it: upload, look, say why, deploy."""
    upload(page, url, file)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Kontrol af {NAME}")
    expect(page.get_by_text("Ingen fejl.")).to_be_visible()
    expect(page.locator("[data-diagram]")).to_have_attribute("data-state", "shown")
    expect(page.locator("[data-diagram]").get_by_text("spørger brugeren")).to_be_visible()
    page.get_by_label("Hvad er ændret").fill("Brugeren spørges, før sagen lukkes.")
    page.get_by_role("button", name="Sæt i drift som version 2").click()
    expect(page.get_by_text(f"{NAME} er sat i drift som version 2.")).to_be_visible()


def test_birgit_uploads_a_changed_w3_and_a_case_runs_through_it_to_its_end(served: Served, tmp_path: Path) -> None:
    register(served.visitor("anders"), "Netværk")
    old = engine.get_case(served.desk, 1)
    file = tmp_path / "w3.bpmn"
    deploy(served.visitor("birgit"), served.url, file)

    anders = served.visitor("anders")
    anders.goto(served.url)
    register(anders, "Netværk")
    case = engine.get_case(served.desk, 2)
    for name, button, fields in (
        ("jonas", "Tildel", {"Agent": "Pia Lund"}),
        ("pia", "Marker som løst", {"Løsning": "Kablet er skiftet."}),
        ("anders", "Luk sagen", {}),
        ("anders", "Jeg fik ikke fat i brugeren", {}),
        ("anders", "Luk sagen", {}),
    ):
        press(at(served, name, case.number), button, **fields)
    page = at(served, "anders", case.number)
    expect(page.get_by_role("heading", name="Sagsagent spørger brugeren")).to_be_visible()
    press(page, "Brugeren bekræfter")  # the new field is needed for it
    expect(page.get_by_role("alert")).to_contain_text("Hvad sagde brugeren?")
    press(page, "Brugeren bekræfter", **{"Hvad sagde brugeren?": "Nu skriver den."})
    expect(page.get_by_text(f"{case.number} er lukket.")).to_be_visible()
    assert served.house.now(case).status == Status.CLOSED

    rows = engine.list_instances(served.desk, engine.Filters()).rows
    assert {row.instance.item_id: row.definition.version for row in rows} == {old.id: 1, case.id: 2}
    assert [step.name for step in engine.waiting(served.desk, Kind.CASE, old.id)] == [
        "Dispatcher i drift tildeler til agent"
    ]
    press(open_work(served, "jonas", old.subject), "Tildel", Agent="Pia Lund")  # the old one goes on as it was drawn


def test_rosa_sees_the_way_of_the_case_on_its_own_version(served: Served, tmp_path: Path) -> None:
    file = tmp_path / "w3.bpmn"
    deploy(served.visitor("birgit"), served.url, file)
    case = served.house.register("anders", "Netværk")
    served.house.press(case, "Tildel", "jonas", agent="pia")
    rosa = served.visitor("rosa")
    rosa.goto(f"{served.url}/forloeb/")
    rosa.get_by_role("link", name=case.subject).click()
    expect(rosa.locator("[data-diagram]")).to_have_attribute("data-state", "shown")
    step = served.house.step(case)
    expect(rosa.locator(f".diagram-current[data-element-id={step.element}]")).to_be_visible()
    expect(rosa.locator(".diagram-note-label")).to_have_text("Pia Lund")
    rosa.get_by_role("table").first.get_by_role("link", name=step.name).click()
    expect(rosa.locator(f".diagram-chosen[data-element-id={step.element}]")).to_be_visible()


def at(served: Served, name: str, number: str) -> Page:
    """That person opens the item by its number."""
    page = served.visitor(name)
    page.goto(f"{served.url}/aabn?q={number}")
    return page
