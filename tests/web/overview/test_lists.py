"""Lists of work: what is asked of them stands in the address, and every page of them is of that."""

from datetime import timedelta

import pytest

import engine
from engine import EVERYTHING, WorkList
from tests.fixtures.house import House
from tests.web.acts import token_of
from tests.web.conftest import Visit
from tests.web.visitor import Visitor, problem_at

HOUR = timedelta(hours=1)


def subjects(visitor: Visitor) -> list[str]:
    return [link.text for link in visitor.document.xpath("//td[@class='col-emne']/a")]


def given(house: House) -> None:
    """Anders has three cases and a task; the deadline of one case has gone by."""
    for subject, hours in (("Først", 2), ("Sidst", 90), ("Uden", None)):
        deadline = house.clock() + hours * HOUR if hours else None
        house.keep("anders", subject=subject, deadline=deadline)
    case = house.keep("signe")
    deadline = house.clock() + 48 * HOUR
    house.create_task(case, "signe", "Servicedesk", subject="Midt", agent="anders", agreed=True, deadline=deadline)
    house.clock.advance(3 * HOUR)


def test_what_waits_is_read_from_either_end(house: House, visit: Visit) -> None:
    given(house)
    anders = visit("anders")
    assert subjects(anders.go("/overblik/venter")) == ["Først", "Midt", "Sidst", "Uden"]
    assert subjects(anders.go("/overblik/venter?sorter=-deadline")) == ["Uden", "Sidst", "Midt", "Først"]
    assert anders.document.xpath("//th[@aria-sort='descending']")
    assert subjects(anders.go("/overblik/sager?sorter=-deadline")) == ["Uden", "Sidst", "Først"]


def test_what_waits_is_narrowed_and_counted(house: House, visit: Visit) -> None:
    given(house)
    anders = visit("anders")
    assert subjects(anders.go("/overblik/venter?slags=task")) == ["Midt"] and anders.title.endswith("1")
    assert subjects(anders.go("/overblik/venter?frist=overskredet")) == ["Først"] and anders.title.endswith("1")
    assert subjects(anders.go("/overblik/venter?frist=overskredet&slags=task")) == []
    assert "Intet her passer til filtrene." in anders.text
    assert subjects(anders.go("/overblik/sager?frist=overskredet")) == ["Først"]
    assert subjects(anders.go("/overblik/opgaver?frist=overskredet")) == []
    assert len(subjects(anders.go("/overblik/venter?slags=ufo&frist=x&sorter=y"))) == 4
    assert "Rækkefølge: “y” er ikke en af mulighederne, så filteret er ikke brugt." in anders.alerts()
    for name, typed in (("slags", "ufo"), ("frist", "x")):
        assert problem_at(anders, name) == f"“{typed}” er ikke en af mulighederne, så filteret er ikke brugt."


def test_the_next_page_is_of_the_same(house: House, visit: Visit) -> None:
    for number in range(60):
        house.keep("anders", subject=f"Nr. {number:02}", deadline=house.clock() + (number + 1) * HOUR)
    anders = visit("anders").go("/overblik/sager?sorter=-deadline")
    first = subjects(anders)
    (more,) = anders.document.xpath("//a[@rel='next']/@href")
    assert first + subjects(anders.go(more)) == [f"Nr. {number:02}" for number in reversed(range(60))]


