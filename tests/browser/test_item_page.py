"""The page of a case and of a task in a real browser: what is done there in place and by keyboard."""

from playwright.sync_api import expect

import engine
from tests.browser.test_pages import dispatched
from tests.fixtures.browser import follow
from tests.fixtures.served import Served


def test_ret_opens_in_place_and_all_changes_go_in_one_press(served: Served) -> None:
    """R092, R103."""
    pia = served.visitor("pia")
    pia.goto(dispatched(served))
    step = pia.locator("form[data-step]")
    step.get_by_label("Løsning").fill("Kablet er skiftet.")
    expect(step.get_by_role("button", name="Gem rettelser")).to_be_hidden()
    pia.get_by_role("link", name="Ret", exact=True).click()
    expect(step.get_by_label("Emne")).to_be_focused()
    expect(step.get_by_label("Løsning")).to_have_value("Kablet er skiftet.")
    step.get_by_label("Emne").fill("Skift kabel")
    follow(step.get_by_role("button", name="Marker som løst"))
    expect(pia.get_by_role("heading", level=1)).to_contain_text("Skift kabel")
    expect(pia.locator(".state .badge").first).to_contain_text("Løst")


def test_enter_in_a_field_of_ret_saves_the_fields_alone(served: Served) -> None:
    pia = served.visitor("pia")
    pia.goto(f"{dispatched(served)}?ret=1")
    step = pia.locator("form[data-step]")
    step.get_by_label("Løsning").fill("Halvt færdig")
    step.get_by_label("Emne").fill("Skift kabel")
    with pia.expect_navigation():
        step.get_by_label("Emne").press("Enter")
    expect(pia.get_by_role("heading", level=1)).to_contain_text("Skift kabel")
    expect(step.get_by_label("Løsning")).to_have_value("Halvt færdig")
    expect(pia.locator(".state .badge").first).to_contain_text("Tildelt")


def test_rare_buttons_stand_under_mere(served: Served) -> None:
    pia = served.visitor("pia")
    pia.goto(dispatched(served))
    step = pia.locator("form[data-step]")
    expect(step.get_by_role("button", name="Tildel anden agent")).to_be_hidden()
    step.get_by_text("Mere", exact=True).click()
    step.get_by_role("button", name="Tildel anden agent").click()
    expect(step.get_by_label("Agent").locator("visible=true").first).to_be_focused()


def test_a_salutation_and_a_closing_are_put_in_by_buttons(served: Served) -> None:
    """A-09, R073."""
    pia = served.visitor("pia")
    pia.goto(f"{dispatched(served)}?skriv=mail")
    text = pia.locator("#mail-text")
    expect(text).to_have_value("")
    pia.get_by_role("button", name="Indsæt »Med venlig hilsen«").click()
    pia.get_by_role("button", name="Indsæt »Hej Gitte Sørensen«").click()
    expect(text).to_have_value("Hej Gitte Sørensen\n\nMed venlig hilsen\nPia Lund\nNetværk")
    pia.get_by_role("button", name="Indsæt »Hej Gitte Sørensen«").click()
    expect(text).to_have_value("Hej Gitte Sørensen\n\nMed venlig hilsen\nPia Lund\nNetværk")


def test_ctrl_enter_sends_the_form_one_is_in_and_the_menu_shows_the_keys(served: Served) -> None:
    pia = served.visitor("pia")
    pia.goto(dispatched(served))
    expect(pia.locator("#keys")).to_be_hidden()
    pia.locator("h1").click()
    pia.keyboard.press("?")  # a key alone is no shortcut (WCAG 2.1.4)
    expect(pia.locator("#keys")).to_be_hidden()
    pia.locator(".person > summary").click()
    pia.get_by_role("button", name="Taster").click()
    expect(pia.get_by_role("dialog", name="Taster")).to_be_visible()
    pia.keyboard.press("Escape")
    expect(pia.locator(".person > summary")).to_be_focused()
    pia.locator("#intern-text").fill("Ringet?")
    with pia.expect_navigation():
        pia.locator("#intern-text").press("Control+Enter")
    expect(pia.locator(".entry-internal")).to_contain_text("Ringet?")


def test_nothing_to_press_is_printed(served: Served) -> None:
    pia = served.visitor("pia")
    pia.goto(f"{dispatched(served)}?udskriv=1")
    pia.emulate_media(media="print")
    expect(pia.get_by_role("button")).to_have_count(0)
    expect(pia.get_by_role("textbox")).to_have_count(0)
    expect(pia.get_by_role("heading", level=1)).to_be_visible()
    for part in ("Opgaver på", "Historik"):
        expect(pia.get_by_role("heading", name=part)).to_be_visible()
    paper = pia.locator("main").bounding_box()
    assert paper and paper["width"] == pia.evaluate("document.documentElement.clientWidth")  # no column for the menu


def test_the_solution_is_sent_to_the_customer_from_the_closing_step(served: Served) -> None:
    """W1.5."""
    task = served.house.create_task(served.house.keep("anders"), "anders", "Netværk")
    served.house.press(task, "Tildel", "jonas", agent="pia")
    served.house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")
    anders = served.visitor("anders")
    anders.goto(f"{served.url}/opgaver/{task.id}")
    follow(anders.get_by_role("link", name="Svar brugeren med løsningen"))
    expect(anders.locator("#ekstern-text")).to_have_value("Kablet er skiftet.")
    follow(anders.get_by_role("button", name="Send til Gitte Sørensen"))
    expect(anders.locator("section.step:target")).to_be_visible()
    expect(anders.locator(".said")).to_contain_text("Den eksterne kommentar er på vej til brugeren.")
    follow(anders.get_by_role("button", name="Luk sagen"))
    expect(anders.locator(".said")).to_contain_text("SAG1 er lukket.")


def test_the_keyboard_goes_on_at_the_first_of_the_older_lines(served: Served) -> None:
    house = served.house
    case = house.keep("anders")
    for number in range(35):
        engine.write_comment(house.desk, case.kind, case.id, f"Linje {number}", by=house.by("anders"))
    anders = served.visitor("anders")
    anders.goto(f"{served.url}/sager/{case.id}")
    newest = anders.locator(".lines > article").count()
    anders.get_by_role("link", name="Vis ældre").focus()
    anders.keyboard.press("Enter")
    expect(anders.locator(".lines > *").nth(newest)).to_be_focused()


UNREAD_ON_PAPER = """() => {
  const pen = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d');
  const light = (colour) => {
    pen.fillStyle = '#fff';
    pen.fillRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return pen.getImageData(0, 0, 1, 1).data[1]; // green is most of what is seen
  };
  return [...document.querySelectorAll('main *')].filter((element) => {
    const { color, backgroundColor } = getComputedStyle(element);
    const says = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    return element.checkVisibility() && says && (light(color) > 140 || light(backgroundColor) < 200);
  }).map((element) => element.outerHTML);
}"""


def test_a_dark_theme_is_printed_dark_on_white(served: Served) -> None:
    pia = served.visitor("pia")
    pia.emulate_media(media="print", color_scheme="dark")
    pia.goto(f"{dispatched(served)}?udskriv=1")
    expect(pia.locator("html")).to_have_attribute("data-bs-theme", "dark")
    assert pia.evaluate(UNREAD_ON_PAPER) == []
