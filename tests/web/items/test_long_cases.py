"""A long case is read a page at a time: every line once, newest first, and searched; its page does not grow with it."""

from datetime import timedelta

import engine
from engine import Case, Kind, PagePart, Wanted
from engine.store.connection.counting import counting
from tests.fixtures.house import House
from tests.web.conftest import Visit
from tests.web.visitor import Visitor


def lengthen(house: House, case: Case, count: int) -> None:
    """Comments of different moments, each fourth to the customer, with an edit beside each third."""
    for number in range(count):
        house.clock.advance(timedelta(minutes=1))
        if number % 4 == 0:
            engine.send_external(house.desk, case.id, f"Svar nr. {number}.", by=house.by("anders"))
        else:
            engine.write_comment(house.desk, Kind.CASE, case.id, f"Linje nr. {number}.", by=house.by("anders"))
        if number % 3 == 0:
            engine.edit_case(house.desk, case.id, {"subject": f"Printer {number}"}, by=house.by("anders"))


def articles(page: Visitor) -> list[str]:
    return [
        " ".join(line.text_content().split())
        for line in page.document.xpath("//div[@class='lines']/*[not(@class='older')]")
    ]


def walk(page: Visitor) -> list[list[str]]:
    """The lines of each page, as one follows *Vis ældre* to the end."""
    pages = [articles(page)]
    while page.document.xpath("//p[@class='older']/a"):
        page.follow("Vis ældre")
        pages.append(articles(page))
    return pages


def test_every_line_stands_on_one_page_newest_first(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    lengthen(house, case, 50)
    pages = walk(visit("anders").go(f"/sager/{case.id}"))
    lines = [line for page in pages for line in page]
    assert [len(page) for page in pages[:-1]] == [30] * (len(pages) - 1) and 0 < len(pages[-1]) <= 30
    written = [
        int(line.split("nr. ")[1].split(".")[0])
        for line in lines
        if " nr. " in line and "Til bruger" in line or "Linje nr." in line
    ]
    assert written == list(range(49, -1, -1))
    assert sum("rettede emne" in line for line in lines) == 17
    assert "startede" in lines[-2] or "startede" in lines[-1]


def test_a_kind_of_line_and_words_are_found_among_all(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    lengthen(house, case, 50)
    anders = visit("anders").go(f"/sager/{case.id}?vis=eksterne")
    assert [len(page) for page in walk(anders)] == [13]
    assert len(articles(anders.go(f"/sager/{case.id}?soeg=LINJE+nr.+47."))) == 1
    assert [len(page) for page in walk(anders.go(f"/sager/{case.id}?soeg=linje"))] == [30, 7]
    assert "Intet af det viste har »<b>« i sig." in anders.go(f"/sager/{case.id}?soeg=%3Cb%3E").text
    assert anders.go(f"/sager/{case.id}?foer=x").status == 422


def test_the_history_is_paged_with_the_way_that_it_tells_of(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    lengthen(house, case, 40)
    anders = visit("anders").go(f"/sager/{case.id}?fane=forloeb")
    sequences, ways = 0, []
    while True:
        sequences += len(anders.document.xpath("//table[contains(@class, 'history')]/tbody/tr"))
        ways.append(len(anders.document.xpath("//table[contains(@class, 'visits')]/tbody/tr")))
        if not anders.document.xpath("//p[@class='older']/a"):
            break
        anders.follow("Vis ældre")
    assert sequences == engine.get_case(house.desk, case.id).event_count
    sight = engine.look_at(house.desk, Kind.CASE, case.id, by=house.id("anders"))
    whole = engine.history_of_page(house.desk, sight, limit=None).visits
    assert ways[0] == 1 and sum(ways) == len([visit for visit in whole if not visit.is_gateway])


def test_a_step_that_was_offered_on_an_older_page_says_when_it_began(house: House) -> None:
    case = house.keep("anders")
    lengthen(house, case, 40)
    opened = house.step(case).opened_at
    house.press(case, "Marker som løst", "anders", solution="Kablet er skiftet.")
    sight = engine.look_at(house.desk, Kind.CASE, case.id, by=house.id("anders"))
    step = next(v for v in engine.history_of_page(house.desk, sight).visits if v.by == house.id("anders"))
    assert (step.entered_at, step.left_at) == (opened, house.clock())


def test_the_page_is_as_long_for_a_long_case_as_for_a_short_one(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    lengthen(house, case, 40)
    anders = visit("anders")
    for path in (f"/sager/{case.id}", f"/sager/{case.id}?fane=forloeb"):
        with counting(house.desk.database) as few:
            short = len(anders.go(path).text)
        lengthen(house, case, 60)
        with counting(house.desk.database) as many:
            assert len(anders.go(path).text) < short * 1.1
        assert many.statements <= few.statements + 2


def test_what_a_reader_may_not_see_is_on_no_page(house: House) -> None:
    case = house.keep("anders")
    lengthen(house, case, 4)
    part = PagePart(Wanted().without(engine.EntryKind.INTERNAL))
    read = engine.item_page(house.desk, Kind.CASE, case.id, part, by=house.id("anders"), page="/")
    assert read.sight.sees_internal and read.sight.entry_count == 4
    assert read.lines and [line.entry.kind for line in read.lines.rows if line.entry] == [engine.EntryKind.EXTERNAL]


def test_the_whole_case_stands_on_the_page_that_is_printed(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    lengthen(house, case, 40)
    anders = visit("anders").go(f"/sager/{case.id}").follow("Udskriv")
    assert len([line for line in articles(anders) if "nr. " in line]) == 40
    assert not anders.document.xpath("//p[@class='older']")
