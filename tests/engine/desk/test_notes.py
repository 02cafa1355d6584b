"""Notes beside the requests: written soon, waited for briefly, and lost rather than in anybody's way."""

import threading
import time
from collections.abc import Iterator

import pytest

from engine.transaction import notes
from engine.transaction.notes import Notes
from tests.fixtures.threads import PATIENCE_SECONDS

ANDERS, PIA = 1, 2


@pytest.fixture
def written() -> Iterator[Notes]:
    one = Notes()
    yield one
    one.close()


def test_the_next_page_of_that_person_sees_them_in_their_order(written: Notes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "PATIENCE_SECONDS", PATIENCE_SECONDS)
    kept: list[int] = []
    for number in range(20):
        written.add(ANDERS, lambda number=number: kept.append(number))
    written.settle(ANDERS)
    assert kept == list(range(20))


def test_while_one_is_held_up_one_page_waits_briefly_and_the_others_not_at_all(
    written: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    free, begun = threading.Event(), threading.Event()
    written.add(ANDERS, lambda: begun.set() or free.wait(PATIENCE_SECONDS))
    assert begun.wait(PATIENCE_SECONDS)
    written.settle(PIA)  # has noted nothing
    written.settle(ANDERS)
    monkeypatch.setattr(notes, "PATIENCE_SECONDS", PATIENCE_SECONDS)
    before = time.monotonic()
    written.settle(ANDERS)
    assert time.monotonic() - before < PATIENCE_SECONDS / 2
    free.set()
    again = threading.Event()
    written.add(ANDERS, again.set)
    assert again.wait(PATIENCE_SECONDS)
    written.settle(ANDERS)


def test_one_that_cannot_be_written_is_lost_alone(written: Notes, caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise OSError(28, "No space left on device")

    kept = threading.Event()
    written.add(ANDERS, fail)
    written.add(ANDERS, kept.set)
    assert kept.wait(PATIENCE_SECONDS)
    assert "was not written" in caplog.text


def test_no_more_wait_than_there_is_room_for(written: Notes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notes, "MOST_WAITING", 3)
    free, begun = threading.Event(), threading.Event()
    written.add(ANDERS, lambda: begun.set() or free.wait(PATIENCE_SECONDS))
    assert begun.wait(PATIENCE_SECONDS)
    kept: list[int] = []
    for number in range(10):
        written.add(ANDERS, lambda number=number: kept.append(number))
    free.set()
    written.close()
    assert kept == [0, 1, 2]


def test_what_waits_at_the_end_is_written_and_nothing_after_it() -> None:
    one, kept = Notes(), []
    one.add(ANDERS, lambda: kept.append("before"))
    one.close()
    one.add(ANDERS, lambda: kept.append("after"))
    assert kept == ["before"]
