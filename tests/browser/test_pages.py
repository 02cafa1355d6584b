"""What the pages gain from scripts, in a real browser: each works without (tests/web), and better with."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

import engine
from tests.fixtures.browser import follow
from tests.fixtures.house import THOROUGH
from tests.fixtures.served import Served
from web.overview.lists import COLUMNS

SIZES = {"desk": (1440, 900), "small": (1024, 768), "phone": (360, 740)}
WORD = "Speciallægepraksisplanlægningsstabiliseringsperiode" * 3


def dispatched(served: Served, **values: Any) -> str:
    """The address of a case that Pia has in hand."""
    case = served.house.register("anders", "Netværk", **values)
    served.house.press(case, "Tildel", "jonas", agent="pia")
    return f"{served.url}/sager/{case.id}"


@pytest.mark.parametrize("key", ["Control+o", "Meta+o"])
def test_ctrl_o_and_cmd_o_open_quickly_and_the_arrows_choose(served: Served, key: str) -> None:
    """A-27, as a combobox: the cursor stays in the field, and a screen reader is told what is chosen."""
    dispatched(served)
    engine.index_waiting(served.desk)
    pia = served.visitor("pia")
    pia.goto(f"{served.url}/beskeder")
    pia.keyboard.press(key)
    expect(pia.locator("#quick-open")).to_be_focused()
    pia.keyboard.insert_text("Printer")  # at once: it is looked up once, and nothing changes under the arrows
    field, options = pia.get_by_role("combobox", name="Åbn sag eller opgave"), pia.get_by_role("option")
    expect(options).to_have_count(2)  # the case, and all that is found
    expect(field).to_have_attribute("aria-expanded", "true")
    chosen = []
    for pressed in ("ArrowDown", "ArrowDown", "ArrowDown", "ArrowUp", "ArrowUp"):
        pia.keyboard.press(pressed)
        expect(field).to_be_focused()
        chosen.append(field.get_attribute("aria-activedescendant"))
        expect(pia.locator('[role="option"][aria-selected="true"]')).to_have_count(1 if chosen[-1] else 0)
    assert chosen == ["quick-option-1", "quick-option-all", None, "quick-option-all", "quick-option-1"]
    pia.keyboard.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("Printer")
    expect(field).to_have_attribute("aria-expanded", "false")
    pia.keyboard.press("End")
    pia.keyboard.type("e")
    expect(options).to_have_count(2)
    pia.keyboard.press("ArrowDown")
    pia.keyboard.press("Enter")
    expect(pia.get_by_role("heading", level=1)).to_contain_text("Printer skriver ikke")


def test_quick_open_takes_a_number_as_it_is_typed(served: Served) -> None:
    dispatched(served)
    pia = served.visitor("pia")
    pia.keyboard.press("Control+o")
    expect(pia.locator("#quick-open")).to_be_focused()
    pia.keyboard.type("sag 1")
    pia.keyboard.press("Enter")
    expect(pia.get_by_role("heading", level=1)).to_contain_text("SAG1")


def test_a_button_shows_its_own_fields_first_and_then_sends(served: Served) -> None:
    pia = served.visitor("pia")
    pia.goto(dispatched(served))
    step = pia.locator("form[data-step]")
    expect(step.get_by_label("Løsning")).to_be_visible()
    expect(step.get_by_label("Intern kommentar")).to_be_hidden()
    step.get_by_role("button", name="Send retur").click()
    expect(step.get_by_label("Send retur til")).to_be_focused()
    expect(step.get_by_label("Løsning")).to_be_hidden()
    step.get_by_label("Intern kommentar").fill("Hvilken printer?")
    step.get_by_role("button", name="Send retur").click()
    expect(pia.get_by_role("status")).to_contain_text("på Anders Krogh")


def test_what_another_button_needs_does_not_flash_up_while_the_script_is_on_its_way(served: Served) -> None:
    pia = served.visitor("pia")
    pia.route("**/desk.js*", lambda _: None)  # it never comes
    pia.goto(dispatched(served), wait_until="commit")
    step = pia.locator("form[data-step]")
    expect(step.get_by_label("Løsning")).to_be_visible()
    expect(step.get_by_label("Intern kommentar")).to_be_hidden()


def test_without_scripts_every_field_is_there_and_says_which_button_needs_it(served: Served) -> None:
    pia = served.visitor("pia", java_script_enabled=False)
    pia.goto(dispatched(served))
    step = pia.locator("form[data-step]")
    expect(step.get_by_label("Løsning")).to_be_visible()
    expect(step.get_by_label("Intern kommentar")).to_be_visible()
    step.get_by_label("Intern kommentar").fill("Hvilken printer?")
    step.get_by_role("button", name="Send retur").click()
    expect(pia.get_by_role("status")).to_contain_text("på Anders Krogh")


def test_what_went_wrong_is_read_first_and_leads_to_its_field(served: Served) -> None:
    pia = served.visitor("pia")
    pia.goto(dispatched(served))
    step = pia.locator("form[data-step]")
    step.get_by_role("button", name="Send retur").click()
    step.get_by_role("button", name="Send retur").click()
    expect(pia.get_by_role("alert")).to_be_focused()
    expect(step.get_by_label("Intern kommentar")).to_be_visible()
    pia.get_by_role("alert").get_by_role("link").first.click()
    expect(step.get_by_label("Intern kommentar")).to_be_focused()


def test_what_was_said_to_one_button_is_not_said_to_another(served: Served) -> None:
    pia = served.visitor("pia")
    pia.goto(dispatched(served))
    step = pia.locator("form[data-step]")
    step.get_by_role("button", name="Send retur").click()
    follow(step.get_by_role("button", name="Send retur"))
    expect(pia.get_by_role("alert")).to_be_focused()
    step.get_by_role("button", name="Overdrag til andet team").click()
    expect(pia.get_by_role("alert")).to_be_hidden()
    expect(step.get_by_label("Hovedteam", exact=False).first).to_be_focused()
    step.get_by_role("button", name="Send retur").click()
    expect(pia.get_by_role("alert")).to_be_visible()


def test_changing_between_composers_keeps_what_was_typed(served: Served) -> None:
    """C4: internal unless one chooses otherwise."""
    pia = served.visitor("pia")
    pia.goto(dispatched(served))
    text = pia.get_by_label("Intern kommentar: brugeren ser den aldrig")
    text.fill("Halvt færdig")
    pia.locator("#skriv nav").get_by_text("Mail").click()
    expect(text).to_be_hidden()
    pia.get_by_label("Til", exact=True).fill("a@kommunen.example, b@kommunen.example")
    expect(pia.get_by_role("button", name="Send mail til 2")).to_be_visible()
    pia.locator("#skriv nav").get_by_text("Intern kommentar").click()
    expect(text).to_have_value("Halvt færdig")


def test_a_customer_is_searched_by_enter_without_sending_the_form(served: Served) -> None:
    anders = served.visitor("anders")
    anders.goto(f"{served.url}/sager/ny?team={served.house.id('Netværk')}")
    anders.get_by_label("Emne").fill("Printer skriver ikke")
    anders.get_by_placeholder("Søg efter navn eller mail").fill("gitte")
    anders.get_by_placeholder("Søg efter navn eller mail").press("Enter")
    expect(anders.get_by_role("radio")).to_be_checked()
    expect(anders.get_by_label("Emne")).to_have_value("Printer skriver ikke")
    anders.get_by_label("Beskrivelse").fill(THOROUGH)
    anders.get_by_label("Emne").press("Enter")
    expect(anders.get_by_role("heading", level=1)).to_contain_text("SAG1")


def test_a_second_search_lets_go_of_what_the_first_chose(served: Served) -> None:
    anders = served.visitor("anders")
    anders.goto(f"{served.url}/sager/ny?team={served.house.id('Netværk')}")
    search = anders.get_by_placeholder("Søg efter navn eller mail")
    for name in ("Ole Ipsen", "Gitte Sørensen"):
        search.fill(name[:4])
        search.press("Enter")
        expect(anders.get_by_role("radio")).to_have_count(1)
        expect(anders.get_by_role("radio", name=name)).to_be_checked()
        expect(search).to_be_focused()
    expect(anders.locator("fieldset.customer")).to_contain_text("Eksterne kommentarer sendes til")
    anders.get_by_role("button", name="Find bruger").click()
    expect(anders.get_by_role("radio")).to_be_focused()


def test_enter_at_a_new_customer_adds_that_one_and_leads_to_what_is_wrong(served: Served) -> None:
    anders = served.visitor("anders")
    anders.goto(f"{served.url}/sager/ny?team={served.house.id('Netværk')}")
    anders.get_by_text("Ny bruger").click()
    anders.get_by_label("Navn", exact=True).fill("Ida Nyborg")
    anders.get_by_label("Mail", exact=True).fill("ida")
    anders.get_by_label("Navn", exact=True).press("Enter")
    expect(anders.get_by_text("Skriv en mailadresse")).to_be_visible()
    expect(anders.get_by_label("Mail", exact=True)).to_be_focused()
    anders.get_by_label("Mail", exact=True).fill("ida@kommunen.example")
    anders.get_by_label("Mail", exact=True).press("Enter")
    expect(anders.get_by_role("radio", name="Ida Nyborg")).to_be_checked()
    expect(anders.get_by_role("radio")).to_be_focused()
    expect(anders.get_by_label("Navn", exact=True)).to_be_hidden()


def test_a_field_exchanged_in_place_takes_over_no_style_of_the_old_one(served: Served) -> None:
    """The page's policy would block it; `served` fails then."""
    anders = served.visitor("anders")
    anders.goto(f"{served.url}/sager/ny?team={served.house.id('Netværk')}")
    search = anders.get_by_placeholder("Søg efter navn eller mail")
    search.evaluate("field => { field.style.color = 'red' }")
    search.fill("ole")
    search.press("Enter")
    expect(anders.get_by_role("radio")).to_be_checked()
    expect(search).not_to_have_attribute("style", "color: red;")


