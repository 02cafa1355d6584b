"""What happens to whatever is no case and no task goes into its history, in the transaction that it happens in."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from engine.history.events import people_events as people
from engine.history.events.desk_events import RouteSet, SettingSet
from engine.history.shape import Recorded, Subject
from engine.store import Connection
from engine.store.history import chains, subjects
from engine.transaction.desk import Desk

Row = dict[str, Any]
Changes = dict[str, Any]


@contextmanager
def directory_change(desk: Desk, by: int | None) -> Iterator[Connection]:
    """A transaction that changes who there is, or what holds for the whole desk."""
    with desk.database.write() as connection, recorded(desk, connection, by):
        yield connection


@contextmanager
def recorded(
    desk: Desk,
    connection: Connection,
    by: int | None,
    read: Callable[[Connection], subjects.Rows] = subjects.directory,
) -> Iterator[None]:
    """Whatever is otherwise at the end of the block, of what `read` reads, goes into the history of its subject."""
    before, now = read(connection), desk.clock()
    yield
    for (subject, number), row in read(connection).items():
        was = before.get((subject, number), {})
        if row != was:
            _tell(desk, connection, subject, number, was, row, now, by)


def _tell(
    desk: Desk,
    connection: Connection,
    subject: Subject,
    number: int,
    was: Row,
    row: Row,
    now: datetime,
    by: int | None,
) -> None:
    head = chains.hold(connection, subject, number)
    changes = {name: value for name, value in row.items() if was.get(name) != value}
    events = _EVENTS[subject](changes, head.count == 0)
    chains.add(connection, subject, number, head, events, desk=desk.uuid, now=now, by=by)


def _of_agent(changes: Changes, is_new: bool) -> list[Recorded]:
    password = changes.pop("password_hash", None)
    set_ = [people.PasswordSet(kept=password)] if password is not None else []
    if is_new:
        return [people.AgentAdded(changes=changes), *set_]
    if changes.keys() == {"active"}:
        return [(people.AgentBack if changes["active"] else people.AgentLeft)(changes=changes), *set_]
    return [*([people.AgentChanged(changes=changes)] if changes else []), *set_]


def _of_team(changes: Changes, is_new: bool) -> list[Recorded]:
    if is_new:
        return [people.TeamAdded(changes=changes)]
    demands = {name: value for name, value in changes.items() if name in ("least_length", "bare_references")}
    others = {name: value for name, value in changes.items() if name not in demands}
    found: list[Recorded] = [people.DemandsSet(changes=demands)] if demands else []
    return [*found, people.TeamChanged(changes=others)] if others else found


def _of_customer(changes: Changes, is_new: bool) -> list[Recorded]:
    if is_new:
        return [people.CustomerAdded(changes=changes)]
    merged = changes.keys() == {"merged_into"}
    return [(people.CustomerMerged if merged else people.CustomerChanged)(changes=changes)]


def _of_desk(changes: Changes, _is_new: bool) -> list[Recorded]:
    types = {"routes": RouteSet, "categories": SettingSet}
    return [types[name](changes={name: value}) for name, value in changes.items()]


_EVENTS: dict[Subject, Callable[[Changes, bool], list[Recorded]]] = {
    Subject.AGENT: _of_agent,
    Subject.TEAM: _of_team,
    Subject.CUSTOMER: _of_customer,
    Subject.DESK: _of_desk,
}
