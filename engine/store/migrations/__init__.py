"""The schema's history: one file a change in `versions/`, run by Alembic in one transaction at every start."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

HERE = Path(__file__).parent
_LOCK = 5_307_421  # PostgreSQL: one process at a time brings a database up to date


def upgrade(connection: Connection) -> None:
    """Brings the database to the newest schema; does nothing where it is there already."""
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        command.upgrade(configuration(connection), "head")


def configuration(connection: Connection) -> Config:
    """Alembic's settings for that connection."""
    config = Config()
    config.set_main_option("script_location", str(HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
