"""The schema's history, applied by Alembic."""

from sqlalchemy import Connection

from engine.store.tables import metadata


def upgrade(connection: Connection) -> None:
    """To the newest schema."""
    with connection.begin():
        metadata.create_all(connection)
