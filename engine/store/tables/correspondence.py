"""What is written on cases and tasks, what is being typed, and what leaves the house."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from engine.store.connection.short_text import String
from engine.store.connection.times import UTCDateTime
from engine.store.tables.columns import metadata

entries = Table(
    "entries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("item_kind", String(10), nullable=False),
    Column("item_id", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("written_by", ForeignKey("people.id")),
    Column("author_kind", String(10), nullable=False, server_default="agent"),  # who wrote it need not work here
    Column("author_customer_id", ForeignKey("customers.id")),
    Column("author_address", String(254)),
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
    Column("reason_parts", JSON(none_as_null=True)),  # template and values of the reason
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