def test_what_i_created_tells_whom_it_is_with_and_since_when(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk", deadline=house.clock() + 30 * HOUR)
    house.press(case, "Tildel", "jonas", agent="pia")
    anders = visit("anders").go("/")
    (block,) = anders.document.xpath("//section[@aria-labelledby='hos-andre']")
    told = " ".join(block.text_content().split())
    assert told.startswith("Oprettet af mig, hos andre 1")
    for part in ("Pia Lund", "i dag 09.00", "i morgen 15.00"):
        assert part in told
    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet til et nyt.")
    house.press(case, "Luk sagen", "anders")
    assert "Intet, du har oprettet eller sendt videre, ligger hos andre." in anders.go("/").text


def test_what_stands_above_is_not_said_to_be_missing(house: House, visit: Visit) -> None:
    house.keep("anders")
    anders = visit("anders").go("/")
    assert "Mine sager Den ene står ovenfor. Vis listen" in anders.text
    assert "Du har ingen åbne sager" not in anders.text and anders.text.count("Printer skriver ikke") == 1
    lars = visit("lars").go("/")  # a lead
    assert "Jeg er godkender" not in lars.text and "Du har ingen" not in lars.text


def test_a_list_is_narrowed_by_what_stands_in_the_address(house: House, visit: Visit) -> None:
    given(house)
    ole = house.keep("anders", subject="Oles", customer=house.customer("Ole").id)
    engine.edit_case(house.desk, ole.id, {"category": "Netværk og VPN"}, by=house.by("anders"))
    anders = visit("anders")
    assert subjects(anders.go("/overblik/venter?bruger=ole")) == ["Oles"] and anders.value_of("Bruger") == "ole"
    assert subjects(anders.go("/overblik/venter?kategori=Netv")) == ["Oles"]
    assert subjects(anders.go("/overblik/venter?status=solved")) == []
    assert len(subjects(anders.go(f"/overblik/sager?hos={house.id('anders')}&team={house.id('Servicedesk')}"))) == 4
    assert subjects(anders.go("/overblik/sager?hos=ingen")) == []
    for name, typed in (("bruger", "findesikke"), ("hos", "99999"), ("team", "x"), ("alder", "-1"), ("status", "ufo")):
        assert len(subjects(anders.go(f"/overblik/sager?{name}={typed}"))) == 4
        assert "så filteret er ikke brugt." in problem_at(anders, name)


def test_a_list_is_narrowed_to_what_is_old(house: House, visit: Visit) -> None:
    house.keep("anders", subject="Gammel")
    house.clock.advance(30 * HOUR)
    house.keep("anders", subject="Ny")
    assert subjects(visit("anders").go("/overblik/sager?alder=1")) == ["Gammel"]


def test_the_head_of_a_column_sorts_by_it_and_turns_it_round(house: House, visit: Visit) -> None:
    given(house)
    anders = visit("anders").go("/overblik/sager?bruger=gitte")
    assert subjects(anders.follow("Emne")) == ["Først", "Sidst", "Uden"]
    assert anders.document.xpath("//th[@aria-sort='ascending']/a/text()") == ["Emne"]
    assert subjects(anders.follow("Emne")) == ["Uden", "Sidst", "Først"] and "bruger=gitte" in anders.path
    for column in ("Nummer", "Fra → til", "Trin", "Hos", "Deadline"):
        assert sorted(subjects(anders.follow(column))) == ["Først", "Sidst", "Uden"]


def test_columns_are_chosen(house: House, visit: Visit) -> None:
    engine.edit_case(house.desk, house.keep("anders").id, {"category": "Udskrift"}, by=house.by("anders"))
    anders = visit("anders").go("/overblik/sager?kolonner=bruger&kolonner=kategori&kolonner=alder&kolonner=ufo")
    heads = [" ".join(th.text_content().split()) for th in anders.document.xpath("//th[a]")]
    assert heads == ["Nummer", "Emne", "Bruger", "Kategori", "Alder"]
    assert "Gitte Sørensen, Borgerservice" in anders.text and "Udskrift" in anders.text
    assert "kolonner=alder" in anders.follow("Kategori").path


def test_a_list_is_saved_under_a_name_for_oneself_or_the_team(house: House, visit: Visit) -> None:
    given(house)
    anders = visit("anders").go("/overblik/venter?slags=task&sorter=-emne")
    anders.press("Gem", Navn="Opgaver bagfra")
    assert "Listen er gemt som “Opgaver bagfra”." in anders.text and subjects(anders) == ["Midt"]
    assert subjects(anders.go("/overblik/venter").follow("Opgaver bagfra")) == ["Midt"]
    assert "Opgaver bagfra" not in visit("signe").go("/overblik/venter").text
    anders.go("/overblik/venter?frist=overskredet").press("Gem", Navn="For sent", For="Servicedesk")
    assert "For sent · Servicedesk" in visit("signe").go("/overblik/venter").text
    assert "For sent" not in visit("pia").go("/overblik/venter").text
    for name, may in (("signe", False), ("lars", True)):  # Lars leads the team
        assert ("Slet den gemte liste For sent" in visit(name).go("/overblik/venter").response.text) is may
    anders.go("/overblik/venter?slags=case").press("Gem", Navn=" ")
    assert anders.status == 422 and "Skriv et navn, højst 60 tegn." in problem_at(anders, "navn")
    assert not anders.document.xpath("//*[@role='status'][contains(@class, 'alert')]")
    anders.press("Gem", Navn="x" * 61)
    assert anders.value_of("Navn") == "x" * 61


def test_from_an_item_one_goes_on_to_the_next_of_the_list(house: House, visit: Visit) -> None:
    given(house)
    anders = visit("anders").go("/overblik/venter?sorter=-emne").follow("Sidst")
    assert "Sidst" in anders.title
    assert "Midt" in anders.follow("Næste").title and "Først" in anders.follow("Næste").title
    assert "Midt" in anders.follow("Forrige").title
    assert anders.follow("Listen").path == "/overblik/venter?sorter=-emne"
    anders.follow("Uden").follow("Forrige")  # there is none before the first: the list
    assert anders.path == "/overblik/venter?sorter=-emne"


@pytest.mark.parametrize(
    "key", ["endpoint", "_anchor", "_method", "_scheme", "_external", "name", "way", "ved", "efter"]
)
def test_what_stands_in_the_address_of_an_item_is_no_setting_of_a_link(house: House, visit: Visit, key: str) -> None:
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}?liste=venter%3F{key}%3Dx%26slags%3Dcase&ved=1")
    (link,) = (a.get("href") for a in anders.document.iter("a") if " ".join(a.text_content().split()) == "Listen")
    assert anders.status == 200 and link == "/overblik/venter?slags=case"


def test_a_saved_list_has_its_own_filters_alone(house: House, visit: Visit) -> None:
    anders = visit("anders").go("/overblik/venter?slags=case")
    form = {"navn": "Mine", "csrf_token": token_of(anders.client)}
    answer = anders.client.post("/overblik/venter?slags=case&efter=1%0d%0aX-Y:+1&ufo=1", data=form)
    assert answer.status_code == 302
    (saved,) = engine.list_page(house.desk, house.id("anders"), WorkList.WAITING, EVERYTHING).saved
    assert saved.query == "slags=case"


def test_whoever_leads_or_dispatches_sees_the_team_s_work_by_person(house: House, visit: Visit) -> None:
    case = house.register("anders", "Netværk", deadline=house.clock() + HOUR)
    house.press(case, "Tildel", "jonas", agent="pia")
    house.register("anders", "Netværk", subject="Ingen har den")
    house.clock.advance(2 * HOUR)
    hanne = visit("hanne").go("/team")
    assert hanne.path == "/overblik/team" and subjects(hanne) == ["Ingen har den", case.subject]
    (load,) = hanne.document.xpath("//section[@aria-labelledby='fordeling']")
    told = " ".join(load.text_content().split())
    assert "Pia Lund 1 1 2 timer" in told and "Ingen endnu 1 0 2 timer" in told
    assert subjects(hanne.follow("Pia Lund")) == [case.subject]
    assert visit("pia").go("/team").path == "/overblik/koe"
