"""Everything written is searched: one document of words a case, written by a job; triggers only queue a case's number.

Its tables are not among `engine.store.tables`: only `store.reading.search` and `search_index` use them. Whoever makes
one of the watched tables anew (SQLite's batch mode) makes its triggers anew too. Whatever happens to a case or a task
raises its version, a new entry on it too; a new customer has no case, and one with cases is never deleted.
"""

from alembic import op

_QUEUE = "INSERT INTO search_queue (case_id)"
_ITEM = (
    "version, subject, description, extra, origin, team_id, agent_id, created_by, sender_id, sent_on_by, receiver_id,"
    " solver_team_id"
)
_COLUMNS = {  # whose change is to be found
    "cases": f"{_ITEM}, category, customer_id",
    "tasks": f"{_ITEM}, approver_id",
    "entries": "kind, text, subject, recipients, cc",
    "attachments": "name",
}
_WHEN = {
    "cases": ("INSERT", "UPDATE", "DELETE"),
    "tasks": ("INSERT", "UPDATE", "DELETE"),
    "entries": ("UPDATE", "DELETE"),
    "attachments": ("INSERT", "UPDATE", "DELETE"),
}
_OF_ENTRY = (
    f"{_QUEUE} SELECT CASE entry.item_kind WHEN 'case' THEN entry.item_id ELSE task.case_id END FROM {{entry}} entry"
    " LEFT JOIN tasks task ON entry.item_kind = 'task' AND task.id = entry.item_id"
    " WHERE {which} (entry.item_kind = 'case' OR task.id IS NOT NULL);"
)
_TOUCHED = {  # what a row of a table queues; on the way of a step without a copy of the row, nor a plan that reads
    "cases": f"{_QUEUE} VALUES ({{row}}.id);",
    "tasks": f"{_QUEUE} VALUES ({{row}}.case_id);",
    "entries": _OF_ENTRY.format(entry="(SELECT {row}.item_kind AS item_kind, {row}.item_id AS item_id)", which=""),
    "attachments": _OF_ENTRY.format(entry="entries", which="entry.id = {row}.entry_id AND"),
}

_PERSON = "(new.id, new.merged_into, old.merged_into)"  # who is merged into another tells who the other is
_SAME_PERSON = f"SELECT id FROM customers WHERE id IN {_PERSON} OR merged_into IN {_PERSON}"
_OF_CUSTOMER = f"{_QUEUE} SELECT id FROM cases WHERE customer_id"
_CUSTOMER = "AFTER UPDATE OF name, email, phone, department, agent_id, merged_into ON customers FOR EACH ROW"


def create(on_postgresql: bool) -> None:
    for statement in _TABLES_ON_POSTGRESQL if on_postgresql else _TABLES_ON_SQLITE:
        op.execute(statement)
    for name in ("liat", "en"):
        op.execute(f"CREATE INDEX ix_search_words_{name} ON search_words ({name})")
    for table in _WHEN:
        (_watch_on_postgresql if on_postgresql else _watch_on_sqlite)(table)
    if on_postgresql:  # an array is looked up in the index of cases; for IN the planner would rather read them all
        _function("customers", f"{_OF_CUSTOMER} = ANY (ARRAY({_SAME_PERSON}));")
        op.execute(f"CREATE TRIGGER customers_searched {_CUSTOMER} EXECUTE FUNCTION customers_searched()")
    else:
        queue = f"{_OF_CUSTOMER} IN ({_SAME_PERSON});"
        op.execute(f"CREATE TRIGGER customers_searched_changed {_CUSTOMER} BEGIN {queue} END")


# FTS5: no step merges its segments; detail=none, since nobody asks for places of words
_TABLES_ON_SQLITE = (
    "CREATE TABLE search_queue (id INTEGER PRIMARY KEY, case_id INTEGER NOT NULL)",
    "CREATE TABLE search_documents (case_id INTEGER PRIMARY KEY, words TEXT NOT NULL)",
    "CREATE TABLE search_words (word TEXT PRIMARY KEY, liat TEXT NOT NULL, en TEXT NOT NULL) WITHOUT ROWID",
    "CREATE VIRTUAL TABLE search_index USING fts5(words, content='search_documents', content_rowid='case_id',"
    " detail=none, columnsize=0, prefix='2 3 4',"
    " tokenize=\"unicode61 remove_diacritics 0 tokenchars '.@\\:&+,~!^'\")",
    "INSERT INTO search_index (search_index, rank) VALUES ('automerge', 0)",
    "INSERT INTO search_index (search_index, rank) VALUES ('crisismerge', 64)",
)
_TABLES_ON_POSTGRESQL = (
    "CREATE TABLE search_queue (id bigserial PRIMARY KEY, case_id integer NOT NULL)",
    "CREATE TABLE search_documents (case_id integer PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX ix_search_documents ON search_documents USING gin (words)",
    'CREATE TABLE search_words (word text COLLATE "C" PRIMARY KEY, liat text COLLATE "C" NOT NULL,'
    ' en text COLLATE "C" NOT NULL)',
)


def _watch_on_sqlite(table: str) -> None:
    for event in _WHEN[table]:
        name, row = {"INSERT": ("new", "new"), "UPDATE": ("changed", "new"), "DELETE": ("gone", "old")}[event]
        of = f" OF {_COLUMNS[table]}" if event == "UPDATE" else ""
        queue = _TOUCHED[table].format(row=row)
        op.execute(f"CREATE TRIGGER {table}_searched_{name} AFTER {event}{of} ON {table} BEGIN {queue} END")


def _watch_on_postgresql(table: str) -> None:
    old, new = (_TOUCHED[table].format(row=row) for row in ("old", "new"))
    _function(table, f"IF TG_OP = 'DELETE' THEN {old} ELSE {new} END IF;")
    events = " OR ".join(f"UPDATE OF {_COLUMNS[table]}" if event == "UPDATE" else event for event in _WHEN[table])
    op.execute(
        f"CREATE TRIGGER {table}_searched AFTER {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_searched()"
    )


def _function(table: str, queue: str) -> None:
    op.execute(
        f"CREATE FUNCTION {table}_searched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {queue} RETURN NULL; END $$"
    )
