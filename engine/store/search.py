"""Cases and tasks by words of their subject."""

from sqlalchemy import Connection, select

from engine.model.items import WorkItem
from engine.store import items


def by_subject(connection: Connection, text: str, limit: int) -> tuple[WorkItem, ...]:
    """The newest whose subject contains the text, cases first."""
    if not text:
        return ()
    pattern = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    found: list[WorkItem] = []
    for kind, table in items.TABLES.items():
        wanted = select(table).where(table.c.subject.ilike(f"%{pattern}%", escape="\\"))
        rows = connection.execute(wanted.order_by(table.c.id.desc()).limit(limit))
        found += [items.from_row(kind, row) for row in rows]
    return tuple(found[:limit])
