"""The migrations lead to exactly the tables that the queries are written for."""

from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect, select, text

from engine.model.people import Demands
from engine.store import migrate, migrations, people
from engine.store.tables import cases, marks, metadata, teams


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


WATCHED = {"cases", "tasks", "entries", "attachments", "customers"}  # migration 0009


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


def test_the_teams_of_an_older_database_ask_what_the_product_asks(database_url: str, tmp_path: Path) -> None:
    older = database_url if database_url.startswith("postgresql") else f"sqlite:///{tmp_path / 'older.db'}"
    database_url = older.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(database_url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
        command.upgrade(migrations.configuration(connection), "0003")
        named = "INSERT INTO teams (name, department, is_main, is_default) VALUES ('Netværk', 'operations', true, true)"
        connection.execute(text(named))
    migrate(database_url)
    with engine.begin() as connection:
        (team,) = people.load_directory(connection).teams.values()
        assert (team.name, team.demands) == ("Netværk", Demands())
        for demands in (Demands(0, ()), Demands(30, ("se bilag",)), Demands()):
            people.set_demands(connection, team.id, demands)
            assert people.load_directory(connection).teams[team.id].demands == demands
        left = connection.execute(select(teams.c.least_length, teams.c.bare_references)).one()
        assert tuple(left) == (None, None)  # so that it follows the product
    engine.dispose()


def test_the_history_of_an_older_database_is_kept(tmp_path: Path) -> None:
    """SQLite makes the table of events anew where its constraint changes."""
    url = f"sqlite:///{tmp_path / 'older.db'}"
    engine = create_engine(url)
    told = [
        ("case", 7, n, "edited", "2026-01-02 10:00:00.000000", "{}", "0", str(n), s)
        for n, s in ((1, "log:1"), (2, None))
    ]
    with engine.begin() as connection:
        command.upgrade(migrations.configuration(connection), "0002")
        for row in told:
            connection.exec_driver_sql(
                "INSERT INTO events (item_kind, item_id, sequence, type, at, details, previous_hash, hash, source)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                row,
            )
    migrate(url)
    with engine.connect() as connection:
        kept = connection.exec_driver_sql(
            "SELECT item_kind, item_id, sequence, type, at, details, previous_hash, hash, source FROM events"
        ).all()
        assert sorted(map(tuple, kept)) == sorted(told)
    engine.dispose()
