"""What is typed is never lost (D-22): drafts in a real browser, through the served desk."""

import re

from playwright.sync_api import Page, Route, expect

from tests.browser.test_pages import dispatched
from tests.fixtures.browser import follow
from tests.fixtures.served import Served

INTERNAL = "Intern kommentar: brugeren ser den aldrig"
PLAN = {"name": "plan.txt", "mimeType": "text/plain", "buffer": b"3. sal"}


def kept(page: Page, form: str = "#skriv-intern") -> None:
    """Waits until the draft of that form is on the server."""
    expect(page.locator(f"{form} .draft-line")).to_contain_text(re.compile(r"Kladde fra i dag \d\d\.\d\d"))


def test_what_was_typed_is_there_after_a_reload_with_its_files_and_gone_when_it_is_sent(served: Served) -> None:
    pia = served.visitor("pia")
    pia.goto(dispatched(served))
    pia.get_by_label(INTERNAL).fill("Halvt færdig")
    form = pia.locator("#skriv-intern")
    form.get_by_label("Vedhæft filer").set_input_files(PLAN)
    expect(form.get_by_role("checkbox", name="plan.txt")).to_be_checked()
    kept(pia)
    pia.reload()
    expect(pia.get_by_label(INTERNAL)).to_have_value("Halvt færdig")
    expect(form.get_by_role("checkbox", name="plan.txt")).to_be_checked()
    pia.get_by_role("button", name="Gem internt").click()
    expect(pia.get_by_role("status")).to_contain_text("gemt internt")
    expect(pia.locator("article.entry", has_text="Halvt færdig")).to_contain_text("plan.txt")
    expect(pia.get_by_label(INTERNAL)).to_have_value("")
    expect(pia.locator(".draft-line")).to_have_count(0)


def test_another_form_of_the_page_keeps_its_text_when_one_is_sent(served: Served) -> None:
    pia = served.visitor("pia")
    pia.goto(dispatched(served))
    pia.locator("form[data-step]").get_by_label("Løsning").fill("Kablet er skiftet.")
    pia.get_by_label(INTERNAL).fill("Har talt med Gitte.")
    pia.get_by_role("button", name="Gem internt").click()
    expect(pia.get_by_role("status")).to_contain_text("gemt internt")
    expect(pia.locator("form[data-step]").get_by_label("Løsning")).to_have_value("Kablet er skiftet.")


def test_a_draft_is_discarded_by_its_line(served: Served) -> None:
    pia = served.visitor("pia")
    pia.goto(dispatched(served))
    pia.get_by_label(INTERNAL).fill("Forkert sag")
    kept(pia)
    follow(pia.get_by_role("button", name="kassér"))
    expect(pia.get_by_label(INTERNAL)).to_have_value("")
    expect(pia.locator(".draft-line")).to_have_count(0)


def test_an_older_window_asks_before_it_writes_over_the_newer(served: Served) -> None:
    pia = served.visitor("pia")
    address = dispatched(served)
    pia.goto(address)
    other = pia.context.new_page()
    other.goto(address)
    pia.get_by_label(INTERNAL).fill("Fra det første vindue")
    kept(pia)
    other.get_by_label(INTERNAL).fill("Fra det andet vindue")
    expect(other.get_by_role("alert")).to_contain_text("Kladden er skrevet videre i et andet vindue")
    other.get_by_role("button", name="Gem det, der står her").click()
    kept(other)
    pia.get_by_label(INTERNAL).fill("Fra det første vindue igen")
    pia.get_by_role("button", name="Hent det andet").click()
    expect(pia.get_by_label(INTERNAL)).to_have_value("Fra det andet vindue")


