"""A deadline that could not be told of says how often that was tried, when it is tried again, and what went wrong"""

import sqlalchemy as sa
from alembic import op

from engine.store.times import UTCDateTime

revision = "0017"
down_revision = "0015"


def upgrade() -> None:
    op.add_column("timers", sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("timers", sa.Column("retry_at", UTCDateTime(), nullable=True))
    op.add_column("timers", sa.Column("error", sa.Text(), nullable=True))
