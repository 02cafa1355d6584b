"""Lists of work: what is asked of them stands in the address, and every page of them is of that."""

from datetime import timedelta

from tests.fixtures.house import House
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
    assert subjects(anders.go("/overblik/venter?sorter=sidste")) == ["Uden", "Sidst", "Midt", "Først"]
    assert anders.document.xpath("//th[@aria-sort='descending']")
    assert subjects(anders.go("/overblik/sager?sorter=sidste")) == ["Uden", "Sidst", "Først"]


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
    for name, typed in (("slags", "ufo"), ("frist", "x"), ("sorter", "y")):
        assert problem_at(anders, name) == f"“{typed}” er ikke en af mulighederne, så filteret er ikke brugt."


def test_the_next_page_is_of_the_same(house: House, visit: Visit) -> None:
    for number in range(60):
        house.keep("anders", subject=f"Nr. {number:02}", deadline=house.clock() + (number + 1) * HOUR)
    anders = visit("anders").go("/overblik/sager?sorter=sidste")
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
