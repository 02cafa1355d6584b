"""What is in sight where on the page of a case, at the three sizes of screen."""

import pytest
from playwright.sync_api import Locator, Page, expect

import engine
from tests.browser.test_pages import SIZES, dispatched, spills
from tests.fixtures.browser import follow
from tests.fixtures.served import Served

LONG = "\n".join(f"{n}. Printeren på 3. sal melder papirstop, men intet papir sidder i klemme." for n in range(1, 31))


def sized(served: Served, name: str, size: str, **options: bool) -> Page:
    """That person at a screen of that size."""
    visitor = served.visitor(name, **options)
    width, height = SIZES[size]
    visitor.set_viewport_size({"width": width, "height": height})
    return visitor


def height(place: Locator) -> float:
    box = place.bounding_box()
    assert box
    return box["height"]


@pytest.mark.parametrize("size", SIZES)
def test_user_description_and_form_are_on_the_first_screen(served: Served, size: str) -> None:
    pia = sized(served, "pia", size)
    pia.goto(dispatched(served, description=LONG))
    for place in ("h1", ".strip", ".matter", ".step h2"):
        expect(pia.locator(place)).to_be_in_viewport(ratio=1)
    expect(pia.locator(".matter")).to_contain_text("Gitte Sørensen")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_long_description_is_folded_and_unfolds(served: Served, scripts: bool) -> None:
    pia = sized(served, "pia", "desk", java_script_enabled=scripts)
    pia.goto(dispatched(served, description=LONG))
    text = pia.locator(".matter .written")
    expect(text).to_be_visible()
    folded = height(text)
    pia.get_by_text("Vis hele beskrivelsen").click()
    expect(pia.get_by_text("Vis mindre")).to_be_visible()
    assert folded < 100 < 500 < height(text)


def test_what_fits_is_not_folded(served: Served) -> None:
    """Two lines at a desk are five on a phone."""
    address = dispatched(served, description="Printeren på 3. sal melder papirstop. " * 5)
    pia = sized(served, "pia", "desk")
    pia.goto(address)
    expect(pia.get_by_text("Vis hele beskrivelsen")).to_be_hidden()
    sized(served, "pia", "phone")
    expect(pia.get_by_text("Vis hele beskrivelsen")).to_be_visible()


@pytest.mark.parametrize("size", SIZES)
def test_a_row_of_the_overview_opens_at_the_form_with_the_name_in_sight(served: Served, size: str) -> None:
    dispatched(served, description=LONG)
    pia = sized(served, "pia", size)
    pia.reload()
    follow(pia.get_by_role("link", name="Printer skriver ikke").first)
    expect(pia.locator(".step h2")).to_be_in_viewport(ratio=1)
    name = pia.locator("h1" if size != "phone" else ".item-line")
    expect(name).to_be_in_viewport(ratio=1)
    assert is_on_top(name)
    if size == "phone":
        expect(pia.get_by_role("button", name="Marker som løst")).to_be_in_viewport(ratio=1)


def is_on_top(place: Locator) -> bool:
    """Whether nothing lies over it."""
    found: bool = place.evaluate("""element => {
      const { left, top, height } = element.getBoundingClientRect();
      return element.contains(document.elementFromPoint(left + 20, top + height / 2));
    }""")
    return found


def test_the_name_stands_once_until_the_head_is_scrolled_away(served: Served) -> None:
    pia = sized(served, "pia", "small")
    pia.goto(dispatched(served))
    line = pia.locator(".item-line")
    assert not is_on_top(line)
    pia.evaluate("scrollTo(0, 400)")
    assert is_on_top(line)


@pytest.mark.parametrize("size", SIZES)
def test_a_tab_shows_what_it_is_called_after(served: Served, size: str) -> None:
    """Not the top of the page, with the tab two screens further down."""
    pia = sized(served, "pia", size)
    pia.goto(dispatched(served, description=LONG))
    for tab, shown in (("Opgaver (0)", "#opgaver-titel"), ("Forløb", "#forloeb"), ("Korrespondance", ".composers")):
        follow(pia.get_by_label("Faner").get_by_role("link", name=tab))
        expect(pia.locator(shown)).to_be_in_viewport()
        assert is_on_top(pia.locator("h1" if size != "phone" else ".item-line"))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("solved", [False, True], ids=["halfway", "at the end"])
def test_the_strip_shows_where_it_is_and_cuts_no_stop_at_its_left(served: Served, size: str, solved: bool) -> None:
    address = dispatched(served)
    if solved:
        served.house.press(engine.get_case(served.desk, 1), "Marker som løst", "pia", solution="Kablet er skiftet.")
    pia = sized(served, "pia", size)
    pia.goto(address)
    expect(pia.locator(".stop.current")).to_be_in_viewport(ratio=1)
    cut = pia.locator(".strip ol").evaluate("""strip => {
      const edge = strip.getBoundingClientRect().left;
      return [...strip.children].map((stop) => stop.getBoundingClientRect())
        .filter(({ left, right }) => left < edge - 1 && right > edge + 1).length;
    }""")
    assert cut == 0


