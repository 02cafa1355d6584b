"""What is kept of whatever is no case and no task, and what in it differs from what its history tells. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.history.canonical import plain
from engine.history.chain import Head, Link
from engine.history.columns import fold
from engine.history.desk_events import Deployed
from engine.history.people_events import PasswordSet
from engine.history.reading import Opened
from engine.history.shape import Subject
from engine.record import Fault, check_history, differ
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
    """Everything that does not add up; raises as `engine.record.check` does."""
    if kept.row is None:
        yield Fault(say("Der er en historik, men ikke længere noget, den fortæller om."))
    if not kept.links and not kept.head.count:
        yield Fault(say("Står ikke i historikken."))
        return
    told = yield from check_history(kept.links, kept.head, desk, now)
    if kept.row:
        yield from _check_row(kept.subject, kept.id, kept.row, told)


def _check_row(subject: Subject, number: int, row: Row, told: Sequence[Opened]) -> Iterator[Fault]:
    expected = dict.fromkeys(row) | fold(opened.event.changes for opened in told)
    for opened in told:
        if isinstance(opened.event, Deployed):
            expected |= _deployed(opened)
    expected.pop(SECRET, None)
    yield from differ(subject.value, str(number), "", dict(row), expected)
    if SECRET in row and not _is_its_password(row[SECRET], told):
        yield Fault(say("Adgangskoden er en anden end den, der blev valgt."))


def _deployed(opened: Opened) -> dict[str, Any]:
    event: Any = opened.event
    told = {name: getattr(event, name) for name in ("key", "version", "name", "sha256")}
    return told | {"note": event.note or "", "deployed_by": opened.link.by, "deployed_at": plain(opened.link.at)}


def _is_its_password(hashed: str | None, told: Sequence[Opened]) -> bool:
    last = next((opened for opened in reversed(told) if isinstance(opened.event, PasswordSet)), None)
    return hashed is None if last is None else hashed is not None and last.seals["/kept"].fits(hashed)
