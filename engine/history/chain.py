"""The chain of a subject: each event's hash covers its envelope and, through `previous`, every event before it.

The envelope is {at, by, data, format, previous, sequence, source, subject, type}, all nine always there. `previous` of
the first event is made of the desk's own number, so that no chain is carried over from another desk.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import orjson

from engine.history.canonical import canonical, moment
from engine.history.parts import Salts, split
from engine.history.shape import Recorded, Subject
from engine.history.types import FORMAT, name_of


@dataclass(frozen=True)
class Link:
    """One event in its place: a row of the table of events, but for its position there. `data` and `private` are texts.

    `by` None is the system.
    """

    subject: Subject
    subject_id: int
    sequence: int
    type: str
    at: datetime
    by: int | None
    data: str
    private: str | None
    hash: str
    source: str | None = None
    format: int = FORMAT


@dataclass(frozen=True)
class Head:
    """Where a chain stands: how many events it has, and the hash of the last."""

    count: int = 0
    hash: str = ""


def beginning(desk: str) -> str:
    """`previous` of the first event of each chain of the desk with that uuid."""
    return sha256(canonical(["sagsgang", FORMAT, desk])).hexdigest()


def chain(
    subject: Subject,
    subject_id: int,
    head: Head,
    events: Sequence[Recorded],
    *,
    desk: str,
    at: datetime,
    by: int | None,
    source: str | None = None,
    salts: Salts = os.urandom,
) -> tuple[Link, ...]:
    """The events as the subject's next. `desk` is the desk's uuid; the first event carries the source."""
    previous, shown, links = head.hash or beginning(desk), moment(at), []
    for sequence, event in enumerate(events, head.count + 1):
        data, private = split(event, salts)
        type_ = name_of(subject, event)
        previous = _digest(shown, by, data, FORMAT, previous, sequence, source, subject, subject_id, type_)
        links.append(Link(subject, subject_id, sequence, type_, at, by, data, private, previous, source))
        source = None
    return tuple(links)


def digest(link: Link, previous: str) -> str:
    """The hash that the event must have after the one with the hash `previous`."""
    return _digest(
        moment(link.at),
        link.by,
        link.data,
        link.format,
        previous,
        link.sequence,
        link.source,
        link.subject,
        link.subject_id,
        link.type,
    )


def _digest(
    at: str,
    by: int | None,
    data: str,
    format_: int,
    previous: str,
    sequence: int,
    source: str | None,
    subject: str,
    subject_id: int,
    type_: str,
) -> str:
    envelope = {
        "at": at,
        "by": by,
        "data": orjson.Fragment(data),  # as it is stored, never written again from a value that was read
        "format": format_,
        "previous": previous,
        "sequence": sequence,
        "source": source,
        "subject": (subject, subject_id),
        "type": type_,
    }
    return sha256(canonical(envelope)).hexdigest()
