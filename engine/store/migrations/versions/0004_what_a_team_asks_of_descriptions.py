"""What a team asks of descriptions (A-34): nothing stands there until its lead changes what the product asks"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.add_column("teams", sa.Column("least_length", sa.Integer(), nullable=True))
    op.add_column("teams", sa.Column("bare_references", sa.JSON(none_as_null=True), nullable=True))
