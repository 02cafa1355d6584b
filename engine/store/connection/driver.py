"""What goes straight to the driver: one execution on a cursor of its own, and what its errors are to whoever asked."""

from typing import Any

import orjson
from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError

from engine.errors import Invalid, NotFound

CURSORS = "cursors"
MOST_CURSORS = 64  # each holds what it found last


def run(connection: Connection, text: str, values: Any) -> Any:
    """The driver's cursor, after one execution; `values` of several rows are a list. Whoever asks again has it next."""
    dialect, cursor = connection.dialect, _cursor(connection, text)
    execute = dialect.do_executemany if isinstance(values, list) else dialect.do_execute
    try:
        execute(cursor, text, values)
    except Exception as error:
        if dialect.name == "sqlite":
            cursor.close()  # a statement that gives rows is under way until then, and lets nobody commit
        raise as_told(error, text, dialect) from error
    return cursor


def _cursor(connection: Connection, text: str) -> Any:
    """psycopg finds out anew for each cursor how every type is written and read; one that stays knows it already."""
    if connection.dialect.name == "sqlite":
        return connection.connection.cursor()
    kept = connection.info.setdefault(CURSORS, {})  # as long as the driver's connection lives
    if text not in kept:
        if len(kept) == MOST_CURSORS:
            kept.clear()
        kept[text] = connection.connection.cursor()
    return kept[text]


def as_told(error: Exception, statement: str, dialect: Dialect) -> Exception:
    """What a statement's error is to whoever asked for it, the driver's own as SQLAlchemy's.

    A number too large, a character that is none: what was asked for is not there, what was written is not kept.
    """
    dbapi = dialect.loaded_dbapi
    if isinstance(error, OverflowError | UnicodeEncodeError | orjson.JSONEncodeError | dbapi.DataError):
        if statement.startswith("SELECT"):
            return NotFound("Det findes ikke.")
        return Invalid({"": "Der står et tegn eller et tal, som ikke kan gemmes. Ret det, og prøv igen."})
    if isinstance(error, dbapi.Error):
        return DBAPIError.instance(statement, None, error, dbapi.Error, dialect=dialect)
    return error
