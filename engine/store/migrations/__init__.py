"""The schema's history: one file a change in `versions/`, run by Alembic in one transaction at every start."""

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

HERE = Path(__file__).parent
_LOCK = 5_307_421  # PostgreSQL: one process at a time brings a database up to date


def upgrade(connection: Connection) -> None:
    """Brings the database to the newest schema; does nothing where it is there already."""
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
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
    if not inspect(connection).has_table("alembic_version"):
        return None
    version: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return version


def configuration(connection: Connection) -> Config:
    """Alembic's settings for that connection."""
    config = _located()
    config.attributes["connection"] = connection
    return config


def _located() -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    return config
