"""Two persons at two browsers on one case, from its start to its end: nothing is lost and nothing is doubled (D-22)."""

from collections import Counter
from collections.abc import Iterator

from playwright.sync_api import Locator, Page, expect

import engine
from engine import Case, Kind, Status, Task
from engine.store.tables import form_drafts
from tests.browser.test_form_drafts import INTERNAL, PLAN, kept
from tests.browser.test_stories import open_work, press, register
from tests.fixtures.browser import follow
from tests.fixtures.house import THOROUGH
from tests.fixtures.served import Served

PIAS, JONAS_S, AGAIN = "Har talt med Gitte.", "Switchen er genstartet.", "Switchen er genstartet to gange."
SOLUTION = "Kablet er skiftet."


def test_two_persons_take_one_case_from_its_start_to_its_end(served: Served) -> None:
    pia, jonas = served.visitor("pia"), served.visitor("jonas")
    register(pia, "Netværk")
    case = engine.get_case(served.desk, 1)
    press(open_work(served, "jonas", case.subject), "Tildel", Agent="Pia Lund")
    for page in (pia, jonas):
        page.goto(f"{served.url}/sager/{case.id}?ret=1")
    both_write_and_change_the_subject_at_once(pia, jonas)
    a_visit_ends_while_jonas_types(served, jonas)
    jonas_goes_back_and_sends_again(jonas)
    follow(pia.get_by_role("button", name="Gem internt"))
    pia_creates_a_task_with_a_file(pia)
    task = engine.get_task(served.desk, 1)
    jonas_solves_while_pia_writes(served, task)
    pia_sends_the_solution_and_closes(pia)
    assert_each_word_stands_once(served, case, task)


def both_write_and_change_the_subject_at_once(pia: Page, jonas: Page) -> None:
    for page, text, subject in ((pia, PIAS, "Printer på 3. sal"), (jonas, JONAS_S, "Printer ved trappen")):
        page.get_by_label(INTERNAL).fill(text)
        edit(page).get_by_label("Emne").fill(subject)
    follow(edit(jonas).get_by_role("button", name="Gem rettelser"))
    expect(jonas.get_by_role("heading", level=1)).to_contain_text("Printer ved trappen")
    save = pia.locator("form[data-step]").get_by_role("button", name="Gem rettelser")
    follow(save)
    expect(pia.get_by_role("alert")).to_contain_text("Dit Printer på 3. sal")
    expect(pia.get_by_role("alert")).to_contain_text("Nu Printer ved trappen")
    expect(edit(pia).get_by_label("Emne")).to_have_value("Printer på 3. sal")
    follow(save)
    expect(pia.get_by_role("heading", level=1)).to_contain_text("Printer på 3. sal")
    expect(pia.get_by_label(INTERNAL)).to_have_value(PIAS)
    expect(jonas.get_by_label(INTERNAL)).to_have_value(JONAS_S)


def edit(page: Page) -> Locator:
    return page.locator("[data-edit]")


def a_visit_ends_while_jonas_types(served: Served, jonas: Page) -> None:
    jonas.context.clear_cookies()
    jonas.get_by_label(INTERNAL).fill(AGAIN)
    follow(jonas.get_by_role("button", name="Gem internt"))
    expect(jonas.get_by_role("main")).to_contain_text("er gemt som kladde")
    follow(jonas.get_by_role("link", name="Log ind"))
    follow(jonas.get_by_role("button", name="Jonas"))
    expect(jonas.get_by_label(INTERNAL)).to_have_value(AGAIN)
    assert engine.entries_of(served.desk, Kind.CASE, 1) == ()  # what waited is sent by a press alone


def jonas_goes_back_and_sends_again(jonas: Page) -> None:
    jonas.get_by_role("button", name="Gem internt").dblclick()
    expect(jonas.get_by_role("status")).to_contain_text("gemt internt")
    jonas.go_back()
    jonas.get_by_label(INTERNAL).fill(AGAIN)
    follow(jonas.get_by_role("button", name="Gem internt"))
    expect(jonas.get_by_role("status")).to_contain_text("gemt, allerede da du sendte det første gang")