def test_a_subject_has_room_for_its_words_on_a_small_screen(served: Served) -> None:
    """Not a line for every few letters, and the buttons of a row stay in sight."""
    dispatched(served)
    pia = sized(served, "pia", "small")
    for page in ("/", "/overblik/venter"):
        pia.goto(served.url + page)
        subject = pia.locator("td.col-emne").first.bounding_box()
        assert subject and subject["width"] > 140
        expect(pia.locator(".col-goer input").first).to_be_in_viewport(ratio=1)
        assert not spills(pia)
    pia.set_viewport_size({"width": 768, "height": 1024})
    pia.goto(served.url)
    subject = pia.locator("td.col-emne").first.bounding_box()
    assert subject and subject["width"] > 110
    expect(pia.locator(".col-goer input").first).to_be_in_viewport(ratio=1)


def test_the_bar_of_a_phone_has_room_for_all_of_an_administrator_s_menu(served: Served) -> None:
    kaj = sized(served, "kaj", "phone")
    entries = kaj.locator(".rail li")
    expect(entries).to_have_count(7)
    for entry in entries.all():
        expect(entry).to_be_in_viewport(ratio=1)
    assert not spills(kaj)
    kaj.goto(f"{served.url}/administration/")  # the page one is on, whose name is the longest
    cut = "names => names.filter((name) => name.scrollWidth > name.clientWidth).map((name) => name.textContent)"
    assert kaj.locator(".rail li a span").evaluate_all(cut) == []


@pytest.mark.parametrize("size", ["desk", "small"])
def test_no_list_reaches_beyond_its_card_and_its_subjects_can_be_read(served: Served, size: str) -> None:
    case = served.house.keep("pia", subject="Kan ikke logge på fagsystemet")
    served.house.create_task(case, "pia", "Netværk")
    hanne = sized(served, "hanne", size)
    for path, subject in (("/overblik/team", ".col-emne"), (f"/sager/{case.id}?fane=opgaver", ".subject")):
        hanne.goto(f"{served.url}{path}")
        cell = hanne.locator(f".list td{subject}").first
        table, card = (cell.locator(f"xpath=ancestor::{name}[1]") for name in ("table", "section"))
        assert right(table) <= right(card), path
        assert cell.evaluate("cell => cell.offsetWidth") > 120, path


def right(place: Locator) -> float:
    box = place.bounding_box()
    assert box
    return box["x"] + box["width"]


def diagram(served: Served, size: str) -> Page:
    """The tab Forløb of a case that Pia has in hand."""
    pia = sized(served, "pia", size)
    pia.goto(f"{dispatched(served)}?fane=forloeb")
    pia.locator("[data-diagram]").scroll_into_view_if_needed()
    expect(pia.locator("[data-diagram]")).to_have_attribute("data-state", "shown")
    return pia


def letters(page: Page) -> float:
    """How many pixels of the screen the smallest letters of the drawing are high."""
    found: float = page.locator("[data-diagram] svg").first.evaluate("""svg => {
      const scale = svg.querySelector('.viewport').getCTM().a;
      const sizes = [...svg.querySelectorAll('text')].map((text) => parseFloat(getComputedStyle(text).fontSize));
      return Math.min(...sizes) * scale;
    }""")
    return found


def inside(page: Page, element: Locator) -> bool:
    """Whether it lies in what one sees of the drawing."""
    box, around = element.bounding_box(), page.locator("[data-diagram]").bounding_box()
    assert box and around
    return all(
        around[start] - 1 <= box[start] and box[start] + box[length] <= around[start] + around[length] + 1
        for start, length in (("x", "width"), ("y", "height"))
    )


@pytest.mark.parametrize("size", SIZES)
def test_a_diagram_is_readable_at_once_and_shows_the_step_it_stands_at(served: Served, size: str) -> None:
    pia = diagram(served, size)
    assert letters(pia) > 9
    assert inside(pia, pia.locator("#diagram .diagram-current"))
    expect(pia.locator("#diagram .bjs-powered-by")).to_be_in_viewport()


@pytest.mark.parametrize("way", ["pointer", "keyboard"])
def test_buttons_make_it_larger_and_smaller_and_show_all_of_it(served: Served, way: str) -> None:
    pia = diagram(served, "small")

    def press(name: str) -> None:
        button = pia.get_by_role("button", name=name, exact=True)
        if way == "pointer":
            button.click()
        else:
            button.press("Enter")

    before = letters(pia)
    press("Zoom ind")
    assert letters(pia) > before
    press("Zoom ud")
    assert letters(pia) == pytest.approx(before, rel=0.01)
    press("Hele diagrammet")
    assert letters(pia) < before
    for shape in pia.locator("#diagram .djs-shape > .djs-visual").all():
        assert inside(pia, shape)


def test_mouse_arrow_keys_and_finger_move_it(served: Served) -> None:
    pia = diagram(served, "phone")
    place, step = pia.locator("[data-diagram]"), pia.locator("#diagram .diagram-current")

    def left() -> float:
        box = step.bounding_box()
        assert box
        return box["x"]

    box = place.bounding_box()
    assert box
    x, y = box["x"] + 150, box["y"] + 20
    before = left()
    pia.mouse.move(x, y)
    pia.mouse.down()
    pia.mouse.move(x - 60, y, steps=4)
    pia.mouse.up()
    dragged = left()
    assert dragged < before - 30
    place.locator("svg").first.press("Control+ArrowLeft")
    keyed = left()
    assert keyed > dragged
    finger = pia.context.new_cdp_session(pia)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
    for moved in (20, 40, 60):
        finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [{"x": x - moved, "y": y}]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    assert left() < keyed - 30
