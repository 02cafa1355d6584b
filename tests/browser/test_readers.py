"""The pages of auditors and administrators in a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import text

from tests.browser.redrawn import upload
from tests.browser.test_pages import SIZES, dispatched, long_worded, spills
from tests.fixtures.browser import follow
from tests.fixtures.served import Served

# Words that go on in the next line of their cell.
BROKEN = """cells => cells.flatMap((cell) => {
  const walker = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT);
  const broken = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.parentElement.closest('.visually-hidden')) continue;
    for (const word of node.data.matchAll(/[^\\s]+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index);
      range.setEnd(node, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size > 1) broken.push(word[0]);
    }
  }
  return broken;
})"""


@pytest.mark.parametrize("size", SIZES)
def test_every_page_for_readers_fits_its_screen(served: Served, size: str, tmp_path: Path) -> None:
    dispatched(served)
    long_worded(served)
    width, height = SIZES[size]
    readers = ("/forloeb/", "/forloeb/1", "/forloeb/2", "/sager/2", "/regler", "/regler/hvem-ser-hvad", "/konto/")
    people = "/administration/personer/"
    keepers = ("/administration/", "/administration/post", people, f"{people}ny", "/teams/ny", "/teams/1")
    owners = ("/", "/processer/", "/processer/case_support_to_operations", "/processer/vejledning-til-diagrammer")
    for name, paths in (("rosa", ("/", *readers)), ("kaj", ("/", *keepers)), ("birgit", owners)):
        visitor = served.visitor(name)
        visitor.set_viewport_size({"width": width, "height": height})
        for path in paths:
            visitor.goto(f"{served.url}{path}")
            assert not spills(visitor), path
    assert not spills_with_a_draft(served, width, height, tmp_path)


def spills_with_a_draft(served: Served, width: int, height: int, folder: Path) -> bool:
    """Birgit's own page of a diagram that was drawn anew, with all that is said of it opened."""
    birgit = served.visitor("birgit")
    birgit.set_viewport_size({"width": width, "height": height})
    upload(birgit, served.url, folder / f"{'et meget langt navn ' * 4}.bpmn")
    birgit.locator("summary", has_text="Trin i ord").click()
    expect(birgit.locator("#forskelle")).to_be_visible()
    return spills(birgit)


def test_a_difference_brings_its_element_on_the_drawing(served: Served, tmp_path: Path) -> None:
    birgit = served.visitor("birgit")
    upload(birgit, served.url, tmp_path / "w3.bpmn")
    expect(birgit.locator("[data-diagram]")).to_have_attribute("data-state", "shown")
    changes = birgit.get_by_role("region", name="Ændret siden version 1")
    for row in ("Nyt trin", "Ny pil"):
        changes.get_by_role("row", name=row).get_by_role("link").click()
        expect(birgit.locator("#diagram .diagram-chosen")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("path", ["/forloeb/1", "/sager/1?fane=forloeb"])
def test_the_history_can_be_read_where_there_is_no_room_for_columns(served: Served, size: str, path: str) -> None:
    dispatched(served)
    width, height = SIZES[size]
    rosa = served.visitor("rosa")
    rosa.set_viewport_size({"width": width, "height": height})
    rosa.goto(f"{served.url}{path}")
    cells = rosa.locator(".history td:not(:empty), .visits td:not(:empty)")
    expect(cells.first).to_be_visible()
    assert cells.evaluate_all(BROKEN) == []


def test_the_menu_and_the_search_stay_on_a_long_page_and_a_rule_is_there_at_once(served: Served) -> None:
    rosa = served.visitor("rosa")
    rosa.goto(f"{served.url}/regler#r126")
    assert rosa.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    for place in (".rail", ".top", "#r126"):
        expect(rosa.locator(place)).to_be_in_viewport()
    top, rule = rosa.locator(".top").bounding_box(), rosa.locator("#r126").bounding_box()
    assert top and rule and top["y"] == 0 and rule["y"] >= top["height"]


def test_kaj_sees_how_far_the_check_is_and_what_it_finds(served: Served) -> None:
    dispatched(served)
    kaj = served.visitor("kaj")
    kaj.goto(f"{served.url}/administration/")
    kaj.get_by_role("button", name="Kontrollér historikken").click()
    expect(kaj.locator("#kontrol")).to_contain_text("Historikken er hel: 1 sag eller opgave er læst")
    expect(kaj.locator("#kontrol .alert")).to_have_count(1)
    expect(kaj.locator("#kontrol progress")).to_have_count(0)


def test_the_verdict_stands_first_when_the_check_is_through(served: Served) -> None:
    case = served.house.register("anders", "Netværk")
    with served.desk.database.write() as connection:
        connection.execute(text("UPDATE cases SET subject = 'Noget andet'"))
    rosa = served.visitor("rosa")
    rosa.goto(f"{served.url}/kontrol/")
    rosa.get_by_role("button", name="Kontrollér historikken").click()
    expect(rosa.locator("#kontrol p").first).to_contain_text("1 ting stemmer ikke.")
    expect(rosa.locator("#kontrol progress")).to_have_count(0)
    expect(rosa.locator("#kontrol .finding")).to_have_count(1)
    follow(rosa.locator("#kontrol").get_by_role("link", name=case.number))
    expect(rosa).to_have_url(f"{served.url}/sager/{case.id}")
    with served.desk.database.write() as connection:
        connection.execute(text("UPDATE cases SET subject = :it"), {"it": case.subject})


def test_the_diagram_shows_the_way_and_a_row_of_the_table_brings_its_step(served: Served) -> None:
    dispatched(served)
    rosa = served.visitor("rosa")
    rosa.goto(f"{served.url}/forloeb/1")
    expect(rosa.locator("[data-diagram]")).to_have_attribute("data-state", "shown")
    expect(rosa.locator("#diagram .diagram-current")).to_have_count(1)
    expect(rosa.locator("#diagram .diagram-note-label")).to_have_text("Pia Lund")
    expect(rosa.locator("#diagram .diagram-passed").nth(3)).to_be_attached()
    rosa.get_by_role("link", name="Dispatcher i drift tildeler til agent").click()
    expect(rosa.locator("#diagram .diagram-chosen")).to_be_visible()
    expect(rosa.locator("#diagram .bjs-powered-by")).to_be_visible()