def test_another_team_brings_its_own_agents_at_once(served: Served) -> None:
    anders = served.visitor("anders")
    anders.goto(f"{served.url}/sager/ny?team={served.house.id('Netværk')}")
    anders.get_by_label("Emne").fill("Printer skriver ikke")
    anders.get_by_text("skift").click()
    anders.get_by_label("Hovedteam").select_option(label="Arbejdsplads")
    expect(anders.locator("option", has_text="Sofie Møller")).to_have_count(1)
    expect(anders.get_by_label("Emne")).to_have_value("Printer skriver ikke")


def test_the_start_form_is_ready_to_be_written_in(served: Served) -> None:
    anders = served.visitor("anders")
    anders.goto(f"{served.url}/sager/ny")
    follow(anders.get_by_role("main").get_by_role("link", name="Netværk"))
    expect(anders.get_by_placeholder("Søg efter navn eller mail")).to_be_focused()
    agent = anders.get_by_label("Agent", exact=True).bounding_box()
    agreed = anders.get_by_role("checkbox", name="Det er aftalt direkte").bounding_box()
    assert agent and agreed and agent["x"] <= agreed["x"] < agent["x"] + agent["width"] and agreed["y"] > agent["y"]


def test_nothing_is_sent_while_another_customer_is_chosen_and_not_saved(served: Served) -> None:
    """A-12, R119, R120."""
    pia = served.visitor("pia")
    pia.goto(f"{dispatched(served)}?ret=1&skriv=ekstern")
    facts, send = pia.locator("[data-edit]"), pia.get_by_role("button", name="Send til Gitte")
    facts.get_by_placeholder("Søg efter navn eller mail").fill("henrik")
    facts.get_by_placeholder("Søg efter navn eller mail").press("Enter")
    facts.get_by_role("radio").nth(1).check()
    expect(send).to_be_disabled()
    expect(pia.locator("#skriv-ekstern")).to_contain_text("Gem sagen først – kommentaren vil ellers gå til Gitte")
    facts.get_by_role("radio").first.check()
    expect(send).to_be_enabled()


