"""A row's own buttons, by keyboard alone: each opens the right form under the row, and says there what came of it."""

from playwright.sync_api import expect

import engine
from engine import Kind
from tests.fixtures.served import Served


def test_a_row_is_assigned_commented_on_and_edited_where_it_stands(served: Served) -> None:
    house = served.house
    first = house.register("anders", "Netværk", subject="Skærm flimrer")
    house.register("anders", "Netværk", subject="Mus er væk")
    page = served.visitor("jonas")
    page.goto(served.url)
    page.get_by_role("link", name="Skærm flimrer").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")  # Tildel
    place = page.locator(".in-place")
    expect(place.get_by_label("Agent (")).to_be_focused()
    place.get_by_role("button", name="Tildel", exact=True).press("Enter")  # nobody is chosen yet
    expect(place.get_by_role("alert")).to_be_focused()
    place.get_by_label("Agent (").select_option("Pia Lund")
    place.get_by_role("button", name="Tildel", exact=True).press("Enter")
    expect(page.locator(".row-said")).to_contain_text("»Tildel« er udført")
    expect(page.get_by_role("link", name="Mus er væk")).to_be_focused()
    assert house.now(first).agent_id == house.id("pia")

    pia = served.visitor("pia")
    pia.goto(served.url)
    pia.get_by_role("link", name=f"Kommentar: {first.number}").press("Enter")
    pia.locator(".in-place textarea").fill("Jeg tager den efter frokost.")
    pia.keyboard.press("Escape")
    expect(pia.get_by_role("link", name=f"Kommentar: {first.number}")).to_be_focused()
    pia.keyboard.press("Enter")
    pia.locator(".in-place textarea").fill("Jeg tager den nu.")
    pia.locator(".in-place").get_by_role("button", name="Gem internt").press("Enter")
    expect(pia.locator(".row-said")).to_contain_text("gemt")
    pia.get_by_role("link", name=f"Ret: {first.number}").press("Enter")
    pia.locator(".in-place").get_by_label("Emne").fill("Skærm flimrer stadig")
    pia.locator(".in-place").get_by_role("button", name="Gem rettelser").press("Enter")
    expect(pia.get_by_role("link", name="Skærm flimrer stadig")).to_be_focused()
    assert [entry.text for entry in engine.entries_of(house.desk, Kind.CASE, first.id)] == ["Jeg tager den nu."]
