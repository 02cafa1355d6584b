"""A draft whose form is sent stays for a day as a mark, so that a save which arrives late is known"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    with op.batch_alter_table("form_drafts") as drafts:
        drafts.add_column(sa.Column("is_sent", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("form_drafts") as drafts:
        drafts.alter_column("is_sent", server_default=None)