def pia_creates_a_task_with_a_file(pia: Page) -> None:
    pia.goto(f"{pia.url.partition('#')[0].partition('?')[0]}?fane=opgaver")
    follow(pia.get_by_role("link", name="Opret opgave").first)
    follow(pia.get_by_role("main").get_by_role("link", name="Netværk", exact=True))
    pia.get_by_label("Emne").fill("Undersøg kabel")
    pia.get_by_label("Beskrivelse").fill(THOROUGH)
    pia.get_by_label("Agent", exact=True).select_option(label="Jonas Friis")
    pia.get_by_label("Deadline").fill("2099-12-01T12:00")
    pia.get_by_label("Vedhæft").set_input_files(PLAN)
    expect(pia.get_by_role("checkbox", name="plan.txt")).to_be_checked()
    kept(pia, "form.start-form")
    pia.reload()
    expect(pia.get_by_label("Beskrivelse")).to_have_value(THOROUGH)
    pia.get_by_role("checkbox", name="Det er aftalt direkte").check()
    pia.get_by_role("button", name="Gem", exact=True).dblclick()
    expect(pia.get_by_role("heading", level=1)).to_contain_text("Undersøg kabel")


def jonas_solves_while_pia_writes(served: Served, task: Task) -> None:
    """Both are at the task: what she has begun is still there, and sent, when his step is over."""
    pia, jonas = served.visitor("pia"), open_work(served, "jonas", task.subject)
    pia.get_by_label(INTERNAL).fill("Det haster.")
    press(jonas, "Marker som løst", Løsning=SOLUTION)
    follow(pia.get_by_role("button", name="Gem internt"))
    expect(pia.locator("article.entry", has_text="Det haster.")).to_have_count(1)


def pia_sends_the_solution_and_closes(pia: Page) -> None:
    follow(pia.get_by_role("link", name="Svar brugeren med løsningen"))
    expect(pia.locator("#ekstern-text")).to_have_value(SOLUTION)
    pia.get_by_role("button", name="Send til Gitte Sørensen").dblclick()
    expect(pia.locator("section.step:target")).to_be_visible()
    follow(pia.get_by_role("button", name="Luk sagen"))
    expect(pia.locator(".said")).to_contain_text("SAG1 er lukket.")


def assert_each_word_stands_once(served: Served, case: Case, task: Task) -> None:
    assert served.house.now(case).status == Status.CLOSED and not served.house.now(task).is_open
    assert (served.house.now(case).subject, served.house.now(task).subject) == ("Printer på 3. sal", "Undersøg kabel")
    assert sorted(texts(served, case)) == sorted([PIAS, AGAIN, SOLUTION])
    assert sorted(texts(served, task)) == ["", "Det haster.", SOLUTION]
    entries = engine.entries_of(served.desk, Kind.TASK, task.id)
    assert [(entry.text, file.name) for entry in entries for file in entry.attachments] == [("", PLAN["name"])]
    comments = ("entry", "entry", "task-created", "entry")  # one of each person, and the solution to the customer
    assert happened(served, case) == [
        *("registered", "started", "completed", "edited", "edited", *comments, "closed", "withdrawn", "message")
    ]
    assert Counter(happened(served, task)) == Counter(
        {"created": 1, "deviation": 1, "started": 1, "entry": 3, "completed": 2}
    )
    with served.desk.reading() as connection:
        assert list(connection.execute(form_drafts.select().where(~form_drafts.c.is_sent))) == []


def happened(served: Served, item: Case | Task) -> list[str]:
    """But for who was told of it."""
    return [type_ for type_ in served.house.types(item) if type_ != "written"]


def texts(served: Served, item: Case | Task) -> Iterator[str]:
    return (entry.text for entry in engine.entries_of(served.desk, item.kind, item.id))
