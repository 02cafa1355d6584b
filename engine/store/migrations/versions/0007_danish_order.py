"""Names have a key that orders them in Danish; PostgreSQL compares short texts by code point, whatever its language"""

import sqlalchemy as sa
from alembic import op

from engine.model.danish_order import MAX_SORT_KEY, sort_key

revision = "0007"
down_revision = "0008"

NAMED = ("teams", "people", "customers")
SHORT_TEXTS = (
    "SELECT table_name, column_name, character_maximum_length FROM information_schema.columns"
    " WHERE table_schema = current_schema() AND data_type = 'character varying' AND collation_name IS NULL"
    " ORDER BY table_name, ordinal_position"
)
TRIGGERS = (
    "SELECT tgname, tgrelid::regclass AS on_table, pg_get_triggerdef(oid) AS made FROM pg_trigger"
    " WHERE NOT tgisinternal"
)


def upgrade() -> None:
    for table in NAMED:
        column = sa.Column("sort_key", sa.String(length=MAX_SORT_KEY), nullable=False, server_default="")
        op.add_column(table, column)
        _fill(table)
    op.drop_index("ix_customers_name", "customers")
    if op.get_bind().dialect.name == "postgresql":
        _compare_by_code_point()
    op.create_index("ix_customers_sort_key", "customers", ["sort_key", "id"])


def _fill(table: str) -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.text(f"SELECT id, name FROM {table}")).all()
    keys = [{"id": row.id, "key": sort_key(row.name)} for row in rows]
    if keys:
        connection.execute(sa.text(f"UPDATE {table} SET sort_key = :key WHERE id = :id"), keys)


def _compare_by_code_point() -> None:
    """One statement a table: its rows stay, its indexes are made anew. A trigger holds its columns, so it waits."""
    triggers = op.get_bind().execute(sa.text(TRIGGERS)).all()
    for trigger in triggers:
        op.execute(f"DROP TRIGGER {trigger.tgname} ON {trigger.on_table}")
    changes: dict[str, list[str]] = {}
    for table, column, length in op.get_bind().execute(sa.text(SHORT_TEXTS)):
        change = f'ALTER COLUMN "{column}" TYPE varchar({length}) COLLATE "C"'
        changes.setdefault(table, []).append(change)
    for table, columns in changes.items():
        op.execute(f'ALTER TABLE "{table}" {", ".join(columns)}')
    for trigger in triggers:
        op.execute(trigger.made)
