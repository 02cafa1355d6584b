"""What all tables share: the metadata with its names, and columns that several have."""

from datetime import UTC, datetime

from sqlalchemy import Column, MetaData

from engine.store.connection.short_text import String
from engine.texts.danish_order import MAX_SORT_KEY

FAR = datetime(9999, 12, 31, tzinfo=UTC)  # sorts an item without a deadline last


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def sort_key() -> Column[str]:
    """What the rows are ordered by, wherever that is by name (D-21); `engine.store` keeps it with the name."""
    return Column("sort_key", String(MAX_SORT_KEY), nullable=False, server_default="")
