"""Where a name or an address stands, by subject: for whoever has to redact it by hand."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from sqlalchemy import JSON, Connection, String, Text, and_, cast, func, literal, or_, select

from engine.history.shape import Subject
from engine.store.tables import attachments, cases, customers, definitions, entries, events, outbox, tasks

_NUMBERED = {cases: Subject.CASE, tasks: Subject.TASK, customers: Subject.CUSTOMER, definitions: Subject.DEFINITION}
_OF_ENTRY = attachments.join(entries, entries.c.id == attachments.c.entry_id)
_OF_MESSAGE = and_(events.c.subject_kind == Subject.MESSAGE.value, outbox.c.id == events.c.subject_id)
# what is searched: the rows, and which subject each is of
_PLACES: list[tuple[Any, Any, Any, Any]] = [
    *((table, table, literal(subject.value), table.c.id) for table, subject in _NUMBERED.items()),
    *((table, table, table.c.item_kind, table.c.item_id) for table in (entries, outbox)),
    (attachments, _OF_ENTRY, entries.c.item_kind, entries.c.item_id),
    (
        events,
        events.outerjoin(
            outbox, and_(events.c.subject_kind == Subject.MESSAGE.value, outbox.c.id == events.c.subject_id)
        ),
        func.coalesce(outbox.c.item_kind, events.c.subject_kind),
        func.coalesce(outbox.c.item_id, events.c.subject_id),
    ),
]


def find(
    connection: Connection, words: Collection[str], names: Callable[[str], bool]
) -> Iterator[frozenset[tuple[str, int]]]:
    """A table at a time: (kind, number) of each subject with a row in which one of the words stands.

    `names` judges what the database found: a name may be the beginning of another.
    """
    for table, rows, kind, number in _PLACES:
        texts = [cast(column, Text) for column in table.c if isinstance(column.type, String | JSON)]
        stands = or_(*(column.icontains(word, autoescape=True) for column in texts for word in words))
        found = connection.execute(select(kind, number, *texts).select_from(rows).where(stands))
        yield frozenset((row[0], row[1]) for row in found if any(names(text) for text in row[2:] if text))
