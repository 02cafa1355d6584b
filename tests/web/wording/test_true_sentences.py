"""What the pages say is so: whom a case is with, who signs, what was changed, how many there are."""

import pytest

import engine
from engine import Case, Form, FormField
from engine.errors import Invalid
from engine.flow.forms import MOST_DIGITS, fill
from tests.fixtures.house import House
from tests.web.conftest import Visit
from tests.web.starting.test_starting import FIELDS, start
from web.wording.words import at_most


def sent_back(house: House) -> Case:
    """Anders' case, which Pia of Netværk has sent back to him with a question."""
    case = house.register("anders", "Netværk")
    house.press(case, "Tildel", "jonas", agent="pia")
    house.press(case, "Send retur", "pia", agent="anders", comment="Hvilken etage?")
    return case


def test_who_has_it_back_signs_with_a_team_of_their_own(house: House, visit: Visit) -> None:
    case, house.desk.not_sent = sent_back(house), None
    anders = visit("anders").go(f"/sager/{case.id}?skriv=ekstern")
    assert "hos Anders Krogh (Servicedesk), ventes på af Pia Lund (Netværk)" in anders.text
    anders.press("Send til Gitte Sørensen, Borgerservice", Ekstern_kommentar="Hvilken etage sidder du på?")
    (message,) = [m for m in engine.messages_of(house.desk, case.kind, case.id) if m.kind == "external"]
    assert message.body.endswith("Med venlig hilsen\nAnders Krogh\nServicedesk\n")
    assert message.sender == "Servicedesk"


def test_the_letter_stands_as_the_customer_got_it_header_and_footer_included(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}?skriv=ekstern")
    anders.press("Send til Gitte Sørensen, Borgerservice", Ekstern_kommentar="Printeren virker igen.")
    (message,) = engine.messages_of(house.desk, case.kind, case.id)
    (letter,) = anders.document.xpath("//details[@class='letter']/p")
    assert letter.text_content() == message.body and "Hej Gitte Sørensen" in message.body


def test_what_one_keeps_was_not_sent_to_anybody(house: House, visit: Visit) -> None:
    told = start(visit, team="Servicedesk").press("Gem", **FIELDS, Agent="Anders Krogh")
    assert "SAG1 er oprettet, og du har den selv." in told.text


def test_a_changed_field_is_told_from_and_to(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    ole = house.customer("Ole")
    engine.edit_case(house.desk, case.id, {"customer": ole.id, "category": "Print"}, by=house.by("anders"))
    told = visit("anders").go(f"/sager/{case.id}").text
    assert f"bruger fra Gitte Sørensen, Borgerservice til {ole.name}" in told and "kategori fra – til Print" in told


def test_the_tab_counts_all_and_says_how_many_of_them_it_lists(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    for _ in range(2):
        house.create_task(case, "anders", "Netværk")
    done = house.create_task(case, "anders", "Netværk", agent="pia", agreed=True)
    house.press(done, "Marker som løst", "pia", solution="Kablet er skiftet.")
    anders = visit("anders").go(f"/sager/{case.id}?fane=opgaver")
    assert "Opgaver (3), 2 åbne" in anders.text
    assert len(anders.document.xpath("//section[@id='opgaver']//tbody/tr")) == 2


def test_what_one_may_not_see_is_refused_in_words_that_are_true_of_both(house: House, visit: Visit) -> None:
    kept = house.keep("anders")
    hidden, none = (visit("pia").go(f"/sager/{number}") for number in (kept.id, 99))
    for page, number in ((hidden, kept.id), (none, 99)):
        assert page.status == 404
        assert f"Der er ingen sag med nummer {number}, eller du må ikke se den." in page.text


def test_more_than_a_hundred_are_said_to_be_more() -> None:
    assert [at_most(count) for count in (0, 99, 100, 101)] == ["0", "99", "100", "100+"]


@pytest.mark.parametrize("typed", ["9" * 30, "9" * (MOST_DIGITS + 1), "x", "1,5"])
def test_a_whole_number_is_bounded_at_its_field(house: House, typed: str) -> None:
    form = Form(fields=(FormField("antal", "long", "Antal"),))
    with pytest.raises(Invalid) as refused:
        fill(form, None, {"antal": typed}, house.desk.directory())
    assert refused.value.problems["antal"].startswith("Antal: ")
    assert fill(form, None, {"antal": "9" * MOST_DIGITS}, house.desk.directory()).values["antal"] == 10**MOST_DIGITS - 1


@pytest.mark.parametrize(
    "place", ["/sager/{n}", "/opgaver/{n}", "/forloeb/{n}", "/aabn?q=SAG{n}", "/beskeder?efter={n}"]
)
def test_a_number_of_thirty_digits_finds_nothing_and_breaks_nothing(house: House, visit: Visit, place: str) -> None:
    assert visit("rosa").go(place.format(n="9" * 30)).status in (200, 404, 422)


def test_who_is_told_of_more_than_a_hundred_things_reads_so(house: House, visit: Visit) -> None:
    for _ in range(101):
        house.register("anders", "Netværk")
    assert "100+ ulæste" in visit("jonas").go("/beskeder").text
