"""The words of cases, tasks and customers in an index of their own, which triggers keep: a step's writing costs no more

On SQLite an FTS5 table beside each, on PostgreSQL a table of tsvectors. They are not among `engine.store.tables`: only
`engine.store.search` reads them. Whoever makes one of the three tables anew (SQLite's batch mode) makes its triggers
anew too.
"""

from alembic import op

revision = "0005"
down_revision = "0004"

WORDS = {"cases": ("subject", "description"), "tasks": ("subject", "description"), "customers": ("name", "email")}


def upgrade() -> None:
    keep = _on_postgresql if op.get_bind().dialect.name == "postgresql" else _on_sqlite
    for table, columns in WORDS.items():
        keep(table, columns)


def _on_sqlite(table: str, columns: tuple[str, ...]) -> None:
    names, words = ", ".join(columns), f"{table}_words"
    new, old = (", ".join(f"{row}.{name}" for name in columns) for row in ("new", "old"))
    add = f"INSERT INTO {words} (rowid, {names}) VALUES (new.id, {new});"
    remove = f"INSERT INTO {words} ({words}, rowid, {names}) VALUES ('delete', old.id, {old});"
    op.execute(
        f"CREATE VIRTUAL TABLE {words} USING fts5({names}, content='{table}', content_rowid='id', "
        "tokenize=\"unicode61 remove_diacritics 0\", prefix='2 3')"
    )
    op.execute(f"INSERT INTO {words} ({words}) VALUES ('rebuild')")
    op.execute(f"CREATE TRIGGER {words}_new AFTER INSERT ON {table} BEGIN {add} END")
    op.execute(f"CREATE TRIGGER {words}_changed AFTER UPDATE OF {names} ON {table} BEGIN {remove} {add} END")
    op.execute(f"CREATE TRIGGER {words}_gone AFTER DELETE ON {table} BEGIN {remove} END")


def _on_postgresql(table: str, columns: tuple[str, ...]) -> None:
    """Without what joins words, or the parser would take "ole@firma.dk" and "skærm/kabel" for one each."""
    names, words = ", ".join(columns), f"{table}_words"

    def vector(row: str) -> str:
        text = " || ' ' || ".join(f"coalesce({row}.{name}, '')" for name in columns)
        return f"to_tsvector('simple', translate(left({text}, 100000), '/.@:-_', '      '))"

    op.execute(
        f"CREATE TABLE {words} (id integer CONSTRAINT pk_{words} PRIMARY KEY"
        f" CONSTRAINT fk_{words}_id REFERENCES {table} ON DELETE CASCADE ON UPDATE CASCADE, words tsvector NOT NULL)"
    )
    op.execute(f"INSERT INTO {words} SELECT id, {vector(table)} FROM {table}")
    op.execute(f"CREATE INDEX ix_{words} ON {words} USING gin (words)")
    op.execute(
        f"CREATE FUNCTION {words}_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        f" INSERT INTO {words} VALUES (new.id, {vector('new')})"
        " ON CONFLICT (id) DO UPDATE SET words = excluded.words; RETURN NULL; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {words}_kept AFTER INSERT OR UPDATE OF {names} ON {table}"
        f" FOR EACH ROW EXECUTE FUNCTION {words}_kept()"
    )
