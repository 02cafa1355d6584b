"""Everything written is searched: one document of words a case, written by a job; triggers only queue a case's number

The tables are not among `engine.store.tables`: only `engine.store.search` and `search_index` read them. Whoever makes
one of the tables in `WATCHED` anew (SQLite's batch mode) makes its triggers anew too. The words of cases and tasks of
migration 0005 are gone.
"""

from alembic import op

revision = "0009"
down_revision = "0007"

_ITEM = [
    "subject",
    "description",
    "extra",
    "origin",
    "team_id",
    "agent_id",
    "created_by",
    "sender_id",
    "sent_on_by",
    "receiver_id",
    "solver_team_id",
]
_OF_ENTRY = (
    "SELECT CASE {0}.item_kind WHEN 'case' THEN {0}.item_id"
    " ELSE (SELECT case_id FROM tasks WHERE id = {0}.item_id) END AS case_id"
)
# table → (the cases that a row of it touches, columns whose change is to be found)
WATCHED = {
    "cases": ("SELECT {row}.id AS case_id", [*_ITEM, "category", "customer_id"]),
    "tasks": ("SELECT {row}.case_id AS case_id", [*_ITEM, "approver_id"]),
    "entries": (_OF_ENTRY.format("{row}"), ["kind", "text", "subject", "recipients", "cc"]),
    "attachments": (_OF_ENTRY.format("entry") + " FROM entries entry WHERE entry.id = {row}.entry_id", ["name"]),
    "customers": (
        "SELECT id AS case_id FROM cases WHERE customer_id = {row}.id",
        ["name", "email", "phone", "agent_id"],
    ),
}
_QUEUE = "INSERT INTO search_queue (case_id) SELECT case_id FROM ({touched}) touched WHERE case_id IS NOT NULL;"


def upgrade() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in ("cases", "tasks"):
        _drop_words(table, on_postgresql)
    (_tables_on_postgresql if on_postgresql else _tables_on_sqlite)()
    for table, (touched, columns) in WATCHED.items():
        (_watch_on_postgresql if on_postgresql else _watch_on_sqlite)(table, touched, ", ".join(columns))
    op.execute("INSERT INTO search_queue (case_id) SELECT id FROM cases ORDER BY id DESC")


def _drop_words(table: str, on_postgresql: bool) -> None:
    if on_postgresql:
        op.execute(f"DROP TRIGGER {table}_words_kept ON {table}")
        op.execute(f"DROP FUNCTION {table}_words_kept()")
    else:
        for what in ("new", "changed", "gone"):
            op.execute(f"DROP TRIGGER {table}_words_{what}")
    op.execute(f"DROP TABLE {table}_words")


def _tables_on_sqlite() -> None:
    """FTS5 as it is to be: no step merges its segments; detail=none, since nobody asks for places of words."""
    op.execute("CREATE TABLE search_queue (id INTEGER PRIMARY KEY AUTOINCREMENT, case_id INTEGER NOT NULL)")
    op.execute("CREATE TABLE search_documents (case_id INTEGER PRIMARY KEY, words TEXT NOT NULL)")
    op.execute("CREATE TABLE search_words (word TEXT PRIMARY KEY, liat TEXT NOT NULL, en TEXT NOT NULL) WITHOUT ROWID")
    op.execute(
        "CREATE VIRTUAL TABLE search_index USING fts5(words, content='search_documents', content_rowid='case_id',"
        " detail=none, columnsize=0, prefix='2 3 4',"
        " tokenize=\"unicode61 remove_diacritics 0 tokenchars '.@\\:&+,~!^'\")"
    )
    op.execute("INSERT INTO search_index (search_index, rank) VALUES ('automerge', 0)")
    op.execute("INSERT INTO search_index (search_index, rank) VALUES ('crisismerge', 64)")
    _index_words()


def _tables_on_postgresql() -> None:
    op.execute("CREATE TABLE search_queue (id bigserial PRIMARY KEY, case_id integer NOT NULL)")
    op.execute("CREATE TABLE search_documents (case_id integer PRIMARY KEY, words tsvector NOT NULL)")
    op.execute("CREATE INDEX ix_search_documents ON search_documents USING gin (words)")
    op.execute(
        'CREATE TABLE search_words (word text COLLATE "C" PRIMARY KEY, liat text COLLATE "C" NOT NULL,'
        ' en text COLLATE "C" NOT NULL)'
    )
    _index_words()


def _index_words() -> None:
    for name in ("liat", "en"):
        op.execute(f"CREATE INDEX ix_search_words_{name} ON search_words ({name})")


def _watch_on_sqlite(table: str, touched: str, columns: str) -> None:
    for name, event, row in (
        ("new", "INSERT", "new"),
        ("changed", f"UPDATE OF {columns}", "new"),
        ("gone", "DELETE", "old"),
    ):
        queue = _QUEUE.format(touched=touched.format(row=row))
        op.execute(f"CREATE TRIGGER {table}_searched_{name} AFTER {event} ON {table} BEGIN {queue} END")


def _watch_on_postgresql(table: str, touched: str, columns: str) -> None:
    queue = _QUEUE.format(touched=touched.format(row="row"))
    op.execute(
        f"CREATE FUNCTION {table}_searched() RETURNS trigger LANGUAGE plpgsql AS $$ DECLARE row {table}; BEGIN"
        f" IF TG_OP = 'DELETE' THEN row := old; ELSE row := new; END IF; {queue} RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_searched AFTER INSERT OR UPDATE OF {columns} OR DELETE ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {table}_searched()"
    )
