"""What is kept of whatever is no case and no task, and what in it differs from what its history tells. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.history.chain import Head, Link
from engine.history.fold import state_at
from engine.history.reading import Opened
from engine.history.shape import Subject
from engine.history.state import State
from engine.record.fault import Fault, differ
from engine.record.item_record import check_history
from engine.sentences import say

Row = Mapping[str, Any]
SECRET = "password_hash"  # noqa: S105 the column of which the history only has a commitment


@dataclass(frozen=True)
class Kept:
    """One subject: its row now, None where there is none, its events, and where the chain's own row says it stands.

    `row` has the columns that the history tells of; of a message it is empty, since its item's history tells of it.
    """

    subject: Subject
    id: int
    row: Row | None
    links: Sequence[Link]
    head: Head


def check(kept: Kept, desk: str, now: datetime) -> Iterator[Fault]:
    """Everything that does not add up; raises as `engine.record.item_record.check` does."""
    if kept.row is None:
        yield Fault(say("Der er en historik, men ikke længere noget, den fortæller om."))
    if not kept.links and not kept.head.count:
        yield Fault(say("Står ikke i historikken."))
        return
    told = yield from check_history(kept.links, kept.head, desk, now)
    if kept.row:
        yield from _check_row(kept, kept.row, told)


def _check_row(kept: Kept, row: Row, told: Sequence[Opened]) -> Iterator[Fault]:
    state = state_at(kept.subject, kept.id, told)
    expected = dict.fromkeys(row) | state.row
    expected.pop(SECRET, None)
    yield from differ(kept.subject.value, str(kept.id), "", dict(row), expected)
    if SECRET in row and not is_its_password(row[SECRET], state):
        yield Fault(say("Adgangskoden er en anden end den, der blev valgt."))


def is_its_password(hashed: str | None, state: State) -> bool:
    """Whether the account keeps of its password what the history says."""
    return hashed is None if state.password is None else hashed is not None and state.password.fits(hashed)
