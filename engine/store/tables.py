"""The tables. Everything a person sees in a list is a column with an index (ARCHITECTURE, State)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.types import TypeEngine

from engine.model.fields import ItemField
from engine.model.items import FIELDS, Kind
from engine.store.connection.short_text import String
from engine.store.connection.times import UTCDateTime
from engine.texts.danish_order import MAX_SORT_KEY
from engine.texts.lines import MAX_LINE

FAR = datetime(9999, 12, 31, tzinfo=UTC)  # sorts an item without a deadline last


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _sort_key() -> Column[str]:
    """What the rows are ordered by, wherever that is by name (D-21); `engine.store` keeps it with the name."""
    return Column("sort_key", String(MAX_SORT_KEY), nullable=False, server_default="")


teams = Table(
    "teams",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
    _sort_key(),
    Column("department", String(20), nullable=False),
    Column("is_main", Boolean, nullable=False, default=True),
    Column("is_default", Boolean, nullable=False, default=False),
    Column("least_length", Integer),  # A-34, as the product has it where there is none
    Column("bare_references", JSON(none_as_null=True)),
)

categories = Table(
    "categories",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
    _sort_key(),
    Column("active", Boolean, nullable=False, default=True),
)

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(120), nullable=False),
    _sort_key(),
    Column("username", String(120), nullable=False, unique=True),
    Column("email", String(254)),
    Column("password_hash", String(200)),
    Column("department", String(20), nullable=False),
    Column("team_id", ForeignKey("teams.id"), nullable=False),
    Column("active", Boolean, nullable=False, default=True),
    Column("roles", JSON, nullable=False),
    Column("password_is_given", Boolean, nullable=False, default=False),
    Column("locale", String(5)),
)

tries = Table(  # wrong passwords, by a hash of the name that was typed
    "tries",
    metadata,
    Column("key", String(64), primary_key=True),
    Column("failed", Integer, nullable=False),
    Column("locked_until", UTCDateTime),
    Column("tried_at", UTCDateTime, nullable=False, index=True),
)

sessions = Table(  # who is signed in, by a hash of the token that the browser holds (D-20)
    "sessions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(64), nullable=False, unique=True),
    Column("agent_id", ForeignKey("people.id"), nullable=False, index=True),
    Column("browser", String(300), nullable=False),
    Column("started_at", UTCDateTime, nullable=False),
    Column("last_used_at", UTCDateTime, nullable=False),
)

memberships = Table(
    "memberships",
    metadata,
    Column("agent_id", ForeignKey("people.id"), primary_key=True),
    Column("team_id", ForeignKey("teams.id"), primary_key=True),
    Column("is_dispatcher", Boolean, nullable=False, default=False),
    Column("is_lead", Boolean, nullable=False, default=False),
)

muted = Table(  # a kind of notice that a person or a team has switched off
    "muted",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agent_id", ForeignKey("people.id"), index=True),
    Column("team_id", ForeignKey("teams.id"), index=True),
    Column("kind", String(40), nullable=False),
    UniqueConstraint("agent_id", "team_id", "kind"),
)

customers = Table(
    "customers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    _sort_key(),
    Column("email", String(254)),
    Column("email_key", String(254), index=True),  # what addresses are compared by
    Column("phone", String(40)),
    Column("department", String(120)),
    Column("agent_id", ForeignKey("people.id")),
    Column("active", Boolean, nullable=False, default=True),
    Column("merged_into", ForeignKey("customers.id"), index=True),
    Column("words", Text, nullable=False, server_default=""),  # all that they are found by
    Column("version", Integer, nullable=False, default=1),
)
Index("ix_customers_sort_key", customers.c.sort_key, customers.c.id)

routes = Table(  # D-02
    "routes",
    metadata,
    Column("kind", String(10), primary_key=True),
    Column("origin", String(20), primary_key=True),
    Column("receiver", String(20), primary_key=True),
    Column("definition_key", String(100), nullable=False),
)

definitions = Table(
    "definitions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(100), nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("deployed_by", ForeignKey("people.id")),
    Column("deployed_at", UTCDateTime, nullable=False),
    Column("note", Text, nullable=False),
    UniqueConstraint("key", "version"),
)


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
        Column("updated_by", ForeignKey("people.id"), nullable=False),
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

instances = Table(
    "instances",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("definition_id", ForeignKey("definitions.id"), nullable=False, index=True),
    Column("item_kind", String(10), nullable=False),
    Column("item_id", Integer, nullable=False),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("status", String(10), nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("started_at", UTCDateTime, nullable=False),
    Column("ended_at", UTCDateTime),
    Column("ended_as", String(200)),
    sqlite_autoincrement=True,
)
Index("ix_instances_item", instances.c.item_kind, instances.c.item_id)
_RUNNING = text("status = 'running'")
Index(  # D-01: never two running instances of one item
    "uq_instances_running",
    instances.c.item_kind,
    instances.c.item_id,
    unique=True,
    sqlite_where=_RUNNING,
    postgresql_where=_RUNNING,
)

answers = Table(  # what the steps of an instance were answered, the latest of each field that its diagram reads
    "answers",
    metadata,
    Column("instance_id", Integer, primary_key=True, autoincrement=False),
    Column("field", String(100), primary_key=True),
    Column("value", Text, nullable=False),  # JSON
)
user_tasks = Table(
    "user_tasks",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("instance_id", ForeignKey("instances.id"), nullable=False, index=True),
    Column("definition_id", Integer, nullable=False),
    Column("item_kind", String(10), nullable=False),
    Column("item_id", Integer, nullable=False),
    Column("case_id", Integer, nullable=False),
    Column("element", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("lane", String(100), nullable=False),
    Column("state", String(10), nullable=False),
    Column("queue", String(40), nullable=False),  # in whose list: a:17, t:7:dispatchers or t:7:agents
    Column("assignee_id", Integer),
    Column("team_id", Integer),
    Column("role", String(20)),
    Column("opened_at", UTCDateTime, nullable=False),
    Column("due", UTCDateTime, nullable=False),
    Column("version", Integer, nullable=False),
    Column("outcome", String(100)),
    Column("completed_by", Integer),
    Column("completed_at", UTCDateTime),
)
_WAITING = text("state = 'waiting'")
Index(
    "ix_user_tasks_queue",
    user_tasks.c.queue,
    user_tasks.c.item_kind,
    user_tasks.c.due,
    user_tasks.c.item_id,
    sqlite_where=_WAITING,
    postgresql_where=_WAITING,
)
Index(
    "ix_user_tasks_waiting",
    user_tasks.c.item_kind,
    user_tasks.c.item_id,
    sqlite_where=_WAITING,
    postgresql_where=_WAITING,
)

events = Table(  # RECORD: only ever added to, but that a private part may go; triggers see to it
    "events",
    metadata,
    Column("position", BigInteger().with_variant(Integer(), "sqlite"), Identity(), primary_key=True),
    Column("subject_kind", String(10), nullable=False),
    Column("subject_id", Integer, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("format", Integer, nullable=False),
    Column("type", String(40), nullable=False),
    Column("at", UTCDateTime, nullable=False),
    Column("actor_id", Integer),
    Column("data", Text, nullable=False),  # canonical JSON: what the hash covers, to the letter
    Column("private", Text),  # canonical JSON: what `data` only has commitments to
    Column("hash", String(64), nullable=False),
    Column("source", String(200)),
    UniqueConstraint("subject_kind", "subject_id", "sequence"),
)
_SOURCED = text("source IS NOT NULL")
Index("uq_events_source", events.c.source, unique=True, sqlite_where=_SOURCED, postgresql_where=_SOURCED)

chains = Table(  # where the history of each subject stands, but of cases and tasks, which have columns for it
    "chains",
    metadata,
    Column("subject_kind", String(10), primary_key=True),
    Column("subject_id", Integer, primary_key=True, autoincrement=False),
    Column("events", Integer, nullable=False),
    Column("head", String(64), nullable=False),
)

entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("item_kind", String(10), nullable=False),
    Column("item_id", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("written_by", ForeignKey("people.id"), nullable=False),
    Column("written_at", UTCDateTime, nullable=False),
    Column("on_behalf_of", String(200)),
    Column("subject", String(200)),
    Column("recipients", JSON, nullable=False),
    Column("cc", JSON, nullable=False),
    sqlite_autoincrement=True,
)
Index("ix_entries_item", entries.c.item_kind, entries.c.item_id, entries.c.id)

attachments = Table(
    "attachments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entry_id", ForeignKey("entries.id"), nullable=False, index=True),
    Column("name", String(255), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size_bytes", Integer, nullable=False),
)

form_drafts = Table(  # what somebody typed in a form and has not sent (D-22)
    "form_drafts",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agent_id", ForeignKey("people.id"), nullable=False),
    Column("place", String(300), nullable=False),
    Column("page", String(300), nullable=False),
    Column("fields", JSON, nullable=False),
    Column("files", JSON, nullable=False),
    Column("version", Integer, nullable=False),
    Column("writer", String(22), nullable=False),
    Column("saved_at", UTCDateTime, nullable=False, index=True),
    Column("is_sent", Boolean, nullable=False),
    Column("sent_count", Integer, nullable=False),  # of a mark: the last save that its form had made
    UniqueConstraint("agent_id", "place"),
)

outbox = Table(  # one row a message a recipient; those to an agent are also the bell in the product
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(32), nullable=False),  # what the history calls it
    Column("message_id", String(200), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("item_kind", String(10), nullable=False),
    Column("item_id", Integer, nullable=False),
    Column("entry_id", Integer),
    Column("agent_id", ForeignKey("people.id")),
    Column("recipient", String(400), nullable=False),
    Column("sender", String(120)),
    Column("address", String(254)),
    Column("to", JSON, nullable=False),
    Column("cc", JSON, nullable=False),
    Column("subject", String(300), nullable=False),
    Column("body", Text, nullable=False),
    Column("why", String(300)),
    Column("delivery", String(10), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UTCDateTime),
    Column("reason", Text),
    Column("created_at", UTCDateTime, nullable=False),
    Column("sent_at", UTCDateTime),
    Column("read_at", UTCDateTime),
    Column("holder", String(36)),  # who has it in hand
    sqlite_autoincrement=True,
)
_TO_SEND = text("delivery = 'waiting'")
Index("ix_outbox_due", outbox.c.due_at, outbox.c.id, sqlite_where=_TO_SEND, postgresql_where=_TO_SEND)
_NOT_SENT = text("delivery <> 'sent'")
Index("ix_outbox_stopped", outbox.c.delivery, outbox.c.id, sqlite_where=_NOT_SENT, postgresql_where=_NOT_SENT)
Index("ix_outbox_item", outbox.c.item_kind, outbox.c.item_id, outbox.c.id)
Index("ix_outbox_bell", outbox.c.agent_id, outbox.c.id)
_UNREAD = text("read_at IS NULL")
Index("ix_outbox_unread", outbox.c.agent_id, sqlite_where=_UNREAD, postgresql_where=_UNREAD)

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

jobs = Table(  # when to look; nothing else
    "jobs",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("due_at", UTCDateTime, nullable=False),
    Column("leased_until", UTCDateTime),  # by the database's clock
    Column("lease", String(36)),
    Column("holder", String(36)),  # whose heartbeat keeps the lease
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", Text),
)

heartbeats = Table(  # the processes that work on this database; times by its own clock
    "heartbeats",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("role", String(10), nullable=False),
    Column("version", String(40), nullable=False),
    Column("schema", String(32), nullable=False),
    Column("started_at", UTCDateTime, nullable=False),
    Column("beat_at", UTCDateTime, nullable=False),
)

seen = Table(  # how far each person has read (unread mark)
    "seen",
    metadata,
    Column("agent_id", Integer, primary_key=True),
    Column("item_kind", String(10), primary_key=True),
    Column("item_id", Integer, primary_key=True),
    Column("sequence", Integer, nullable=False),
)

viewings = Table(  # who opened what (D-28); of a file of an item `attachment_id` too
    "viewings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agent_id", Integer, nullable=False),
    Column("item_kind", String(10), nullable=False),
    Column("item_id", Integer, nullable=False),
    Column("attachment_id", Integer),
    Column("at", UTCDateTime, nullable=False, index=True),
    sqlite_autoincrement=True,
)
Index("ix_viewings_item", viewings.c.item_kind, viewings.c.item_id, viewings.c.id)

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

marks = Table(  # single values: the directory's version, which log is being replayed
    "marks",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)
