"""What the desk needs to work by itself."""

from sqlalchemy import Column, Integer, Table, Text

from engine.store.connection.short_text import String
from engine.store.connection.times import UTCDateTime
from engine.store.tables.columns import metadata

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

marks = Table(  # single values: the directory's version, which log is being replayed
    "marks",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Text, nullable=False),
)
