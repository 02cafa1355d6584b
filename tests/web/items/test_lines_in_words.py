"""A line of the correspondence is drawn once, and each reader is still shown their own."""

import pytest
from sqlalchemy import update

import engine
from engine import Delivery, Kind
from engine.reasons import NO_SERVER
from engine.store.tables import outbox
from tests.fixtures.house import House
from tests.web.conftest import Visit
from tests.web.visitor import Visitor
from web.items import lines_in_words


def found(page: Visitor, path: str) -> list[str]:
    return [str(value) for value in page.document.xpath(path)]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is drawn from now on."""
    found: list[str] = []
    draw = lines_in_words._draw

    def counted(words: lines_in_words.LineInWords) -> object:
        found.append(words.entry.text if words.entry else words.sentence)
        return draw(words)

    monkeypatch.setattr(lines_in_words, "_draw", counted)
    return found


def test_a_line_that_stands_there_unchanged_is_not_drawn_again(house: House, visit: Visit, drawn: list[str]) -> None:
    case = house.keep("anders")
    engine.write_comment(house.desk, Kind.CASE, case.id, "Første linje.", by=house.by("anders"))
    anders = visit("anders").go(f"/sager/{case.id}")
    drawn.clear()
    engine.write_comment(house.desk, Kind.CASE, case.id, "Anden linje.", by=house.by("anders"))
    anders.go(f"/sager/{case.id}")
    assert drawn == ["Anden linje."]
    assert "Første linje." in anders.text


def test_a_long_line_is_not_kept_in_memory(house: House, visit: Visit, drawn: list[str]) -> None:
    """The letter to the customer is as long as the comment: both count."""
    case, text = house.keep("anders"), "Vi er på vej. " * 200
    engine.send_external(house.desk, case.id, text, by=house.by("anders"))
    anders = visit("anders").go(f"/sager/{case.id}")
    drawn.clear()
    assert text.strip() in anders.go(f"/sager/{case.id}").text
    assert drawn == [text.strip()]


def test_a_line_with_a_form_has_the_token_of_whoever_reads_it(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    engine.send_external(house.desk, case.id, "Vi er på vej.", by=house.by("anders"))
    with house.desk.database.write() as connection:
        connection.execute(update(outbox).values(delivery=Delivery.FAILED.value, reason="550 nej"))
    again = "//form[contains(@action, '/igen')]//input[@name='csrf_token']/@value"
    tokens = [found(visit("anders").go(f"/sager/{case.id}"), again) for _ in range(2)]
    assert [len(mine) for mine in tokens] == [1, 1] and tokens[0] != tokens[1]
    with house.desk.database.write() as connection:  # as the history tells it
        connection.execute(update(outbox).values(delivery=Delivery.NOT_SENT.value, reason=NO_SERVER))


def test_each_language_and_each_right_has_its_own_line(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    engine.write_comment(house.desk, Kind.CASE, case.id, "Toneren er tom.", by=house.by("anders"))
    marks, anders = "//button[@form='marker']/text()", visit("anders")
    assert found(anders.go(f"/sager/{case.id}"), marks) == ["Marker som løsning"]
    anders.press("English")
    assert found(anders.go(f"/sager/{case.id}"), marks) == ["Mark as solution"]
    kaj = visit("kaj").go(f"/sager/{case.id}")
    assert "Toneren er tom." in kaj.text and found(kaj, marks) == []
