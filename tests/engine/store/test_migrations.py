"""The migrations lead to exactly the tables that the queries are written for."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, select, text
from sqlalchemy.exc import DBAPIError

from engine.errors import WrongSetting
from engine.store import migrate, require_newest
from engine.store.tables import cases, events, marks, metadata


def test_a_migrated_database_has_every_table_column_and_index(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        options = {"compare_type": True, "include_name": lambda name, *_: not _is_index_of_words(name or "")}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def _is_index_of_words(table: str) -> bool:
    """Such tables are no part of `metadata`: what they hold is made of the others."""
    return table.startswith("search_") or "_words" in table


WATCHED = {"cases", "tasks", "entries", "attachments", "customers"}


def test_a_migrated_database_has_every_table_s_triggers_that_queue_what_is_to_be_searched(database_url: str) -> None:
    """A migration that makes one of these tables anew loses its triggers."""
    engine = create_engine(database_url)
    with engine.connect() as connection:
        ask = "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE '%_searched_%'"
        if connection.dialect.name == "postgresql":
            ask = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname LIKE '%_searched'"
        assert sorted(connection.execute(text(ask)).scalars()) == sorted(WATCHED)
    engine.dispose()


def test_no_index_of_cases_asks_what_most_steps_change() -> None:
    """Else each step would write every one of them, and PostgreSQL a row of every other index too."""
    asked = [str(index.dialect_options["sqlite"]["where"]) for index in cases.indexes]
    assert {where for where in asked if "status" in where or "version" in where} == set()
    assert sum("closed_at" in where for where in asked) == 5


def test_numbers_of_items_are_never_used_twice(sqlite_url: str) -> None:
    engine = create_engine(sqlite_url)
    with engine.connect() as connection:
        for table in ("cases", "tasks", "entries", "outbox", "instances"):
            found = connection.execute(text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": table})
            sql = found.scalar_one()
            assert "AUTOINCREMENT" in sql, table
    engine.dispose()


def test_migrating_again_changes_nothing(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(marks.insert(), {"name": "here", "value": "still"})
    migrate(database_url)
    with engine.connect() as connection:
        assert connection.execute(select(marks.c.value)).scalar_one() == "still"
        assert "alembic_version" in inspect(connection).get_table_names()
    engine.dispose()


@pytest.fixture
def before_the_record(database_url: str) -> str:
    """A desk from before the history had its format."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0022'"))
    engine.dispose()
    return database_url


@pytest.mark.parametrize("come", [migrate, require_newest], ids=lambda function: function.__name__)
def test_a_desk_from_before_the_record_is_refused_and_left_alone(
    before_the_record: str, come: Callable[[str], None]
) -> None:
    with pytest.raises(WrongSetting, match="tidligere udgave af Sagsgang .* \\(skema 0022\\).* tom database"):
        come(before_the_record)
    engine = create_engine(before_the_record)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "0022"
    engine.dispose()


def test_tables_that_no_schema_is_said_of_are_refused_too(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    engine.dispose()
    with pytest.raises(WrongSetting, match="tidligere udgave"):
        migrate(database_url)


# --- the history is only added to ---

EVENT = {
    "subject_kind": "case",
    "subject_id": 7,
    "sequence": 1,
    "format": 1,
    "type": "edited",
    "at": datetime(2026, 3, 2, tzinfo=UTC),
    "data": "{}",
    "private": '{"/a":["x",1],"/b":["y",2]}',
    "hash": "1",
}


def refuses(connection: Connection, statement: str) -> bool:
    place = connection.begin_nested()
    try:
        connection.execute(text(statement))
    except DBAPIError as error:
        assert "only added to" in str(error)
        place.rollback()
        return True
    place.commit()
    return False


def test_the_database_refuses_what_is_never_done_to_the_history(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(events.insert(), EVENT)
        assert refuses(connection, "DELETE FROM events")
        if engine.dialect.name == "postgresql":
            assert refuses(connection, "TRUNCATE events")
        for column in events.c:
            value = {"at": "2026-01-01 00:00:00+00", "private": '{"/c":["9"]}'}.get(column.name, "9")
            assert refuses(connection, f"UPDATE events SET {column.name} = '{value}'"), column.name
        assert refuses(connection, """UPDATE events SET private = '{"/a":["x",1],"/c":["y",2]}'""")
        assert refuses(connection, """UPDATE events SET private = '{"/a":["x"]}'""")
        assert not refuses(connection, """UPDATE events SET private = '{"/b":["y",2]}'""")
        assert refuses(connection, f"""UPDATE events SET private = '{EVENT["private"]}'""")
        assert not refuses(connection, "UPDATE events SET private = NULL")
        assert refuses(connection, """UPDATE events SET private = '{"/b":["y",2]}'""")
        assert connection.execute(select(events.c.private)).scalar_one() is None
    engine.dispose()
