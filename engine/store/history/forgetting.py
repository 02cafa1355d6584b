"""Removing what is kept of a case whose customer is forgotten, and of the customer beside cases.

Functions give how many rows they changed; what is blank already is no change.
"""

import sqlite3
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_plus

from sqlalchemy import ColumnElement, Connection, Table, Text, and_, case, cast, delete, or_, select, text, update

from engine.errors import Unavailable
from engine.history.chain import Link
from engine.history.events.erased_event import ERASED, FORGOTTEN
from engine.history.shape import Subject
from engine.model.correspondence import Delivery
from engine.model.form_drafts import FormDraft
from engine.model.items import Kind, Status
from engine.store.connection.database import Database
from engine.store.history import events
from engine.store.reading import search_index
from engine.store.tables import (
    answers,
    attachments,
    cases,
    entries,
    instances,
    jobs,
    outbox,
    saved_lists,
    tasks,
    timers,
)
from engine.store.tables import events as event_rows
from engine.store.work import form_drafts

Names = Callable[[str], bool]  # whether a text names the customer


@dataclass(frozen=True)
class Items:
    """A case and its tasks, by number."""

    case_id: int
    task_ids: tuple[int, ...]

    def about(self, table: Table) -> ColumnElement[bool]:
        kind, of = table.c.item_kind, table.c.item_id
        its_tasks = and_(kind == Kind.TASK.value, of.in_(self.task_ids))
        return or_(and_(kind == Kind.CASE.value, of == self.case_id), its_tasks)


def cases_of(connection: Connection, customer_ids: Collection[int]) -> tuple[int, ...]:
    return tuple(
        connection.scalars(select(cases.c.id).where(cases.c.customer_id.in_(customer_ids)).order_by(cases.c.id))
    )


def tasks_of(connection: Connection, case_ids: Collection[int]) -> tuple[int, ...]:
    return tuple(connection.scalars(select(tasks.c.id).where(tasks.c.case_id.in_(case_ids)).order_by(tasks.c.id)))


def open_work(connection: Connection, case_ids: Collection[int]) -> tuple[tuple[Kind, int], ...]:
    """What of these cases is not finished: they themselves, and tasks of those that are."""
    of_case = select(cases.c.id).where(cases.c.id.in_(case_ids), cases.c.status != Status.CLOSED.value)
    of_task = select(tasks.c.id).where(tasks.c.case_id.in_(case_ids), tasks.c.status != Status.SOLVED.value)
    found = {Kind.CASE: of_case.order_by(cases.c.id), Kind.TASK: of_task.order_by(tasks.c.id)}
    return tuple((kind, number) for kind, asked in found.items() for number in connection.scalars(asked))


def cases_with_mail(connection: Connection, case_ids: Collection[int]) -> tuple[int, ...]:
    """The cases of which a message waits to be sent, their tasks' too."""
    of_task = select(tasks.c.case_id).where(tasks.c.id == outbox.c.item_id).scalar_subquery()
    number = case((outbox.c.item_kind == Kind.TASK.value, of_task), else_=outbox.c.item_id)
    waits = select(number.label("n")).where(outbox.c.delivery == Delivery.WAITING.value).subquery()
    return tuple(connection.scalars(select(waits.c.n).distinct().where(waits.c.n.in_(case_ids)).order_by(waits.c.n)))


def blank_entries(connection: Connection, items: Items) -> int:
    """Which agent wrote them, when and as what stays; of others that they are none, and a customer's number."""
    names, lists = ("subject", "on_behalf_of", "author_address"), ("recipients", "cc")
    is_blank = and_(
        entries.c.text.in_(("", FORGOTTEN)),
        *(entries.c[name].is_(None) for name in names),
        *(cast(entries.c[name], Text) == "[]" for name in lists),
    )
    blank: dict[str, Any] = dict.fromkeys(names) | {name: [] for name in lists}
    blank["text"] = case((entries.c.text == "", ""), else_=FORGOTTEN)
    return connection.execute(update(entries).where(items.about(entries), ~is_blank).values(**blank)).rowcount


def delete_attachments(connection: Connection, items: Items) -> tuple[int, frozenset[str]]:
    """How many rows, and the sha256 of the files that no other row names."""
    of = attachments.c.entry_id.in_(select(entries.c.id).where(items.about(entries)))
    named = frozenset(connection.scalars(select(attachments.c.sha256).where(of)))
    count = connection.execute(delete(attachments).where(of)).rowcount
    others = frozenset(connection.scalars(select(attachments.c.sha256).where(attachments.c.sha256.in_(named))))
    return count, named - others


