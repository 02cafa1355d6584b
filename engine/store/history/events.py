"""The history's rows: only ever added to."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, Row, Select, and_, bindparam, false, insert, or_, select
from sqlalchemy.exc import IntegrityError

from engine.errors import AlreadyDone
from engine.history import reading
from engine.history.chain import Link
from engine.history.columns import before_anything
from engine.history.reading import Opened
from engine.history.shape import Subject
from engine.model.events import Event
from engine.model.items import Kind
from engine.store.connection.prepared import every
from engine.store.connection.times import UTCDateTime
from engine.store.tables import events
from engine.store.writes import Writes

_INSERT = insert(events)
_NO_LIMIT = 2**31 - 1
_BATCH = 200  # rows read at once by whoever looks for what a column held before


def add(writes: Writes, links: Sequence[Link]) -> None:
    """Adds events; a `source` that is there already is AlreadyDone."""
    source = links[0].source

    def taken(error: IntegrityError) -> Exception | None:
        return AlreadyDone(source) if source and "source" in str(error.orig) else None

    writes.insert(_INSERT, [row_of(link) for link in links], taken=taken)


def row_of(link: Link) -> dict[str, Any]:
    row = dict(vars(link))
    row["subject_kind"], row["actor_id"] = row.pop("subject").value, row.pop("by")
    return row


def has_source(connection: Connection, source: str) -> bool:
    """Whether the action of exactly that source was done."""
    return connection.execute(select(events.c.sequence).where(events.c.source == source)).first() is not None


def of_item(connection: Connection, kind: Kind, item_id: int) -> tuple[Event, ...]:
    """Everything that happened to an item, oldest first."""
    told = [from_row(row) for row in connection.execute(_of(kind, item_id).order_by(events.c.sequence))]
    return _with_before(told, _befores(reversed(told), first=1))


def newest(
    connection: Connection, kind: Kind, item_id: int, *, before: int | None, without: Collection[str], limit: int | None
) -> tuple[Event, ...]:
    """Newest first, from the sequence before which to go on."""
    found = _of(kind, item_id).where(events.c.type.not_in(without))
    if before is not None:
        found = found.where(events.c.sequence < before)
    told = [from_row(row) for row in connection.execute(found.order_by(events.c.sequence.desc()).limit(limit))]
    if not any(map(_changes_of, told)):
        return tuple(told)
    changing = _changing(connection, kind, item_id, up_to=told[0].sequence)  # also of types that are not shown
    return _with_before(told, _befores(changing, first=told[-1].sequence))


def of_run(
    connection: Connection, kind: Kind, item_id: int, types: Collection[str], *, since: datetime
) -> tuple[Opened, ...]:
    """What happened of those types since then, oldest first, as far as it can be read."""
    found = _of(kind, item_id).where(events.c.type.in_(types), events.c.at >= since)
    rows = connection.execute(found.order_by(events.c.sequence)).mappings()
    return tuple(reading.readable(map(_link_of, rows)))


def of_page(
    connection: Connection,
    kind: Kind,
    item_id: int,
    *,
    before: int | None,
    without: Collection[str],
    limit: int | None,
    run_types: Collection[str],
    since: datetime | None,
    compared: Collection[str] | None = None,
) -> tuple[tuple[Event, ...], tuple[Opened, ...]]:
    """(what `newest` gives, what `of_run` gives of the types `run_types`), read at once; no run without `since`.

    What columns held before is read for the types `compared`, None is all.
    """
    most = _NO_LIMIT if limit is None else limit
    asked = {"kind": kind.value, "id": item_id, "before": before or _NO_LIMIT, "most": most}
    statement = _of_page(tuple(sorted(without)), tuple(sorted(run_types)), since is not None)
    rows = every(connection, statement, asked | {"since": since})
    shown = [from_columns(row) for row in reversed(rows) if row["is_shown"]]
    of_it = (_link_of(row) for row in rows if since and row["type"] in run_types and row["at"] >= since)
    run = tuple(reading.readable(of_it))
    wanted = [event for event in shown if compared is None or event.type in compared]
    if not any(map(_changes_of, wanted)):
        return _with_before(shown, {}), run
    changing = _changing(connection, kind, item_id, up_to=wanted[0].sequence)  # also of types that are not shown
    return _with_before(shown, _befores(changing, first=wanted[-1].sequence)), run


@lru_cache(maxsize=64)
def _of_page(without: tuple[str, ...], of_run: tuple[str, ...], has_run: bool) -> Select[Any]:
    of_item = and_(events.c.subject_kind == bindparam("kind"), events.c.subject_id == bindparam("id", type_=Integer))
    shown = select(events.c.sequence).where(of_item, ~_is_one_of(without))
    shown = shown.where(events.c.sequence < bindparam("before", type_=Integer))
    page = shown.order_by(events.c.sequence.desc()).limit(bindparam("most", type_=Integer)).cte("page")
    is_shown = events.c.sequence.in_(select(page.c.sequence))
    runs = and_(_is_one_of(of_run), events.c.at >= bindparam("since", type_=UTCDateTime())) if has_run else false()
    found = select(*events.c, is_shown.label("is_shown")).where(of_item, or_(is_shown, runs))
    return found.order_by(events.c.sequence)


def _is_one_of(types: tuple[str, ...]) -> ColumnElement[bool]:
    return events.c.type.in_([bindparam(None, type_, unique=True) for type_ in types]) if types else false()


def last_change(connection: Connection, kind: Kind, item_id: int, column: str) -> Event | None:
    """The last event that changed that column of the item."""
    return next((event for event in _changing(connection, kind, item_id) if column in event.details["changes"]), None)


def links_between(connection: Connection, kind: Kind, first: int, last: int) -> Iterator[Link]:
    """The events of all items between these numbers, each item's in order, as they are stored."""
    return _links(connection, Subject(kind.value), events.c.subject_id.between(first, last))


