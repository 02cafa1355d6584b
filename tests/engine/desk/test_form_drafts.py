"""Drafts of forms (D-22) that are saved at the same moment, on both databases. The rest: `tests/web`."""

from contextlib import suppress
from datetime import timedelta
from functools import partial
from threading import Event

import pytest
from sqlalchemy import Connection, select

import engine
from engine import By, FormDraft, Kind, SentForm
from engine.errors import ChangedMeanwhile, Invalid
from engine.store.tables import form_drafts
from engine.store.work import form_drafts as store
from tests.fixtures.house import House
from tests.fixtures.threads import PATIENCE_SECONDS, at_once


def test_of_saves_at_once_the_last_that_was_typed_stays(house: House) -> None:
    """The first ones of a form too, where no row is there to be locked."""

    by = house.id("anders")

    def save(place: str, count: int) -> None:
        text = [("text", str(count))]
        with suppress(ChangedMeanwhile):
            engine.save_draft(house.desk, place, place, text, by=by, writer="w", seen_version=0, count=count)

    for number in range(5):
        at_once(*(partial(save, f"/{number}", count) for count in (1, 2, 3, 4)))
    with house.desk.reading() as connection:
        kept = connection.execute(select(form_drafts.c.fields)).scalars().all()
    assert kept == 5 * [[["text", "4"]]]


def send(house: House, case_id: int, text: str, *, writer: str, count: int) -> None:
    form = SentForm(f"form:{text}", "/a", writer, 0, count)
    engine.write_comment(house.desk, Kind.CASE, case_id, text, by=By(house.id("anders"), source=form))


def save(house: House, text: str, *, writer: str, count: int) -> FormDraft | None:
    by, fields = house.id("anders"), [("text", text)]
    return engine.save_draft(house.desk, "/a", "/a", fields, by=by, writer=writer, seen_version=0, count=count)


def begun(house: House) -> list[str]:
    draft = engine.find_draft(house.desk, "/a", by=house.id("anders"))
    return [text for _, text in draft.fields] if draft else []


def test_a_save_that_arrives_after_its_form_was_sent_keeps_nothing(house: House) -> None:
    """Whether another save came before it or none; what the form has later, or another page, is kept."""
    case = house.keep("anders")
    send(house, case.id, "Ring", writer="w", count=1)
    assert save(house, "Rin", writer="w", count=1) is None and begun(house) == []
    assert save(house, "Andet", writer="x", count=1) and begun(house) == ["Andet"]
    send(house, case.id, "Andet igen", writer="x", count=2)
    assert save(house, "Andet ig", writer="x", count=2) is None and begun(house) == []
    assert save(house, "Skrevet bagefter", writer="x", count=3) and begun(house) == ["Skrevet bagefter"]
    send(house, case.id, "Set af ingen andre", writer="w", count=1)
    assert begun(house) == ["Skrevet bagefter"]


def test_each_form_that_is_sent_in_one_place_is_known_to_its_late_save(house: House) -> None:
    """Also where the form before it, which had saved more often, left its mark; what is typed afterwards is kept."""
    case = house.keep("anders")
    for count in (1, 2, 3):
        save(house, "Ring", writer="w", count=count)
    send(house, case.id, "Ring", writer="w", count=3)
    send(house, case.id, "Ring igen", writer="x", count=1)
    assert save(house, "Ring ig", writer="x", count=1) is None and begun(house) == []
    assert save(house, "Skrevet bagefter", writer="x", count=2) and begun(house) == ["Skrevet bagefter"]


def test_a_form_that_is_refused_after_it_was_saved_keeps_its_draft(house: House) -> None:
    case = house.keep("anders")
    save(house, " ", writer="w", count=1)
    with suppress(Invalid):
        send(house, case.id, " ", writer="w", count=2)
    assert begun(house) == [" "] and save(house, "Ring", writer="w", count=2)


def test_a_save_and_the_sending_of_its_form_at_the_same_moment_leave_no_draft(house: House) -> None:
    case = house.keep("anders")
    for number in range(8):
        writer, text = f"w{number}", f"Ring {number}"
        at_once(
            partial(send, house, case.id, text, writer=writer, count=1),
            partial(save, house, text, writer=writer, count=1),
        )
        assert begun(house) == []


def test_a_form_that_is_sent_before_its_save_has_committed_leaves_no_draft(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, written, sent, write = house.keep("anders"), Event(), Event(), store.save

    def save_and_dawdle(connection: Connection, draft: FormDraft) -> None:
        write(connection, draft)
        written.set()
        sent.wait(0.5)  # who waits for the save is not done before it

    def send_meanwhile() -> None:
        written.wait(PATIENCE_SECONDS)
        send(house, case.id, "Ring", writer="w", count=1)
        sent.set()

    monkeypatch.setattr(store, "save", save_and_dawdle)
    at_once(partial(save, house, "Rin", writer="w", count=1), send_meanwhile)
    assert begun(house) == []


def test_the_mark_of_a_form_that_was_sent_goes_after_a_day(house: House) -> None:
    case = house.keep("anders")
    send(house, case.id, "Ring", writer="w", count=1)
    left = []
    for later in (timedelta(hours=23), timedelta(hours=2)):
        house.clock.advance(later)
        engine.sweep_drafts(house.desk)
        with house.desk.reading() as connection:
            left.append(len(connection.execute(select(form_drafts)).all()))
    assert left == [1, 0]
