"""What is gathered goes together, and says so where the database says no."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from engine.errors import Invalid, NotFound
from engine.store import Database, Writes
from engine.store.connection import driver
from engine.store.connection.counting import counting
from engine.store.connection.prepared import first
from engine.store.tables import marks, routes, timers
from engine.store.work.numbers import draw

AT = datetime(2026, 3, 2, 8, 10, 0, 250_000, tzinfo=UTC)
TIMERS, ROUTES = insert(timers), insert(routes)
TEAM = {"department": "support", "is_main": True, "is_default": False}
MOVE = update(timers).where(timers.c.item_id == bindparam("id"))
DROP = delete(timers).where(timers.c.item_id == bindparam("id"))
ONE = select(timers).where(timers.c.item_id == bindparam("id"))
NEVER_FAILED = {"attempts": 0, "retry_at": None, "error": None}


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def timer(number: int) -> dict[str, Any]:
    return {"item_kind": "case", "item_id": number, "case_id": number, "due_at": AT}


def numbers(database: Database) -> list[int]:
    with database.read() as connection:
        return list(connection.execute(select(timers.c.item_id).order_by(timers.c.item_id)).scalars())


def test_all_of_it_is_sent_together_and_in_order(database: Database) -> None:
    assert numbers(database) == []  # the first connection asks the database what it is
    with counting(database) as count, database.write() as connection:
        writes = Writes(connection)
        writes.insert(TIMERS, [timer(1), timer(2)])
        writes.insert(insert(marks), [{"name": "here", "value": "æ 'quoted' %s %(name)s"}])
        assert count.statements == 0
        writes.send()
        writes.change(MOVE, {"id": 1, "case_id": 7}, missed=AssertionError)
        writes.change(DROP, {"id": 2}, missed=AssertionError)
        writes.send()
        writes.send()
    assert (count.statements, count.commits) == ((4, 1) if database.is_sqlite else (2, 1))
    with database.read() as connection:
        assert first(connection, ONE, {"id": 1}) == timer(1) | {"case_id": 7} | NEVER_FAILED
        assert first(connection, ONE, {"id": 2}) is None
        assert connection.execute(select(marks.c.value)).scalar_one() == "æ 'quoted' %s %(name)s"


def test_who_finds_no_row_is_told(database: Database) -> None:
    with pytest.raises(LookupError, match="gone"), database.write() as connection:
        writes = Writes(connection)
        writes.insert(TIMERS, [timer(1)])
        writes.change(DROP, {"id": 9})  # nobody asked
        writes.change(MOVE, {"id": 9, "case_id": 7}, missed=lambda: LookupError("gone"))
        writes.send()
    assert numbers(database) == []


def test_who_comes_second_is_told_in_their_own_words(database: Database) -> None:
    def add(number: int, **told: Any) -> None:
        with database.write() as connection:
            writes = Writes(connection)
            writes.insert(TIMERS, [timer(number)], **told)
            writes.send()

    add(1)
    with pytest.raises(LookupError):
        add(1, taken=lambda error: LookupError() if "timers" in str(error.orig) else None)
    with pytest.raises(IntegrityError):
        add(1, taken=lambda error: None)
    with pytest.raises(IntegrityError):
        add(1)
    add(2)
    assert numbers(database) == [1, 2]


def test_one_insert_comes_after_another(database: Database) -> None:
    """Where a column has its number from the database, the order can be seen."""
    with database.write() as connection:
        writes = Writes(connection)
        for key in ("first", "second", "third"):
            writes.insert(
                ROUTES, [{"kind": key, "origin": "support", "receiver": str(n), "definition_key": key} for n in (1, 2)]
            )
        writes.send()
    with database.read() as connection:
        place = "rowid" if database.is_sqlite else "ctid"
        kept = connection.exec_driver_sql(f"SELECT kind, receiver FROM routes ORDER BY {place}").all()
    assert [tuple(row) for row in kept] == [(key, n) for key in ("first", "second", "third") for n in ("1", "2")]


def test_a_statement_keeps_its_cursor_on_postgresql_and_only_so_many_stay(database: Database) -> None:
    """SQLite's cursor costs nothing; one that is kept unread would hold on to what it reads."""
    with database.write() as connection:
        once = driver.run(connection, "SELECT 1", ())
        assert (driver.run(connection, "SELECT 1", ()) is once) == (not database.is_sqlite)
        for number in range(2 * driver.MOST_CURSORS):
            assert driver.run(connection, f"SELECT {number}", ()).fetchone() == (number,)
        assert len(connection.info.get(driver.CURSORS, ())) <= driver.MOST_CURSORS


def test_what_is_to_hold_when_all_is_written(database: Database) -> None:
    """On SQLite nobody else can have changed it."""

    def write(number: int) -> None:
        with database.write() as connection:
            writes = Writes(connection)
            writes.insert(TIMERS, [timer(number)])
            writes.require(ONE, {"id": 1}, missed=lambda: LookupError("gone"))
            writes.send()

    if database.is_sqlite:
        write(2)
    else:
        with pytest.raises(LookupError):
            write(2)
        assert numbers(database) == []
    with database.write() as connection:
        connection.execute(TIMERS, [timer(1)])
    write(3)
    assert 3 in numbers(database)


def test_the_numbers_of_rows_that_are_to_come(database: Database) -> None:
    """Several may be drawn before any is written; on SQLite, where nobody else writes meanwhile, none is left out."""
    with database.write() as connection:
        first = draw(connection, "entries", "cases")
        second = draw(connection, "entries", place=1)
    assert list(first) == [1, 1] and list(second) == [2]
    with database.write() as connection:
        again = draw(connection, "entries")
    assert list(again) == ([1] if database.engine.dialect.name == "sqlite" else [3])


def test_whoever_watches_may_be_watched(database: Database) -> None:
    assert numbers(database) == []
    with counting(database) as outer:
        with counting(database) as inner:
            numbers(database)
        numbers(database)
    numbers(database)
    assert (outer.statements, inner.statements) == (2, 1)


@pytest.mark.parametrize("value", ["\ud800", 2**70, datetime(2026, 3, 2)])  # noqa: DTZ001 - a time of nowhere
def test_what_no_row_holds_is_not_kept(database: Database, value: Any) -> None:
    columns = {str: "item_kind", int: "case_id", datetime: "due_at"}
    with pytest.raises((Invalid, ValueError)), database.write() as connection:
        writes = Writes(connection)
        writes.insert(TIMERS, [timer(1) | {columns[type(value)]: value}])
        writes.send()
    assert numbers(database) == []


@pytest.mark.parametrize("value", ["\ud800", 2**70])
def test_what_no_column_holds_is_refused_in_words(database: Database, value: Any) -> None:
    with pytest.raises(Invalid), database.write() as connection:
        writes = Writes(connection)
        writes.change(MOVE, {"id": 1, "item_kind" if isinstance(value, str) else "case_id": value})
        writes.send()
    with pytest.raises(NotFound), database.read() as connection:
        first(connection, select(marks).where(marks.c.name == bindparam("name")), {"name": "\ud800"})
