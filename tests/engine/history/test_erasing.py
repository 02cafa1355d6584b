"""Forgetting in the history: what an `erased` event lists is gone without a finding, and nothing else is."""

from dataclasses import replace
from datetime import UTC, datetime

import orjson

from engine.history.chain import Head, Link, chain
from engine.history.erasing import erased_parts, parts_of
from engine.history.events.erased_event import FORGOTTEN, Ground, ItemErased
from engine.history.fold import state_at
from engine.history.reading import opened
from engine.history.shape import Subject
from engine.record.item_record import check_history
from tests.engine.history.test_chain import DESK, EVENTS, NOON, chained

LATER = datetime(2026, 3, 3, tzinfo=UTC)


def erased(links: tuple[Link, ...], parts: list[list[object]]) -> list[Link]:
    """The chain with an event that says that these parts are gone; they are still there."""
    told = [ItemErased(ground=Ground.ASKED, parts=parts, changes={"subject": FORGOTTEN})]
    head = Head(len(links), links[-1].hash)
    return [*links, *chain(Subject.CASE, 7, head, told, desk=DESK, at=NOON, by=3)]


def emptied(links: list[Link], *sequences: int) -> list[Link]:
    return [replace(link, private=None) if link.sequence in sequences else link for link in links]


def faults(links: list[Link]) -> list[str]:
    head = Head(links[-1].sequence, links[-1].hash)
    return [str(fault.sentence) for fault in check_history(links, head, DESK, LATER)]


def test_what_was_erased_is_no_finding_and_the_chain_still_adds_up() -> None:
    links = erased(chained(), parts_of(chained()))
    assert len(parts_of(chained())) == 8
    assert faults(emptied(links, 1, 2, 3)) == []


def test_what_is_gone_and_was_not_erased_is_found() -> None:
    parts = [part for part in parts_of(chained()) if part != [3, "/subject"]]
    assert faults(emptied(erased(chained(), parts), 1, 2, 3)) == ["Hændelse 3: Den private del /subject mangler."]


def test_an_event_that_erases_what_comes_after_it_erases_nothing() -> None:
    links = chained([ItemErased(ground=Ground.ASKED, parts=[[2, "/changes/subject"]]), *EVENTS[:1]])
    assert len(faults(emptied(list(links), 2))) == 2


def test_what_was_erased_and_stands_there_again_is_found() -> None:
    links = emptied(erased(chained(), parts_of(chained())), 2, 3)
    told = [f"Hændelse 1: Den private del {at} blev slettet, men står der igen." for at in sorted(private(links[0]))]
    assert faults(links) == told


def test_the_fold_has_the_blanks_and_knows_whose_text_is_gone() -> None:
    links = emptied(erased(chained(), parts_of(chained())), 1, 2, 3)
    gone = erased_parts(links)
    state = state_at(Subject.CASE, 7, [opened(link, gone.get(link.sequence, ())) for link in links[:3]])
    assert state.texts[9].erased and state.entries[9]["recipients"] == [] and state.entries[9]["subject"] is None
    whole = state_at(Subject.CASE, 7, [opened(link) for link in links])
    assert whole.row["subject"] == FORGOTTEN and whole.row["agent_id"] == 3


def private(link: Link) -> list[str]:
    return list(orjson.loads(link.private or "{}"))
