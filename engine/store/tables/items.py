"""Cases and tasks, their deadlines, and how they are listed and read."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    text,
)
from sqlalchemy.types import TypeEngine

from engine.model.fields import ItemField
from engine.model.items import FIELDS, Kind
from engine.store.connection.short_text import String
from engine.store.connection.times import UTCDateTime
from engine.store.tables.columns import metadata
from engine.texts.lines import MAX_LINE

_STORED: Mapping[str, TypeEngine[Any]] = {  # type of a field of an item: what its column holds; the others are numbers
    "text": Text(),
    "deadline": UTCDateTime(),
    "moment": UTCDateTime(),
    "boolean": Boolean(),
    "status": String(12),
    "department": String(20),
    "answers": JSON(),
}
_REFERENCED = {"agent": "people.id", "team": "teams.id", "customer": "customers.id", "case": "cases.id"}


def _item_columns(kind: Kind) -> list[Column[Any]]:
    """The fields of a case or a task (engine.model.items.FIELDS), and what the desk keeps beside them."""
    return [
        Column("id", Integer, primary_key=True),
        *(_item_column(field) for field in FIELDS[kind].values()),
        Column("updated_by", ForeignKey("people.id")),
        Column("updated_at", UTCDateTime, nullable=False),
        Column("due", UTCDateTime, nullable=False),  # the deadline, or FAR: what lists sort by
        Column("version", Integer, nullable=False),
        Column("event_count", Integer, nullable=False),
        Column("head_hash", String(64), nullable=False),
    ]


def _item_column(field: ItemField) -> Column[Any]:
    row = field.row
    stored: Any = _STORED.get(row.type, Integer())
    if row.type == "string":
        stored = String(row.limit or MAX_LINE)
    held = ForeignKey(_REFERENCED[row.type]) if row.references else stored
    return Column(field.column, held, nullable=field.can_be_none)


cases = Table(
    "cases",
    metadata,
    *_item_columns(Kind.CASE),
    sqlite_autoincrement=True,
)
Index("ix_cases_customer_id", cases.c.customer_id)


def _list_indexes(table: Table, is_open: str) -> None:
    """One for each way in which open work is listed: by its agent, its team, who created it and who sent it on."""
    columns = {"mine": "agent_id", "team": "team_id", "created": "created_by", "sent_on": "sent_on_by"}
    for name, column in columns.items():
        ordered = (table.c[column], table.c.due, table.c.id)
        which = text(f"{is_open} AND {column} IS NOT NULL" if name == "sent_on" else is_open)  # few are sent on
        Index(f"ix_{table.name}_{name}", *ordered, sqlite_where=which, postgresql_where=which)


_list_indexes(cases, "closed_at IS NULL")
_CLOSED = text("closed_at IS NOT NULL")
Index(  # how long a team takes to solve a case of a category
    "ix_cases_solving_time",
    cases.c.solver_team_id,
    cases.c.category,
    cases.c.solved_at,
    sqlite_where=_CLOSED,
    postgresql_where=_CLOSED,
)

tasks = Table(
    "tasks",
    metadata,
    *_item_columns(Kind.TASK),
    Column("approver_seen", Boolean, nullable=False, default=True),  # false from solved until the approver looks
    sqlite_autoincrement=True,
)
Index("ix_tasks_case_id", tasks.c.case_id)
_list_indexes(tasks, "status <> 'solved'")
_APPROVERS = text("status <> 'solved' OR NOT approver_seen")
Index(
    "ix_tasks_approver",
    tasks.c.approver_id,
    tasks.c.due,
    tasks.c.id,
    sqlite_where=_APPROVERS,
    postgresql_where=_APPROVERS,
)

timers = Table(  # one row an open item whose deadline has not been told of yet (D-15)
    "timers",
    metadata,
    Column("item_kind", String(10), primary_key=True),
    Column("item_id", Integer, primary_key=True),
    Column("case_id", Integer, nullable=False),
    Column("due_at", UTCDateTime, nullable=False, index=True),
    Column("attempts", Integer, nullable=False, server_default="0"),  # that failed
    Column("retry_at", UTCDateTime),
    Column("error", Text),  # of the last
)

seen = Table(  # how far each person has read (unread mark)
    "seen",
    metadata,
    Column("agent_id", Integer, primary_key=True),
    Column("item_kind", String(10), primary_key=True),
    Column("item_id", Integer, primary_key=True),
    Column("sequence", Integer, nullable=False),
)

saved_lists = Table(  # how somebody narrowed, sorted and laid out a list, for themselves or for a team
    "saved_lists",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(60), nullable=False),
    Column("list", String(20), nullable=False),
    Column("query", Text, nullable=False),  # of the address, without the place of a page
    Column("agent_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("team_id", ForeignKey("teams.id"), index=True),  # whose members have it too
    sqlite_autoincrement=True,
)

item_numbers = Table(  # the last of each kind, counted in the transaction that gives it: none is left out
    "item_numbers",
    metadata,
    Column("kind", String(10), primary_key=True),
    Column("last", Integer, nullable=False),
)
