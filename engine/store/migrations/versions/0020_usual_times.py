"""How long closed cases took to be solved is found by an index, which a case enters once it is closed"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

CLOSED = sa.text("status = 'closed'")
COLUMNS = ["solver_team_id", "category", "solved_at"]


def upgrade() -> None:
    op.create_index("ix_cases_solving_time", "cases", COLUMNS, sqlite_where=CLOSED, postgresql_where=CLOSED)
