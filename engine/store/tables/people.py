"""Who there is: teams, people and customers; who is signed in; what cases are about."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint

from engine.store.connection.short_text import String
from engine.store.connection.times import UTCDateTime
from engine.store.tables.columns import metadata, sort_key

teams = Table(
    "teams",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(120), nullable=False, unique=True),
    sort_key(),
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
    sort_key(),
    Column("active", Boolean, nullable=False, default=True),
)

people = Table(
    "people",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(120), nullable=False),
    sort_key(),
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
    sort_key(),
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
