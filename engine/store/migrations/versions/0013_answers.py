"""What the steps of an instance were answered stands in a table of its own, which a trigger folds from the events.

`engine.store.answers` reads it. Whoever makes the table of events anew (SQLite's batch mode) makes its trigger
anew too.
"""

import sqlalchemy as sa
from alembic import op

from engine.store.short_text import String

revision = "0013"
down_revision = "0012"

# A yes or no is told by its type: SQLite's JSON has numbers for them.
_JSON = "CASE told.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false' ELSE json_quote(told.value) END"
_UPSERT = "ON CONFLICT (instance_id, field) DO UPDATE SET value = excluded.value"


def upgrade() -> None:
    op.create_table(
        "answers",
        sa.Column("instance_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("field", String(100), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("instance_id", "field", name="pk_answers"),
    )
    if op.get_context().dialect.name == "sqlite":
        _on_sqlite()
    else:
        _on_postgresql()


def _on_sqlite() -> None:
    def fold(event: str, order: str = "") -> str:
        return (
            f"INSERT INTO answers SELECT json_extract({event}.details, '$.instance'), told.key, {_JSON}"
            f" FROM {'events, ' if order else ''}json_each({event}.details, '$.values') AS told"
            f" WHERE {event}.type = 'completed' {order} {_UPSERT}"
        )

    op.execute(fold("events", "ORDER BY events.item_kind, events.item_id, events.sequence"))
    op.execute(
        f"CREATE TRIGGER events_answered AFTER INSERT ON events WHEN NEW.type = 'completed' BEGIN {fold('NEW')}; END"
    )


def _on_postgresql() -> None:
    op.execute(
        "INSERT INTO answers SELECT DISTINCT ON (instance, told.key) instance, told.key, told.value::text FROM ("
        "SELECT (details::json->>'instance')::int AS instance, details::json->'values' AS given, sequence FROM events"
        " WHERE type = 'completed') AS completed, json_each(given) AS told"
        " ORDER BY instance, told.key, completed.sequence DESC"
    )
    op.execute(
        "CREATE FUNCTION events_answered() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " INSERT INTO answers SELECT (NEW.details::json->>'instance')::int, told.key, told.value::text"
        f" FROM json_each(NEW.details::json->'values') AS told {_UPSERT};"
        " RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER events_answered AFTER INSERT ON events FOR EACH ROW WHEN (NEW.type = 'completed')"
        " EXECUTE FUNCTION events_answered()"
    )