def test_a_visit_that_ends_and_going_back_lose_nothing_and_double_nothing(served: Served) -> None:
    """Two machines on one case: session loss, another machine, Back and send again, a double click."""
    address = dispatched(served)
    pia, elsewhere = served.visitor("pia"), served.another("pia")
    pia.goto(address)
    pia.locator("form[data-step]").get_by_label("Løsning").fill("Kablet er skiftet.")
    pia.get_by_label(INTERNAL).fill("Har talt med Gitte.")
    kept(pia)
    pia.context.clear_cookies()
    pia.get_by_label(INTERNAL).fill("Har talt med Gitte to gange.")
    follow(pia.get_by_role("button", name="Gem internt"))
    expect(pia.get_by_role("main")).to_contain_text("Det, du skrev, er gemt som kladde")
    expect(pia.get_by_role("main")).not_to_contain_text("Gitte")

    elsewhere.goto(address)  # what was typed is there for the same person at another machine
    expect(elsewhere.get_by_label(INTERNAL)).to_have_value("Har talt med Gitte to gange.")
    expect(elsewhere.locator("article.entry")).to_have_count(0)

    follow(pia.get_by_role("link", name="Log ind"))
    follow(pia.get_by_role("button", name="Pia"))
    assert pia.url == address
    expect(pia.get_by_label(INTERNAL)).to_have_value("Har talt med Gitte to gange.")
    expect(pia.locator("form[data-step]").get_by_label("Løsning")).to_have_value("Kablet er skiftet.")
    pia.get_by_role("button", name="Gem internt").dblclick()
    expect(pia.get_by_role("status")).to_contain_text("gemt internt")

    pia.go_back()
    pia.get_by_label(INTERNAL).fill("Har talt med Gitte to gange.")
    pia.get_by_role("button", name="Gem internt").click()
    expect(pia.get_by_role("status")).to_contain_text("gemt, allerede da du sendte det første gang")
    expect(pia.locator("article.entry", has_text="Har talt med Gitte")).to_have_count(1)

    elsewhere.reload()
    expect(elsewhere.get_by_label(INTERNAL)).to_have_value("")
    elsewhere.locator("form[data-step]").get_by_label("Løsning").fill("Kablet og stikket er skiftet.")
    kept(elsewhere, "form[data-step]")
    follow(elsewhere.locator("form[data-step]").get_by_role("button", name="Marker som løst"))
    pia.locator("form[data-step]").get_by_label("Løsning").fill("Kablet er skiftet. Ring ved fejl.")
    follow(pia.locator("form[data-step]").get_by_role("button", name="Marker som løst"))
    expect(pia.get_by_role("alert")).to_contain_text("er allerede udført")
    lost = pia.get_by_role("region", name="Det, du skrev")
    expect(lost.get_by_label("Løsning")).to_have_value("Kablet er skiftet. Ring ved fejl.")
    expect(pia.locator("article.entry", has_text="stikket er skiftet")).to_have_count(1)


def test_a_slow_upload_loses_neither_the_text_nor_the_file_that_came_after_it(served: Served) -> None:
    pia = served.visitor("pia")
    pia.goto(dispatched(served))
    form = pia.locator("#skriv-intern")
    held: list[Route] = []
    pia.route("**/kladder", lambda route: route.continue_() if held else held.append(route))
    pia.get_by_label(INTERNAL).fill("Med plan")
    with pia.expect_request("**/kladder"):
        form.get_by_label("Vedhæft filer").set_input_files(PLAN)
    pia.get_by_label(INTERNAL).fill("Med plan og tegning")
    form.get_by_label("Vedhæft filer").set_input_files({**PLAN, "name": "tegning.txt"})
    with pia.expect_response("**/kladder"):  # the text, when the page is left
        pia.evaluate("window.dispatchEvent(new Event('pagehide'))")
    with pia.expect_response(lambda answer: "/kladder" in answer.url and "tegning" in str(answer.request.post_data)):
        held[0].continue_()
    expect(form.get_by_role("checkbox", name="tegning.txt")).to_be_checked()
    pia.reload()
    expect(pia.get_by_label(INTERNAL)).to_have_value("Med plan og tegning")
    for name in ("plan.txt", "tegning.txt"):
        expect(form.get_by_role("checkbox", name=name)).to_be_checked()


