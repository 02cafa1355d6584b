"""Two indexes of cases that no query asks are gone; what has not left the house is found without reading the outbox"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

NOT_SENT = sa.text("delivery <> 'sent'")


def upgrade() -> None:
    op.drop_index("ix_cases_team", "cases")
    op.drop_index("ix_cases_created", "cases")
    op.create_index("ix_outbox_stopped", "outbox", ["delivery", "id"], sqlite_where=NOT_SENT, postgresql_where=NOT_SENT)