def links_of(connection: Connection, subject: Subject, ids: Collection[int] | Select[Any]) -> Iterator[Link]:
    """The events of these subjects, each one's in order, as they are stored."""
    return _links(connection, subject, events.c.subject_id.in_(ids))


def _links(connection: Connection, subject: Subject, which: ColumnElement[bool]) -> Iterator[Link]:
    found = select(events).where(events.c.subject_kind == subject.value, which)
    for row in connection.execute(found.order_by(events.c.subject_id, events.c.sequence)).mappings():
        yield _link_of(row)


def _link_of(row: Mapping[Any, Any]) -> Link:
    return Link(
        Subject(row["subject_kind"]),
        row["subject_id"],
        row["sequence"],
        row["type"],
        row["at"],
        row["actor_id"],
        row["data"],
        row["private"],
        row["hash"],
        row["source"],
        row["format"],
    )


def from_row(row: Row[Any]) -> Event:
    return from_columns(row._mapping)


def from_columns(row: Mapping[Any, Any]) -> Event:
    """The event as a page shows it, but for what its columns held before."""
    details = reading.view(row["data"], row["private"])
    return Event(
        Kind(row["subject_kind"]),
        row["subject_id"],
        row["sequence"],
        row["type"],
        row["at"],
        row["actor_id"],
        details.pop("on_behalf_of", None),
        details,
        row["hash"],
        row["source"],
    )


def _of(kind: Kind, item_id: int) -> Any:
    return select(events).where(events.c.subject_kind == kind.value, events.c.subject_id == item_id)


def _befores(changing: Iterable[Event], first: int) -> Mapping[tuple[int, str], Any]:
    """{(sequence, column): what it held before that event}, from the events that changed columns, newest first.

    Those before the sequence `first` are read as far as they are needed.
    """
    found: dict[tuple[int, str], Any] = {}
    asked: dict[str, int] = {}  # {column: the event of which it is still to be found}
    for event in changing:
        for column in _changes_of(event).keys() & asked.keys():
            found[asked.pop(column), column] = event.details["changes"][column]
        if event.sequence >= first:
            asked |= dict.fromkeys(_changes_of(event), event.sequence)
        elif not asked:
            break
    empty = {(sequence, column): before_anything(column) for column, sequence in asked.items() if sequence > 1}
    return found | empty


def _with_before(told: Sequence[Event], befores: Mapping[tuple[int, str], Any]) -> tuple[Event, ...]:
    """The events with `changes` as {column: [before, after]}."""
    found = []
    for event in told:
        changes = {c: [befores.get((event.sequence, c)), after] for c, after in _changes_of(event).items()}
        found.append(replace(event, details={**event.details, "changes": changes}) if changes else event)
    return tuple(found)


def _changing(connection: Connection, kind: Kind, item_id: int, up_to: int | None = None) -> Iterator[Event]:
    """The events that changed columns of the item, newest first."""
    changes = or_(events.c.data.contains('"changes":'), events.c.private.contains('"/changes/'))
    found = _of(kind, item_id).where(changes).order_by(events.c.sequence.desc()).limit(_BATCH)
    if up_to is not None:
        found = found.where(events.c.sequence <= up_to)
    while rows := connection.execute(found).all():
        for row in rows:
            event = from_row(row)
            if _changes_of(event):
                yield event
        found = found.where(events.c.sequence < rows[-1].sequence)


def _changes_of(event: Event) -> dict[str, Any]:
    changes = event.details.get("changes")
    return changes if isinstance(changes, dict) else {}
