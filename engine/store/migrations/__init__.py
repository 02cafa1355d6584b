"""The schema's history: one file a change in `versions/`, run by Alembic in one transaction at every start."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from engine.errors import WrongSetting
from engine.sentences import say
from engine.store.connection import limits

HERE = Path(__file__).parent
ASIDE = "before_restore"  # PostgreSQL: the schema in which a desk lies while a backup is put in its place
BEFORE_SCHEMAS = "0"  # what is found of tables that no schema was written down for
_LOCK = 5_307_421  # PostgreSQL: one process at a time brings a database up to date


def upgrade(connection: Connection) -> None:
    """Brings the database to the newest schema; does nothing where it is there already.

    Raises WrongSetting where a restore was cut off: the desk's tables are put aside then.
    """
    with connection.begin():
        limits.lift(connection)
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        if find_usable(connection) is None and inspect(connection).has_schema(ASIDE):
            raise WrongSetting(
                "SAGSGANG_DATABASE_URL was being restored when that was cut off: sagsgang restore … --replace again"
            )
        command.upgrade(configuration(connection), "head")


@cache
def newest() -> str:
    """The schema that this code works with."""
    script = ScriptDirectory.from_config(_located())
    head = script.get_current_head()
    assert head is not None
    return head


def known(schema: str) -> bool:
    """Whether that is this code's schema or one that it can bring up to date."""
    return any(script.revision == schema for script in ScriptDirectory.from_config(_located()).walk_revisions())


def found(connection: Connection) -> str | None:
    """The schema that the database has; None where it has no tables yet."""
    tables = inspect(connection)
    if not tables.has_table("alembic_version"):
        return BEFORE_SCHEMAS if tables.has_table("events") else None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return version


def find_usable(connection: Connection) -> str | None:
    """The same; raises WrongSetting for one from before the history had its format, from which nothing leads here."""
    schema = found(connection)
    if schema is not None and is_too_old(schema):
        raise too_old(schema)
    return schema


def is_too_old(schema: str) -> bool:
    """Whether it is from before the history had its format; schemas were plain numbers then."""
    return schema.isdecimal()


def too_old(schema: str) -> WrongSetting:
    """The sentence for whoever has a desk from then."""
    return WrongSetting(
        say(
            "Denne servicedesk er fra en tidligere udgave af Sagsgang med et andet format for historikken"
            " (skema %(schema)s) og kan ikke føres over i denne. Begynd på en tom database: giv SAGSGANG_DATABASE_URL"
            " en anden adresse, eller flyt den gamle database til side.",
            schema=schema,
        )
    )


def configuration(connection: Connection) -> Config:
    """Alembic's settings for that connection."""
    config = _located()
    config.attributes["connection"] = connection
    return config


def _located() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    return config
