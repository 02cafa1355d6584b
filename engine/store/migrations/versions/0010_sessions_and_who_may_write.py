"""Who may write, and sessions: the team an item was created from (D-16), sessions with a row of their own (D-20)"""

import sqlalchemy as sa
from alembic import op

from engine.store.short_text import String
from engine.store.times import UTCDateTime

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", String(64), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("browser", String(300), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("last_used_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["agent_id"], ["people.id"], name="fk_sessions_agent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("key", name="uq_sessions_key"),
    )
    op.create_index("ix_sessions_agent_id", "sessions", ["agent_id"])
    op.add_column("people", sa.Column("password_is_given", sa.Boolean(), nullable=False, server_default=sa.false()))
    for item in ("cases", "tasks"):
        team = sa.Column("created_team_id", sa.Integer(), nullable=True)
        op.add_column(item, team)
    op.execute("ALTER TABLE people DROP COLUMN credentials")
