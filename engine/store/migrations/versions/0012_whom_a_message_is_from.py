"""The team that a message is from, which what was written before has not; and an index of what is unread"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("outbox", sa.Column("sender", sa.String(120), nullable=True))
    unread = sa.text("read_at IS NULL")
    op.create_index("ix_outbox_unread", "outbox", ["agent_id"], sqlite_where=unread, postgresql_where=unread)
