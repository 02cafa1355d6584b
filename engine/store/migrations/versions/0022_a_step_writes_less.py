"""A step writes less: it queues its case for the search once, and keeps only those answers that its diagram reads

Whatever happens to a case or a task raises its version, a new entry on it too: entries queue only what is corrected or
removed. `engine.store.answers` writes the answers. The indexes of open and of closed cases ask when one was closed and
no longer its status, which most steps change; what nobody has sent on stands in no index of who did.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

_ITEM = (
    "version, subject, description, extra, origin, team_id, agent_id, created_by, sender_id, sent_on_by, receiver_id,"
    " solver_team_id"
)
_COLUMNS = {"cases": f"{_ITEM}, category, customer_id", "tasks": f"{_ITEM}, approver_id"}
_ENTRY = "kind, text, subject, recipients, cc"
_OPEN, _CLOSED = "closed_at IS NULL", "closed_at IS NOT NULL"
_INDEXES = (
    ("cases", "mine", ["agent_id", "due", "id"], _OPEN),
    ("cases", "team", ["team_id", "due", "id"], _OPEN),
    ("cases", "created", ["created_by", "due", "id"], _OPEN),
    ("cases", "sent_on", ["sent_on_by", "due", "id"], f"{_OPEN} AND sent_on_by IS NOT NULL"),
    ("cases", "solving_time", ["solver_team_id", "category", "solved_at"], _CLOSED),
    ("tasks", "sent_on", ["sent_on_by", "due", "id"], "status <> 'solved' AND sent_on_by IS NOT NULL"),
)


def upgrade() -> None:
    for table, name, columns, condition in _INDEXES:
        which = sa.text(condition)
        op.drop_index(f"ix_{table}_{name}", table)
        op.create_index(f"ix_{table}_{name}", table, columns, sqlite_where=which, postgresql_where=which)
    if op.get_context().dialect.name == "sqlite":
        _on_sqlite()
    else:
        _on_postgresql()


def _on_sqlite() -> None:
    """The queue keeps no count of its numbers, which may come again. Renamed it would be renamed in triggers too."""
    op.execute("CREATE TABLE queued AS SELECT id, case_id FROM search_queue")
    op.execute("DROP TABLE search_queue")
    op.execute("CREATE TABLE search_queue (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL)")
    op.execute("INSERT INTO search_queue SELECT id, case_id FROM queued")
    op.execute("DROP TABLE queued")
    for table, case_id in (("cases", "id"), ("tasks", "case_id")):
        op.execute(f"DROP TRIGGER {table}_searched_changed")
        op.execute(
            f"CREATE TRIGGER {table}_searched_changed AFTER UPDATE OF {_COLUMNS[table]} ON {table}"
            f" BEGIN INSERT INTO search_queue (case_id) VALUES (new.{case_id}); END"
        )
    op.execute("DROP TRIGGER entries_searched_new")
    op.execute("DROP TRIGGER events_answered")


def _on_postgresql() -> None:
    for table, event in (
        *((t, f"INSERT OR UPDATE OF {c}") for t, c in _COLUMNS.items()),
        ("entries", f"UPDATE OF {_ENTRY}"),
    ):
        op.execute(f"DROP TRIGGER {table}_searched ON {table}")
        op.execute(
            f"CREATE TRIGGER {table}_searched AFTER {event} OR DELETE ON {table}"
            f" FOR EACH ROW EXECUTE FUNCTION {table}_searched()"
        )
    op.execute("DROP TRIGGER events_answered ON events")
    op.execute("DROP FUNCTION events_answered()")