def blank_messages(connection: Connection, items: Items) -> int:
    """Whose bell they are in, what became of them and when stays."""
    blank: dict[str, Any] = {
        "recipient": FORGOTTEN,
        "subject": FORGOTTEN,
        "body": "",
        "address": None,
        "to": [],
        "cc": [],
        "why": None,
    }
    for name in ("reason", "reason_parts"):
        blank[name] = case((outbox.c.delivery == Delivery.FAILED.value, None), else_=outbox.c[name])
    not_blank = or_(outbox.c.recipient != FORGOTTEN, outbox.c.subject != FORGOTTEN, outbox.c.body != "")
    return connection.execute(update(outbox).where(items.about(outbox), not_blank).values(**blank)).rowcount


def messages_of(connection: Connection, items: Items) -> dict[int, str]:
    """{number: what the history calls it}."""
    rows = connection.execute(select(outbox.c.id, outbox.c.key).where(items.about(outbox)))
    return {row.id: row.key for row in rows}


def delete_answers(connection: Connection, items: Items) -> int:
    of = select(instances.c.id).where(instances.c.case_id == items.case_id)
    return connection.execute(delete(answers).where(answers.c.instance_id.in_(of))).rowcount


def links_with_parts(connection: Connection, subject: Subject, ids: Collection[int]) -> dict[int, list[Link]]:
    """{number: its events}, of those that still have private parts."""
    has = select(event_rows.c.subject_id).where(event_rows.c.subject_kind == subject.value)
    has = has.where(event_rows.c.subject_id.in_(ids), event_rows.c.private.is_not(None))
    found: dict[int, list[Link]] = {}
    for link in events.links_of(connection, subject, has):
        found.setdefault(link.subject_id, []).append(link)
    return found


def has_parts(connection: Connection, subject: Subject, number: int, begins: str, sequences: Collection[int]) -> bool:
    """Whether it is the chain that begins with that hash, and one of those events has private parts."""
    of = and_(event_rows.c.subject_kind == subject.value, event_rows.c.subject_id == number)
    first = select(event_rows.c.hash).where(of, event_rows.c.sequence == 1).scalar_subquery()
    has = select(event_rows.c.sequence).where(of, event_rows.c.sequence.in_(sequences), first == begins)
    return connection.execute(has.where(event_rows.c.private.is_not(None)).limit(1)).first() is not None


def drop_parts(connection: Connection, subject: Subject, ids: Collection[int]) -> int:
    """Every private part of their events."""
    of = and_(event_rows.c.subject_kind == subject.value, event_rows.c.subject_id.in_(ids))
    return connection.execute(
        update(event_rows).where(of, event_rows.c.private.is_not(None)).values(private=None)
    ).rowcount


def erasures(connection: Connection, subject: Subject, number: int | None = None) -> tuple[Link, ...]:
    """The events in which such subjects were forgotten, or that one, in the order in which it happened."""
    of = select(event_rows.c.subject_id).where(event_rows.c.subject_kind == subject.value, event_rows.c.type == ERASED)
    which = of if number is None else of.where(event_rows.c.subject_id == number)
    found = (link for link in events.links_of(connection, subject, which) if link.type == ERASED)
    return tuple(sorted(found, key=lambda link: link.at))


# --- beside cases ---


def delete_drafts(connection: Connection, is_about: Callable[[FormDraft], bool]) -> int:
    gone = [draft for draft in form_drafts.everybodys(connection) if is_about(draft)]
    for draft in gone:
        form_drafts.discard(connection, draft.agent_id, (draft.place,))
    return len(gone)


def delete_saved_lists(connection: Connection, names: Names) -> int:
    rows = connection.execute(select(saved_lists.c.id, saved_lists.c.name, saved_lists.c.query)).all()
    gone = [row.id for row in rows if names(row.name) or names(unquote_plus(row.query))]
    return connection.execute(delete(saved_lists).where(saved_lists.c.id.in_(gone))).rowcount


def blank_errors(connection: Connection, names: Names) -> dict[str, int]:
    """{table: rows}: what a job or a timer said of its last failure."""
    found = {}
    for table in (jobs, timers):
        told = frozenset(filter(names, connection.scalars(select(table.c.error).where(table.c.error.is_not(None)))))
        found[table.name] = connection.execute(update(table).where(table.c.error.in_(told)).values(error=None)).rowcount
    return found


def compact(database: Database) -> None:
    """Leaves nothing in the database's files of what was deleted; raises Unavailable where others are in the way."""
    search_index.clean(database)
    if not database.is_sqlite:
        with database.without_transaction() as connection:
            connection.execute(text("VACUUM (ANALYZE)"))
        return
    with database.engine.connect() as connection:
        try:
            connection.connection.cursor().execute("VACUUM")
        except sqlite3.OperationalError as error:
            raise Unavailable from error
    search_index.truncate_wal(database)
