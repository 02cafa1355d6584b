"""The line that says how long the team usually takes, as one types a deadline and chooses a category (A-33)."""

from datetime import timedelta

from playwright.sync_api import expect

import engine
from engine.clock import system_clock
from tests.fixtures.categories import ask_for_category, keep_in, solve
from tests.fixtures.house import House
from tests.fixtures.served import Served
from tests.fixtures.time import SettableClock
from web.wording.words import as_typed

DAY = timedelta(days=1)
HINT = "Teamets sager i kategorien Printer tager normalt 7 dage"


def solve_in_a_week(served: Served) -> None:
    """Five cases of the last month, by the desk of that time."""
    clock = SettableClock(system_clock() - 30 * DAY)
    desk = engine.open_desk(served.desk.settings, clock=clock)
    for _case in range(5):
        solve(House(desk, clock), 7 * DAY)
        clock.advance(-7 * DAY)
    desk.close()


def test_the_hint_follows_the_deadline_and_the_category_of_its_own_form(served: Served) -> None:
    solve_in_a_week(served)
    ask_for_category(served.house)
    anders, soon = served.visitor("anders"), as_typed(system_clock() + 2 * DAY)
    anders.goto(f"{served.url}/sager/ny")
    anders.get_by_role("link", name="Servicedesk").click()
    hint = anders.locator("[data-type=deadline] [role=status]")
    anders.get_by_label("Kategori").fill("Printer")
    anders.get_by_label("Deadline").fill(soon)
    expect(hint).to_contain_text(HINT)
    anders.get_by_label("Kategori").fill("Skærm")
    anders.get_by_label("Kategori").press("Tab")
    expect(hint).not_to_contain_text(HINT)

    case = keep_in(served.house, "Skærm")
    keep_in(served.house, "Printer", subject="Den anden")
    anders.goto(f"{served.url}/sager/{case.id}?ret=1")
    anders.locator("#ret-deadline").fill(soon)
    anders.locator("#ret-category").fill("Printer")
    anders.locator("#ret-category").press("Tab")
    expect(anders.locator("#ret-deadline-hint")).to_contain_text(HINT)
