"""Customers have a department, can be merged and become inactive, and are found by any part of what is known of them

Their index of words (migration 0005) is gone. The triggers that queue cases to be searched know of the department and
of those who were merged (migration 0009 made them first).
"""

import sqlalchemy as sa
from alembic import op

from engine.model.customer_words import email_key, found_by

revision = "0016"
down_revision = "0013"

COLUMNS = (
    "email_key varchar(254)",
    "department varchar(120)",
    "active boolean NOT NULL DEFAULT true",
    "merged_into integer CONSTRAINT fk_customers_merged_into_customers REFERENCES customers (id)",
    "words text NOT NULL DEFAULT ''",
    "version integer NOT NULL DEFAULT 1",
)
TOUCHED = (
    "SELECT id FROM cases WHERE customer_id = {row}.id"
    " OR customer_id IN (SELECT id FROM customers WHERE merged_into = {row}.id)"
)
SEARCHED = "name, email, phone, department, agent_id, merged_into"


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    _drop_words(on_postgresql)
    for column in COLUMNS:
        collation = ' COLLATE "C"' if on_postgresql and "varchar" in column else ""
        op.execute(f"ALTER TABLE customers ADD COLUMN {column}{collation}")
    _fill()
    for column in ("email_key", "merged_into"):
        op.create_index(f"ix_customers_{column}", "customers", [column])
    (_watch_on_postgresql if on_postgresql else _watch_on_sqlite)()


def _drop_words(on_postgresql: bool) -> None:
    if on_postgresql:
        for name in ("customers_words_kept", "customers_searched"):
            op.execute(f"DROP TRIGGER {name} ON customers")
            op.execute(f"DROP FUNCTION {name}()")
    else:
        for name in ("words", "searched"):
            for what in ("new", "changed", "gone"):
                op.execute(f"DROP TRIGGER customers_{name}_{what}")
    op.execute("DROP TABLE customers_words")


def _fill() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, name, email, phone FROM customers")).all()
    kept = [
        {"id": row.id, "key": email_key(row.email), "words": found_by(row.name, row.email, row.phone, None)}
        for row in rows
    ]
    if kept:
        connection.execute(sa.text("UPDATE customers SET email_key = :key, words = :words WHERE id = :id"), kept)


def _queue(row: str) -> str:
    return f"INSERT INTO search_queue (case_id) {TOUCHED.format(row=row)};"


def _watch_on_sqlite() -> None:
    for name, event, row in (
        ("new", "INSERT", "new"),
        ("changed", f"UPDATE OF {SEARCHED}", "new"),
        ("gone", "DELETE", "old"),
    ):
        op.execute(f"CREATE TRIGGER customers_searched_{name} AFTER {event} ON customers BEGIN {_queue(row)} END")


def _watch_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION customers_searched() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE row customers; BEGIN"
        f" IF TG_OP = 'DELETE' THEN row := old; ELSE row := new; END IF; {_queue('row')} RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER customers_searched AFTER INSERT OR UPDATE OF {SEARCHED} OR DELETE ON customers"
        " FOR EACH ROW EXECUTE FUNCTION customers_searched()"
    )
