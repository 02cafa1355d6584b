"""The pages that people work on are read from one snapshot in few statements, on both databases (B8)."""

import pytest

import engine
from engine import Case, EntryKind, Kind, Line, PagePart, Wanted
from engine.store.connection.counting import Count, counting, watched
from tests.fixtures.house import House
from tests.web.conftest import Visit


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def case(house: House) -> Case:
    """A case in hand that was written on and has two tasks, one of them solved."""
    case = house.keep("anders")
    for number in range(35):
        engine.write_comment(house.desk, Kind.CASE, case.id, f"Linje nr. {number}.", by=house.by("anders"))
    engine.send_external(house.desk, case.id, "Vi er på vej.", by=house.by("anders"))
    house.create_task(case, "anders", "Netværk")
    return case


def counted(house: House, visit: Visit, path: str) -> Count:
    """What the page asks of the database, by somebody who was not here a moment ago."""
    anders = visit("anders").go(path)
    house.desk.notes.settle(house.id("anders"))
    house.desk._look_again()
    house.desk._forget_sessions()
    with counting(house.desk.database) as count:
        assert anders.go(path).status == 200
    return count


def test_overblik_a_case_and_a_task_are_one_transaction_of_at_most_nine_statements(
    house: House, visit: Visit, case: Case
) -> None:
    tabs = ("", "?fane=opgaver", "?fane=forloeb", "?vis=eksterne", "?vis=filer", "?soeg=linje", "?ret=1", "?skriv=mail")
    for path in ("/", *(f"/sager/{case.id}{tab}" for tab in tabs), "/opgaver/1", "/opgaver/1?fane=forloeb"):
        count = counted(house, visit, path)
        assert (count.transactions, count.statements <= 9) == (1, True), (path, count)


def test_a_list_is_one_transaction_too(house: House, visit: Visit, case: Case) -> None:
    for path in ("/overblik/venter", "/overblik/team", "/overblik/sager?sorter=-emne&status=assigned&hos=ingen"):
        count = counted(house, visit, path)
        assert (count.transactions, count.statements <= 9) == (1, True), (path, count)


def test_a_page_does_not_disagree_with_itself_while_somebody_presses_a_button(house: House) -> None:
    case, pressed = house.keep("anders"), list[str]()

    def press(statement: str) -> None:
        if "solution" in statement and not pressed:  # the item is read: what comes now is not on this page
            pressed.append(statement)
            house.press(case, "Marker som løst", "anders", solution="Kablet er skiftet.")

    before, part = house.now(case), PagePart(Wanted(), history=True)
    with watched(house.desk.database.engine.dialect, after=press):
        page = engine.item_page(house.desk, Kind.CASE, case.id, part, by=house.id("anders"), page=f"/sager/{case.id}")
    assert pressed and house.now(case).event_count > before.event_count
    assert page.history and page.lines
    assert page.sight.item == before
    assert page.history.events[0].sequence == before.event_count
    assert [offer.user_task.element for offer in page.sight.waiting] == [
        v.element for v in page.trail.visits if v.waiting
    ]
    assert all("Kablet er skiftet" not in line.entry.text for line in page.lines.rows if line.entry)


def test_the_page_has_what_is_written_with_its_files_and_what_was_sent(house: House, case: Case) -> None:
    file = engine.Upload("kabel.txt", b"kabel")
    engine.send_external(house.desk, case.id, "Se filen.", by=house.by("anders"), attachments=[file])
    engine.write_comment(house.desk, Kind.CASE, case.id, "Den er sendt.", by=house.by("anders"))
    comment, letter = [line for line in lines(house, case, Wanted()) if line.entry][:2]
    assert comment.entry and comment.entry.text == "Den er sendt." and not comment.messages
    assert letter.entry and [file.name for file in letter.entry.attachments] == ["kabel.txt"]
    assert [message.entry_id for message in letter.messages] == [letter.entry.id]
    none = Wanted(frozenset({EntryKind.EXTERNAL})).without(EntryKind.EXTERNAL)
    assert lines(house, case, none) == ()


def lines(house: House, case: Case, wanted: Wanted) -> tuple[Line, ...]:
    read = engine.item_page(house.desk, Kind.CASE, case.id, PagePart(wanted), by=house.id("anders"), page="/").lines
    assert read is not None
    return read.rows
