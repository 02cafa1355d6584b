"""A row's own buttons, by keyboard alone: each opens the right form under the row, and says there what came of it."""

from playwright.sync_api import expect

import engine
from engine import Kind
from tests.browser.test_pages import dispatched
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


def test_what_is_typed_in_a_row_stays_when_it_is_closed_and_when_it_is_not_taken(served: Served) -> None:
    pia = served.visitor("pia")
    item_id = int(dispatched(served).rpartition("/")[2])
    pia.goto(served.url)
    opener, place = pia.get_by_role("link", name="Kommentar: "), pia.locator(".in-place")
    text, files, send = (place.locator("textarea"), place.locator("input[type=file]"), place.get_by_role("button"))
    opener.press("Enter")
    text.fill("Har talt med Gitte.")
    pia.keyboard.press("Escape")
    opener.press("Enter")
    expect(text).to_have_value("Har talt med Gitte.")

    files.evaluate("input => input.dataset.most = 2")
    files.set_input_files({"name": "plan.txt", "mimeType": "text/plain", "buffer": b"3. sal"})
    text.fill("Har talt med Gitte to gange.")
    send.filter(has_text="Gem internt").click()
    expect(place.get_by_role("alert")).to_contain_text("fylder for meget")
    expect(place.locator(".draft-line")).to_contain_text("Kladde fra i dag")
    files.set_input_files([])

    pia.route("**/kommentar", lambda route: route.abort())
    with pia.expect_response("**/kladder"):
        send.filter(has_text="Gem internt").click()
    expect(place.locator(".not-sent")).to_contain_text("Serveren svarer ikke")
    pia.unroute("**/kommentar")
    pia.context.clear_cookies()
    send.filter(has_text="Gem internt").click()
    expect(place.locator(".not-sent")).to_contain_text("Det, du skrev, er gemt som kladde")
    expect(place.locator(".not-sent")).to_be_focused()
    expect(place.locator(".not-sent").get_by_role("link", name="Log ind")).to_be_visible()
    expect(text).to_have_value("Har talt med Gitte to gange.")
    assert not engine.entries_of(served.desk, Kind.CASE, item_id)


def test_the_customer_and_the_deadline_in_a_row_s_form_are_its_own(served: Served) -> None:
    """On the page of a case the same fields stand in the case's own form."""
    address = dispatched(served)
    case = engine.get_case(served.desk, int(address.rpartition("/")[2]))
    task = served.house.create_task(case, "pia", "Netværk")
    pia = served.visitor("pia")
    place = pia.locator(".in-place")
    pia.goto(served.url)
    pia.get_by_role("link", name=f"Ret: {case.number}").press("Enter")
    for name in ("Ole Ipsen", "Lone Grau"):
        place.get_by_label("Søg bruger").fill(name)
        place.get_by_label("Søg bruger").press("Enter")
        place.get_by_role("radio", name=name).check()
    place.get_by_role("button", name="Gem rettelser").click()
    expect(pia.locator(".row-said")).to_contain_text("er rettet")
    assert served.house.now(case).customer_id == served.house.customer("lone@kommunen").id

    pia.goto(f"{address}?fane=opgaver&ret=1")
    pia.get_by_role("link", name=f"Ret: {task.number}").press("Enter")
    place.get_by_label("Deadline", exact=True).fill("25.12.2026 12.00")
    expect(place.locator("#row-ret-deadline-hint")).to_contain_text("helligdag")
    expect(pia.locator("#ret-deadline-hint")).not_to_contain_text("helligdag")
