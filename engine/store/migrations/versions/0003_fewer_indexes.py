"""Indexes that no query asks are gone, and events without a source stand in no index of sources"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

HAS_SOURCE = sa.text("source IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_user_tasks_case_id", "user_tasks")
    op.drop_index("ix_outbox_entry_id", "outbox")
    with op.batch_alter_table("events") as events:
        events.drop_constraint("uq_events_source", type_="unique")
    op.create_index(
        "uq_events_source",
        "events",
        ["source"],
        unique=True,
        sqlite_where=HAS_SOURCE,
        postgresql_where=HAS_SOURCE,
    )