def test_too_many_bytes_are_told_of_before_they_are_sent(served: Served) -> None:
    pia = served.visitor("pia")
    pia.goto(dispatched(served))
    files = pia.get_by_label("Vedhæft filer").first
    files.evaluate("field => { field.dataset.most = 10 }")
    pia.get_by_label("Intern kommentar: brugeren ser den aldrig").fill("Se filen")
    files.set_input_files({"name": "stor.txt", "mimeType": "text/plain", "buffer": b"12345678901"})
    pia.get_by_role("button", name="Gem internt").click()
    expect(pia.get_by_role("alert")).to_contain_text("Filerne fylder for meget")
    expect(pia.get_by_label("Intern kommentar: brugeren ser den aldrig")).to_have_value("Se filen")
    files.set_input_files([])  # it was no part of the draft
    pia.get_by_role("button", name="Gem internt").click()
    expect(pia.get_by_role("status")).to_contain_text("gemt internt")


def test_files_that_are_kept_count_as_long_as_they_are_ticked(served: Served) -> None:
    pia = served.visitor("pia")
    pia.goto(f"{dispatched(served)}?skriv=mail")
    mail = pia.locator("#skriv-mail")
    mail.get_by_label("Tekst").fill("Hvor?")
    mail.get_by_label("Vedhæft filer").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"123456"})
    follow(mail.get_by_role("button", name="Send mail"))
    files = mail.get_by_label("Vedhæft filer")
    expect(mail.get_by_text("Ingen filer er valgt")).to_be_visible()
    files.evaluate("field => { field.dataset.most = 10 }")
    files.set_input_files({"name": "b.txt", "mimeType": "text/plain", "buffer": b"654321"})
    expect(mail.locator(".file-shown")).to_have_text("Vælg filer b.txt")
    expect(mail.get_by_text("Filerne fylder for meget")).to_be_visible()
    mail.get_by_label("a.txt").uncheck()
    expect(mail.get_by_text("Filerne fylder for meget")).to_be_hidden()


