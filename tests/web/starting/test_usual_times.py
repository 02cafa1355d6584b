"""A deadline that leaves less time than the team usually takes is hinted at under its field, and accepted (A-33)."""

from datetime import timedelta

import pytest

from engine.store.connection.counting import counting
from tests.fixtures.categories import ask_for_category, keep_in, solve
from tests.fixtures.house import THOROUGH, House
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web.wording.words import as_typed

DAY = timedelta(days=1)
HINT = "Teamets sager i kategorien Printer tager normalt 7 dage (halvdelen er hurtigere)."


@pytest.fixture(autouse=True)
def _seven_days_is_usual(house: House) -> None:
    """It is Monday 9 o'clock again."""
    now = house.clock()
    for _case in range(5):
        house.clock.set(now - 35 * DAY)
        solve(house, 6.5 * DAY)
    house.clock.set(now)


def asked(visit: Visit, house: House, **query: str) -> str:
    given = {"team": str(house.id("Servicedesk")), "kategori": "Printer"} | query
    return visit("anders").client.get("/deadline/hint/frist", query_string=given).text


def test_the_hint_is_asked_for_as_one_types(visit: Visit, house: House) -> None:
    assert asked(visit, house, frist="04.03.2026 12.00") == HINT
    assert asked(visit, house, frist="07.03.2026 12.00") == f"Deadline ligger i en weekend. {HINT}"
    assert asked(visit, house, frist="09.03.2026 12.00") == ""  # 7 days and 3 hours
    assert asked(visit, house, frist="27.02.2026 12.00") == ""  # refused anyway
    for query in ({"team": "x"}, {"team": "9" * 40}, {"team": ""}, {"kategori": "\0"}, {"kategori": "Skærm"}):
        assert asked(visit, house, frist="04.03.2026 12.00", **query) == ""
    assert asked(visit, house, frist="04.03.2026 12.00", kategorifelt="felt", felt="Skærm") == ""
    assert asked(visit, house, frist="04.03.2026 12.00", kategorifelt="felt", felt="Printer", kategori="") == HINT


def test_a_category_is_no_markup(visit: Visit, house: House) -> None:
    now, category = house.clock(), "<img src=x>"
    for _case in range(5):
        solve(house, 7 * DAY, category=category)
    later = house.clock()
    house.clock.set(now)
    said = asked(visit, house, frist="04.03.2026 12.00", kategori=category)
    house.clock.set(later)  # for the record, which finds what lies ahead
    assert "&lt;img" in said and "<" not in said


def test_a_new_case_may_be_due_sooner_than_usual_and_its_form_says_so(house: House, visit: Visit) -> None:
    ask_for_category(house)
    form = visit("anders").go("/sager/ny").follow("Servicedesk")
    typed = {"Søg bruger": "gitte", "Emne": "Skærm", "Deadline": as_typed(house.clock() + 2 * DAY)}
    form.press("Find bruger", **typed)
    assert HINT not in form.text
    form.press("Find bruger", Kategori="Printer")
    assert HINT in form.text
    form.press("Gem", Beskrivelse=THOROUGH)
    assert "er oprettet" in form.text and "fraveg" not in form.text


def test_a_task_is_measured_by_its_case_s_category(house: House, visit: Visit) -> None:
    case = keep_in(house, "Printer")
    form = visit("anders").go(f"/sager/{case.id}/opgaver/ny").follow("Servicedesk")
    form.press("Gem", Deadline=as_typed(house.clock() + 2 * DAY))
    assert HINT in form.text


def test_a_saved_deadline_comes_nearer_unsaid_and_another_one_is_hinted_at(house: House, visit: Visit) -> None:
    case = keep_in(house, "Printer", deadline=house.clock() + 2 * DAY)
    page = visit("anders").go(f"/sager/{case.id}?ret=1")
    assert HINT not in page.text
    page.press("Gem rettelser", Deadline=as_typed(house.clock() + 3 * DAY), Emne="")
    assert HINT in page.text


def test_several_cases_of_one_team_and_category_have_the_hint(house: House, visit: Visit) -> None:
    cases = [keep_in(house, category) for category in ("Printer", "Printer", "Skærm")]
    assert HINT in _deadline_of_several(house, visit, *(case.id for case in cases[:2])).text
    assert HINT not in _deadline_of_several(house, visit, *(case.id for case in cases)).text


def _deadline_of_several(house: House, visit: Visit, *ids: int) -> Visitor:
    chosen = "".join(f"&valgt=case-{case_id}" for case_id in ids)
    form = visit("anders").go(f"/flere/?goer=deadline&tilbage=/overblik/koe{chosen}")
    return form.press("Vis, hvad der vil ske", Deadline=as_typed(house.clock() + 2 * DAY))


def test_a_form_without_a_deadline_asks_nothing_of_the_database(house: House, visit: Visit) -> None:
    anders, team = visit("anders"), f"team={house.id('Servicedesk')}&kategori=Printer"
    anders.client.get(f"/deadline/hint/frist?{team}&frist=")
    spent = []
    for deadline in ("", "04.03.2026"):
        with counting(house.desk.database) as count:
            anders.client.get(f"/deadline/hint/frist?{team}&frist={deadline}")
        spent.append(count.statements)
    assert spent[1] == spent[0] + 1
