"""Drafts of forms (D-22) that are saved at the same moment, on both databases. The rest: `tests/web`."""

from contextlib import suppress
from functools import partial

from sqlalchemy import select

import engine
from engine.errors import ChangedMeanwhile
from engine.store.tables import form_drafts
from tests.fixtures.house import House
from tests.fixtures.threads import at_once


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
