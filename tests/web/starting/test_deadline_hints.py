"""A deadline at which nobody works is hinted at in every form that takes one, and accepted (R053, A-33)."""

from datetime import UTC, datetime

import pytest

from tests.fixtures.house import THOROUGH, House
from tests.web.conftest import Visit
from tests.web.visitor import field
from web.wording.words import as_typed

SATURDAY = datetime(2030, 3, 2, 11, tzinfo=UTC)
WEEKEND = "Deadline ligger i en weekend."


def test_a_new_case_may_be_due_on_a_saturday_and_its_form_says_so(house: House, visit: Visit) -> None:
    form = visit("anders").go("/sager/ny").follow("Netværk")
    form.press("Find bruger", **{"Søg bruger": "gitte", "Emne": "Skærm", "Deadline": as_typed(SATURDAY)})
    assert WEEKEND in form.text
    deadline = field(form.document, "Deadline")
    described = (form.document.get_element_by_id(one) for one in deadline.get("aria-describedby").split())
    (hint,) = (one for one in described if one.get("role") == "status")
    assert hint.text_content() == WEEKEND
    form.press("Gem", Beskrivelse=THOROUGH)
    assert "er oprettet og sendt til Netværk." in form.text and "fraveg" not in form.text


def test_what_was_saved_is_hinted_at_where_it_is_corrected(house: House, visit: Visit) -> None:
    case = house.keep("anders", deadline=SATURDAY)
    assert WEEKEND in visit("anders").go(f"/sager/{case.id}").text


def test_several_get_a_deadline_on_a_saturday_with_a_hint(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    form = visit("anders").go(f"/flere/?goer=deadline&tilbage=/overblik/koe&valgt=case-{case.id}")
    assert WEEKEND not in form.text
    form.press("Vis, hvad der vil ske", Deadline=as_typed(SATURDAY))
    assert WEEKEND in form.text
    form.press("Sæt deadline: udfør for 1")
    assert house.now(case).deadline == SATURDAY


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("2030-03-02T12:00", WEEKEND),
        ("2030-03-04T12:00", ""),
        ("2030-03-04", ""),
        ("<script>", ""),
        ("0001-01-01T00:00", ""),
        ("9999-12-31T23:59", "Deadline ligger uden for arbejdstiden, som er mandag til fredag kl. 8 til 16."),
        ("", ""),
    ],
)
def test_the_hint_is_asked_for_as_one_types(visit: Visit, typed: str, said: str) -> None:
    assert visit("anders").client.get("/deadline/hint/felt-frist", query_string={"felt-frist": typed}).text == said
