"""The processes on a database tell of themselves: what a dead one had in hand is found at once"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "heartbeats",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("role", sa.String(10), nullable=False),
        sa.Column("version", sa.String(40), nullable=False),
        sa.Column("schema", sa.String(32), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_heartbeats"),
    )
    op.add_column("jobs", sa.Column("holder", sa.String(36)))
    op.add_column("outbox", sa.Column("holder", sa.String(36)))
