"""Diagrams that are deployed, the routes that lead to them, their instances and waiting steps."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, UniqueConstraint, text

from engine.store.connection.short_text import String
from engine.store.connection.times import UTCDateTime
from engine.store.tables.columns import metadata

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
