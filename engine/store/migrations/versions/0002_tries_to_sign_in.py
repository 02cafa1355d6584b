"""Tries to sign in are counted for every name, and a new password ends the sessions of before"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "tries",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_tries"),
    )
    op.create_index("ix_tries_tried_at", "tries", ["tried_at"], unique=False)
    op.add_column("people", sa.Column("credentials", sa.Integer(), nullable=False, server_default="0"))
    op.drop_column("people", "failed_logins")
    op.drop_column("people", "locked_until")