def test_two_clicks_on_a_button_are_one(served: Served) -> None:
    pia = served.visitor("pia")
    pia.goto(dispatched(served))
    pia.get_by_label("Intern kommentar: brugeren ser den aldrig").fill("Skrevet én gang")
    pia.get_by_role("button", name="Gem internt").dblclick()
    expect(pia.get_by_role("status")).to_contain_text("gemt internt")
    expect(pia.get_by_role("status")).to_be_in_viewport()  # where one is brought back to
    expect(pia.locator("article.entry", has_text="Skrevet én gang")).to_have_count(1)


def test_the_person_s_menu_closes_by_escape_and_by_a_click_beside_it(served: Served) -> None:
    pia = served.visitor("pia")
    menu = pia.locator("details.person")
    menu.locator("summary").press("Enter")
    menu.get_by_role("link", name="Min konto").focus()
    pia.keyboard.press("Escape")
    expect(menu.locator("summary")).to_be_focused()
    expect(menu.get_by_role("link", name="Min konto")).to_be_hidden()
    menu.locator("summary").click()
    pia.get_by_role("heading", level=1).click()
    expect(menu.get_by_role("link", name="Min konto")).to_be_hidden()


def test_a_row_opens_with_one_click_and_the_arrows_walk(served: Served) -> None:
    dispatched(served)
    dispatched(served)
    pia = served.visitor("pia")
    pia.goto(served.url)
    links = pia.locator("[data-list]").first.locator("tbody .col-emne a")
    links.first.focus()
    pia.keyboard.press("ArrowDown")
    expect(links.nth(1)).to_be_focused()
    pia.locator("[data-list] tbody td").nth(3).click()
    expect(pia.get_by_role("heading", level=1)).to_contain_text("Printer skriver ikke")


@pytest.mark.parametrize("size", SIZES)
def test_every_page_fits_its_screen(served: Served, size: str) -> None:
    dispatched(served, subject=WORD)
    address = long_worded(served)
    pia = served.visitor("pia")
    width, height = SIZES[size]
    pia.set_viewport_size({"width": width, "height": height})
    ours = (
        "/",
        "/sager/ny",
        f"/sager/ny?team={served.house.id('Netværk')}",
        "/aabn",
        f"/aabn?q={WORD[:9]}",
        "/beskeder",
        "/overblik/venter?" + "&".join(f"kolonner={name}" for name in COLUMNS),
    )
    tabs = ("", "?fane=forloeb", "?fane=opgaver", "?ret=1", "?skriv=ekstern", "?skriv=mail", "/opgaver/ny")
    for page in [f"{served.url}{path}" for path in ours] + [f"{address}{tab}" for tab in tabs]:
        pia.goto(page)
        assert not spills(pia), page
    engine.index_waiting(served.desk)
    pia.locator("#quick-open").press_sequentially(WORD[:9])
    expect(pia.locator("#quick-found a")).to_have_count(3)  # two cases, and the way to all that is found
    assert not spills(pia)


def long_worded(served: Served) -> str:
    """The address of a case that Pia has in hand, whose subject, customer and description are one word each."""
    customer = engine.add_customer(
        served.desk, name=WORD[:90], email=f"{'x' * 60}@kommunen.example", phone="", by=served.house.id("anders")
    )
    return dispatched(served, subject=WORD, customer=customer.id, description=WORD * 3)


def spills(page: Page) -> bool:
    """Whether one must scroll sideways."""
    found: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return found


def test_the_system_s_wish_for_a_dark_page_is_followed(served: Served) -> None:
    pia = served.visitor("pia")
    pia.emulate_media(color_scheme="dark")
    pia.goto(served.url)
    expect(pia.locator("html")).to_have_attribute("data-bs-theme", "dark")
    pia.emulate_media(color_scheme="light")
    expect(pia.locator("html")).to_have_attribute("data-bs-theme", "light")
