"""The answer to a form was lost, so the browser sends it again: it is done once, and its sender sees what came of it.

Going back and writing something else is another sending.
"""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

import engine
from engine import Kind
from engine.store.tables import cases, entries, outbox, tasks
from tests.fixtures.house import House
from tests.web.conftest import Visit
from tests.web.visitor import Visitor

SAVED = "Det var gemt, allerede da du sendte det første gang."
LETTER = "Kære Gitte\n\nHvornår er lokalet ledigt?\n\nMed venlig hilsen\nAnders"
ROWS = {"cases": cases, "tasks": tasks, "entries": entries, "outbox": outbox}


def count(house: House) -> dict[str, int]:
    with house.desk.reading() as connection:
        return {name: connection.scalar(select(func.count()).select_from(table)) or 0 for name, table in ROWS.items()}


def twice(visitor: Visitor, button: str, *said: dict[str, Any]) -> str:
    """Presses the button of the page before them with each of these in turn; what the last page says."""
    page, path = visitor.document, visitor.path
    for fields in said:
        visitor.document, visitor.path = page, path
        visitor.press(button, **fields)
    return visitor.text


def register(house: House, visitor: Visitor, *, other: bool = False) -> str:
    said = {"Emne": "Printer", "Beskrivelse": "Den skriver ikke mere, siger hun."}
    visitor.go("/sager/ny").follow("Netværk").press("Find bruger", **{"Søg bruger": "gitte"})
    return twice(visitor, "Gem", said, said | {"Emne": "Skærm"} if other else said)


def comment(house: House, visitor: Visitor, *, other: bool = False) -> str:
    said = {"Intern kommentar: brugeren": "Har talt med Gitte.", "Vedhæft filer": ("plan.txt", b"3. sal")}
    visitor.go(f"/sager/{house.keep('anders').id}")
    return twice(visitor, "Gem internt", said, said | {"Vedhæft filer": ("plan.txt", b"4. sal")} if other else said)


def external(house: House, visitor: Visitor, *, other: bool = False) -> str:
    button = "Send til Gitte Sørensen, Borgerservice"
    said = [{"Ekstern_kommentar": text} for text in ("Den virker.", "Den virker igen." if other else "Den virker.")]
    return twice(visitor.go(f"/sager/{house.keep('anders').id}?skriv=ekstern"), button, *said)


def mail(house: House, visitor: Visitor, *, other: bool = False) -> str:
    said = [{"Tekst": LETTER}, {"Tekst": LETTER + " Holm" if other else LETTER}]
    return twice(visitor.go(f"/sager/{house.keep('anders').id}?skriv=mail"), "Send mail", *said)


def task(house: House, visitor: Visitor, *, other: bool = False) -> str:
    said = {"Emne": "Kabel", "Beskrivelse": "Undersøg kablet i lokalet på 3. sal.", "Deadline": "2026-03-20T12:00"}
    visitor.go(f"/sager/{house.keep('anders').id}/opgaver/ny?team={house.id('Netværk')}")
    return twice(visitor, "Gem", said, said | {"Emne": "Stik"} if other else said)


FORMS: dict[Callable[..., str], str] = {
    register: "cases",
    task: "tasks",
    comment: "entries",
    external: "outbox",
    mail: "outbox",
}


@pytest.mark.parametrize("send", FORMS, ids=lambda send: send.__name__)
def test_the_same_form_again_is_done_once(house: House, visit: Visit, send: Callable[..., str]) -> None:
    text, after = send(house, visit("anders")), count(house)
    assert SAVED in text
    assert after[FORMS[send]] == 1, after
    house.check()


@pytest.mark.parametrize("send", FORMS, ids=lambda send: send.__name__)
def test_what_was_written_after_going_back_is_done_too(house: House, visit: Visit, send: Callable[..., str]) -> None:
    text, after = send(house, visit("anders"), other=True), count(house)
    assert SAVED not in text
    assert after[FORMS[send]] == 2, after


def test_a_form_without_a_name_is_taken_as_it_is(house: House, visit: Visit) -> None:
    case = house.keep("anders")
    anders = visit("anders").go(f"/sager/{case.id}")
    token = anders.document.xpath("//input[@name='csrf_token']/@value")[0]
    for name in ({}, {"once": ""}, {"once": "x" * 500}, {"once": "æ" * 22}):
        anders.client.post(f"/sager/{case.id}/kommentar", data={"csrf_token": token, "text": "Ringet.", **name})
    written = engine.entries_of(house.desk, Kind.CASE, case.id)
    assert [entry.text for entry in written] == ["Ringet."] * 4
