"""Forgetting what is kept of one closed case and its tasks, in one transaction."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.altered import altered
from engine.audit.forgotten_register import Forgotten
from engine.errors import NotFound
from engine.flow import Decision
from engine.flow.decision import ChangedItem
from engine.history.canonical import moment
from engine.history.chain import Link
from engine.history.columns import changes
from engine.history.erasing import parts_of
from engine.history.events.erased_event import FORGOTTEN, Ground, ItemErased, MessageErased
from engine.history.shape import Subject
from engine.model.by import By
from engine.model.items import FIELDS, Kind, WorkItem
from engine.store import Connection, Writes
from engine.store.history import chains, forgetting
from engine.store.work import items
from engine.transaction.desk import Desk
from engine.transaction.keeping import keep


@dataclass(frozen=True)
class Why:
    """For what reason, and by whom; None is the system."""

    ground: Ground
    by: int | None


@dataclass
class Removed:
    """What went in one transaction: rows by table, files that no row names any more, and a line for each chain."""

    rows: Counter[str] = field(default_factory=Counter)
    files: frozenset[str] = frozenset()
    lines: list[Forgotten] = field(default_factory=list)


def forget_case(desk: Desk, connection: Connection, *, case_id: int, why: Why) -> Removed:
    """All that was written on it goes: subjects, descriptions, entries, files, messages, answers."""
    case = items.find(connection, Kind.CASE, case_id, lock=True)
    if case is None:
        raise NotFound("Sagen findes ikke.")
    both = (case, *items.tasks_of(connection, case_id))
    of = forgetting.Items(case_id, tuple(item.id for item in both[1:]))
    removed = Removed()
    _tell_items(desk, connection, both, why, removed)
    _tell_messages(desk, connection, of, why, removed)
    removed.rows["entries"] += forgetting.blank_entries(connection, of)
    removed.rows["attachments"], removed.files = forgetting.delete_attachments(connection, of)
    removed.rows["outbox"] += forgetting.blank_messages(connection, of)
    removed.rows["answers"] += forgetting.delete_answers(connection, of)
    return removed


def line_of(desk: Desk, links: Sequence[Link], why: Why) -> Forgotten:
    """What the register is told of a chain."""
    first, at = links[0], moment(desk.clock())
    subject = (first.subject.value, first.subject_id)
    return Forgotten(desk.uuid, subject, first.hash, parts_of(links), at, why.by, why.ground.value)


def _tell_items(desk: Desk, connection: Connection, both: Sequence[WorkItem], why: Why, removed: Removed) -> None:
    """The events, and the blanks in the columns."""
    changed = []
    for kind in Kind:
        mine = [item for item in both if item.kind == kind]
        subject, ids = Subject(kind.value), [item.id for item in mine]
        found = forgetting.links_with_parts(connection, subject, ids)
        for item in mine:
            changed += _blanked(item, found.get(item.id, []), why)
        removed.lines += [line_of(desk, links, why) for links in found.values()]
        removed.rows["events"] += forgetting.drop_parts(connection, subject, ids)
    if changed:
        at = max(desk.clock(), *(item.updated_at for item in both))
        writes = Writes(connection)
        keep(desk, writes, Decision(at, both[0], items=tuple(changed)), By(why.by))
        writes.send()
    removed.rows.update(f"{one.after.kind.value}s" for one in changed)


def _blanked(item: WorkItem, links: Sequence[Link], why: Why) -> list[ChangedItem]:
    """The item as it is to be; nothing where it is so already."""
    after = altered(item, **_BLANKS[item.kind])
    event = ItemErased(ground=why.ground.value, parts=parts_of(links), changes=changes(item, after))
    return [ChangedItem(item, after, (event,))] if event.parts or event.changes else []


def _tell_messages(desk: Desk, connection: Connection, of: forgetting.Items, why: Why, removed: Removed) -> None:
    """What a mail server said of an address, where it said it."""
    keys = forgetting.messages_of(connection, of)
    found = forgetting.links_with_parts(connection, Subject.MESSAGE, keys)
    for number, links in found.items():
        event = MessageErased(message=keys[number], ground=why.ground.value, parts=parts_of(links))
        chains.record(connection, Subject.MESSAGE, number, event, desk=desk.uuid, now=desk.clock(), by=why.by)
        removed.lines.append(line_of(desk, links, why))
    removed.rows["events"] += forgetting.drop_parts(connection, Subject.MESSAGE, found)


_BLANKS: Mapping[Kind, Mapping[str, Any]] = {
    kind: {column: FORGOTTEN if f.row.required else f.empty for column, f in fields.items() if f.row.private}
    for kind, fields in FIELDS.items()
}
