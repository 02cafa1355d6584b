"""The migrations lead to exactly the tables that the queries are written for."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, select, text

from engine.store import migrate
from engine.store.tables import marks, metadata


def test_a_migrated_database_has_every_table_column_and_index(database_url: str) -> None:
    engine = create_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


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
