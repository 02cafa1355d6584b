"""Cases are queued to be searched where a customer of theirs is another person than before, and by an index

Who is merged into another tells who the other is too (A-37). A new customer has no case, one with cases is never
deleted: a change is all that is watched. The triggers of migration 0016 go.
"""

from alembic import op

revision = "0018"
down_revision = "0017"

CHANGED = "UPDATE OF name, email, phone, department, agent_id, merged_into ON customers FOR EACH ROW"
PERSON = "(new.id, new.merged_into, old.merged_into)"
ROWS = f"SELECT id FROM customers WHERE id IN {PERSON} OR merged_into IN {PERSON}"
QUEUE = "INSERT INTO search_queue (case_id) SELECT id FROM cases WHERE customer_id"


def upgrade() -> None:
    (_on_postgresql if op.get_bind().dialect.name == "postgresql" else _on_sqlite)()
    op.execute(f"{QUEUE} IN (SELECT merged_into FROM customers)")  # these are now also whoever was merged into them


def _on_sqlite() -> None:
    for what in ("new", "changed", "gone"):
        op.execute(f"DROP TRIGGER customers_searched_{what}")
    op.execute(f"CREATE TRIGGER customers_searched_changed AFTER {CHANGED} BEGIN {QUEUE} IN ({ROWS}); END")


def _on_postgresql() -> None:
    """An array is looked up in the index of cases; for IN the planner would rather read them all."""
    op.execute("DROP TRIGGER customers_searched ON customers")
    op.execute(
        "CREATE OR REPLACE FUNCTION customers_searched() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN {QUEUE} = ANY (ARRAY({ROWS})); RETURN NULL; END $$"
    )
    op.execute(f"CREATE TRIGGER customers_searched AFTER {CHANGED} EXECUTE FUNCTION customers_searched()")
