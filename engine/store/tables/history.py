"""The history: only ever added to, but that a private part may go; triggers see to it (RECORD)."""

from sqlalchemy import BigInteger, Column, Identity, Index, Integer, Table, Text, UniqueConstraint, text

from engine.store.connection.short_text import String
from engine.store.connection.times import UTCDateTime
from engine.store.tables.columns import metadata

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