def test_a_part_of_a_page_makes_no_draft_and_takes_no_whole_page(served: Served) -> None:
    pia = served.visitor("pia")
    pia.goto(f"{dispatched(served)}?ret=1")
    drafts: list[str] = []
    pia.on("request", lambda request: drafts.append(request.url) if "/kladder" in request.url else None)
    quick, found = pia.get_by_label("Åbn sag eller opgave"), pia.locator("#quick-found")
    quick.fill("SAG1")
    expect(found.get_by_role("option").first).to_be_visible()
    pia.context.clear_cookies()
    with pia.expect_response("**/log-ind**"):
        quick.fill("SAG")
    pia.get_by_label("Emne").first.fill("Skærm flimrer")
    kept(pia, "form[data-step]")
    assert len(drafts) == 1
    expect(found.get_by_role("heading")).to_have_count(0)
    pia.get_by_label("Søg bruger").fill("Ole")
    follow(pia.get_by_role("button", name="Find bruger"))
    expect(pia.get_by_role("main")).to_contain_text("Det, du skrev, er gemt som kladde")


def test_a_save_that_is_overtaken_changes_nothing_and_one_that_hangs_ends_before_sending(
    served: Served,
) -> None:
    pia = served.visitor("pia")
    pia.goto(dispatched(served))
    held: list[Route] = []
    pia.route("**/kladder", lambda route: route.continue_() if held else held.append(route))
    with pia.expect_request("**/kladder"):
        pia.get_by_label(INTERNAL).fill("Hel")
    pia.get_by_label(INTERNAL).fill("Hel sætning")
    with pia.expect_response("**/kladder") as overtaking:
        pia.evaluate("window.dispatchEvent(new Event('pagehide'))")
    assert overtaking.value.status == 200
    with pia.expect_response(lambda answer: answer.request == held[0].request) as late:
        held[0].continue_()
    assert late.value.status == 409
    kept(pia)
    expect(pia.locator("#skriv-intern").get_by_role("alert")).to_have_count(0)
    stopped: list[str] = []
    pia.on("requestfailed", lambda request: stopped.append(request.url))
    pia.unroute("**/kladder")
    pia.route("**/kladder", lambda _: None)
    with pia.expect_request("**/kladder"):
        pia.get_by_label(INTERNAL).fill("Hele sætningen")
    before: list[str] = []
    pia.route("**/kommentar", lambda route: (before.extend(stopped), route.continue_()))
    pia.get_by_role("button", name="Gem internt").click()
    expect(pia.get_by_role("status")).to_contain_text("gemt internt")
    assert [address.rsplit("/", 1)[1] for address in before] == ["kladder"]


def test_a_save_that_comes_after_the_sending_is_no_draft_and_what_is_written_by_going_back_is(served: Served) -> None:
    """The browser gave the save up, but it was on its way; the form that one goes back to is sent once more."""
    pia = served.visitor("pia")
    address = dispatched(served)
    pia.goto(address)
    held: list[Route] = []
    pia.route("**/kladder", lambda route: route.continue_() if held else held.append(route))
    with pia.expect_request("**/kladder"):
        pia.get_by_label(INTERNAL).fill("Har talt med Gitte.")
    pia.get_by_role("button", name="Gem internt").click()
    expect(pia.get_by_role("status")).to_contain_text("gemt internt")
    late = held[0].request
    headers = {"Content-Type": late.headers["content-type"]}
    assert pia.request.post(late.url, data=late.post_data_buffer or b"", headers=headers).json() == {"sent": True}
    pia.goto(address)
    expect(pia.get_by_label(INTERNAL)).to_have_value("")
    pia.get_by_label(INTERNAL).fill("Gitte ringer igen.")
    kept(pia)
    pia.get_by_role("button", name="Gem internt").click()
    expect(pia.locator("article.entry", has_text="Gitte ringer igen.")).to_have_count(1)
    pia.go_back()
    pia.get_by_label(INTERNAL).fill("Gitte ringer i morgen.")
    kept(pia)
    pia.goto(address)
    expect(pia.get_by_label(INTERNAL)).to_have_value("Gitte ringer i morgen.")
