"""Who sent work on keeps it on a list; every list of work has its index; lists are saved under a name"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0006"

OPEN = {"cases": sa.text("status <> 'closed'"), "tasks": sa.text("status <> 'solved'")}
COLUMNS = {"team": "team_id", "created": "created_by", "sent_on": "sent_on_by"}
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    for table, is_open in OPEN.items():
        op.add_column(table, sa.Column("sent_on_by", sa.Integer(), nullable=True))
        for name, column in COLUMNS.items():
            columns = [column, "due", "id"]
            op.create_index(f"ix_{table}_{name}", table, columns, sqlite_where=is_open, postgresql_where=is_open)
    op.drop_index("ix_user_tasks_queue", "user_tasks")
    columns = ["queue", "item_kind", "due", "item_id"]
    op.create_index("ix_user_tasks_queue", "user_tasks", columns, sqlite_where=WAITING, postgresql_where=WAITING)
    op.create_table(
        "saved_lists",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("list", sa.String(20), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("agent_id", sa.Integer(), nullable=False),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["agent_id"], ["people.id"], name="fk_saved_lists_agent_id_people"),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name="fk_saved_lists_team_id_teams"),
        sa.PrimaryKeyConstraint("id", name="pk_saved_lists"),
        sqlite_autoincrement=True,
    )
    for column in ("agent_id", "team_id"):
        op.create_index(f"ix_saved_lists_{column}", "saved_lists", [column])
