"""Every page as axe-core sees it: names, roles, contrast, targets, in both themes and on a phone (C17)."""

from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.redrawn import upload
from tests.browser.test_pages import dispatched
from tests.fixtures.served import Served

LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"type": "tag", "values": LEVELS}
COLOURS = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
TARGETS = {"type": "rule", "values": ["target-size", "summary-name", "link-name", "button-name"]}


def change_theme(page: Page, theme: Literal["light", "dark"]) -> None:
    """As the system wishes it: the page hears of it and follows."""
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)


def complaints(page: Page, only: dict[str, Any] = EVERYTHING) -> list[str]:
    """What axe-core finds, an element a line."""
    found = Axe().run(page, options={"runOnly": only}).response["violations"]
    return [f"{page.url}: {rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def everywhere(page: Page, address: str) -> list[str]:
    """Everything in the light theme; what another theme and a phone can change, there."""
    change_theme(page, "light")
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(address)
    found = complaints(page)
    change_theme(page, "dark")
    found += complaints(page, COLOURS)
    page.set_viewport_size({"width": 360, "height": 740})
    return found + complaints(page, TARGETS)


def test_axe_has_nothing_to_complain_of(served: Served) -> None:
    case = dispatched(served)
    task = served.house.create_task(served.house.keep("pia"), "pia", "Servicedesk")
    pia = served.visitor("pia")
    queries = ("", "?ret=1", "?skriv=ekstern", "?skriv=mail", "?fane=opgaver", "?fane=forloeb")
    ours = (
        "/",
        "/sager/ny",
        f"/sager/ny?team={served.house.id('Netværk')}",
        "/aabn?q=1",
        "/beskeder",
        "/konto/",
        "/overblik/venter",
    )
    ours += (f"/opgaver/{task.id}?skriv=ekstern", f"/sager/{task.case_id}/opgaver/ny", "/findes-ikke")
    addresses = [f"{case}{query}" for query in queries] + [f"{served.url}{path}" for path in ours]
    assert [complaint for address in addresses for complaint in everywhere(pia, address)] == []


def test_axe_has_nothing_to_complain_of_where_processes_are_looked_after(served: Served, tmp_path: Path) -> None:
    dispatched(served)
    birgit = served.visitor("birgit")
    upload(birgit, served.url, tmp_path / "w3.bpmn")
    draft, process = birgit.url.removeprefix(served.url), "/processer/case_support_to_operations"
    paths = ("/", "/processer/", process, "/processer/vejledning-til-diagrammer", draft, "/kontrol/")
    assert [complaint for path in paths for complaint in everywhere(birgit, f"{served.url}{path}")] == []


def test_axe_has_nothing_to_complain_of_where_the_desk_is_looked_after(served: Served) -> None:
    dispatched(served)
    kaj = served.visitor("kaj")
    people = "/administration/personer/"
    paths = (
        "/",
        "/administration/",
        "/administration/post",
        people,
        f"{people}ny",
        "/teams/ny",
        "/teams/1",
        "/forloeb/",
    )
    assert [complaint for path in paths for complaint in everywhere(kaj, f"{served.url}{path}")] == []


def test_axe_finds_what_is_wrong(served: Served) -> None:
    """It would be found: a field without a name."""
    pia = served.visitor("pia")
    pia.evaluate("document.querySelector('main').append(document.createElement('input'))")
    assert [line for line in complaints(pia) if "label" in line]


def test_the_signed_out_page_too(served: Served) -> None:
    stranger = served.visitor("pia").context.new_page()
    stranger.context.clear_cookies()
    stranger.goto(f"{served.url}/log-ind")
    assert complaints(stranger) == []
