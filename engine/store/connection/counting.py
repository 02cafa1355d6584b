"""Who watches what goes to the database: how many statements and commits a piece of work takes (bar B2)."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect, event

from engine.store.connection.database import Database


@dataclass
class Count:
    """Cursor executions (an executemany is one; BEGIN and COMMIT are none), transactions begun, and commits."""

    statements: int = 0
    transactions: int = 0
    commits: int = 0


@contextmanager
def counting(database: Database) -> Iterator[Count]:
    """Counts what this thread sends over the database's engine meanwhile; others may be at work beside it."""
    count, counted = Count(), threading.get_ident()

    def executing(statement: str) -> None:
        if threading.get_ident() == counted and not statement.startswith(("BEGIN", "COMMIT", "ROLLBACK")):
            count.statements += 1

    def committed(_connection: Any) -> None:
        count.commits += threading.get_ident() == counted

    def begun(_connection: Any) -> None:
        count.transactions += threading.get_ident() == counted

    event.listen(database.engine, "begin", begun)
    event.listen(database.engine, "commit", committed)
    try:
        with watched(database.engine.dialect, before=executing):
            yield count
    finally:
        event.remove(database.engine, "commit", committed)
        event.remove(database.engine, "begin", begun)


@contextmanager
def watched(
    dialect: Dialect, *, before: Callable[[str], None] | None = None, after: Callable[[str], None] | None = None
) -> Iterator[None]:
    """Tells of every execution of a cursor, whoever asked for it, before and after it."""
    names = ("do_execute", "do_executemany", "do_execute_no_params")
    before_us = {name: vars(dialect).get(name) for name in names}  # somebody else may be watching

    def telling(execute: Callable[..., None]) -> Callable[..., None]:
        def told(cursor: Any, statement: str, *rest: Any, **more: Any) -> None:
            if before:
                before(statement)
            execute(cursor, statement, *rest, **more)
            if after:
                after(statement)

        return told

    for name in names:
        setattr(dialect, name, telling(getattr(dialect, name)))
    try:
        yield
    finally:
        for name, execute in before_us.items():
            delattr(dialect, name)
            if execute:
                setattr(dialect, name, execute)
