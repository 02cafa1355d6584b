"""What somebody types in a form is kept until it is sent"""

import sqlalchemy as sa
from alembic import op

from engine.store.times import UTCDateTime

revision = "0008"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "form_drafts",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("agent_id", sa.Integer(), sa.ForeignKey("people.id", name="fk_form_drafts_agent_id"), nullable=False),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("page", sa.String(300), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("files", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("writer", sa.String(22), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.UniqueConstraint("agent_id", "place", name="uq_form_drafts_agent_id_place"),
    )
    op.create_index("ix_form_drafts_saved_at", "form_drafts", ["saved_at"])
