"""The history is only added to: the database itself refuses what the product never does (D33).

Nothing of an event changes but `private`, of which parts may go. Whoever owns the database can take these triggers
away; `verify` finds what was done then.
"""

from alembic import op

_REFUSAL = "the history is only added to"
_PLACE = ("position", "subject_kind", "subject_id", "sequence")
_KEPT = (*_PLACE, "format", "type", "at", "actor_id", "data", "hash", "source")
# each part that stands there afterwards stood there before, to the letter
_SHRINKS_ON_SQLITE = (
    "new.private IS NULL OR NOT EXISTS (SELECT key, value FROM json_each(new.private)"
    " EXCEPT SELECT key, value FROM json_each(old.private))"
)
_SHRINKS_ON_POSTGRESQL = (
    "new.private IS NULL OR NOT EXISTS (SELECT key, value FROM jsonb_each(new.private::jsonb)"
    " EXCEPT SELECT key, value FROM jsonb_each(coalesce(old.private, '{}')::jsonb))"
)


def create(on_postgresql: bool) -> None:
    (_on_postgresql if on_postgresql else _on_sqlite)()


def _on_sqlite() -> None:
    same = " AND ".join(f"new.{name} IS old.{name}" for name in _KEPT)
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSAL}'); END"
    op.execute(f"CREATE TRIGGER events_kept_whole BEFORE DELETE ON events {refuse}")
    op.execute(
        f"CREATE TRIGGER events_kept BEFORE UPDATE ON events WHEN NOT ({same} AND ({_SHRINKS_ON_SQLITE})) {refuse}"
    )


def _on_postgresql() -> None:
    new, old = (", ".join(f"{row}.{name}" for name in _KEPT) for row in ("new", "old"))
    op.execute(
        "CREATE FUNCTION events_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" IF TG_OP = 'UPDATE' AND ({new}) IS NOT DISTINCT FROM ({old}) AND ({_SHRINKS_ON_POSTGRESQL})"
        f" THEN RETURN new; END IF; RAISE EXCEPTION '{_REFUSAL}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER events_kept BEFORE UPDATE OR DELETE ON events FOR EACH ROW EXECUTE FUNCTION events_kept()"
    )
    op.execute("CREATE TRIGGER events_kept_whole BEFORE TRUNCATE ON events EXECUTE FUNCTION events_kept()")
