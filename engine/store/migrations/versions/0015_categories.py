"""The desk has a list of categories of cases"""

import sqlalchemy as sa
from alembic import op

from engine.model.danish_order import MAX_SORT_KEY
from engine.store.short_text import String

revision = "0015"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "categories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", String(120), nullable=False),
        sa.Column("sort_key", String(MAX_SORT_KEY), server_default="", nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_categories"),
        sa.UniqueConstraint("name", name="uq_categories_name"),
    )
