"""Times as the databases keep them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, DateTime, TypeDecorator, func, type_coerce


def in_utc(value: datetime) -> datetime:
    """The same moment in UTC; raises ValueError for a time of nowhere."""
    if value.tzinfo is None:
        raise ValueError("a time without a time zone")
    return value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    return value if value is None else in_utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")


def _from_text(value: str | None) -> datetime | None:
    return value if value is None else datetime.fromisoformat(value).replace(tzinfo=UTC)


class UTCDateTime(TypeDecorator[datetime]):
    """Aware UTC in, aware UTC out, on both databases.

    SQLite keeps SQLAlchemy's text of a time; a step writes and reads so many that it does without its way to and fro.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value if value is None else in_utc(value)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        return value if value is None else value.astimezone(UTC)

    def bind_processor(self, dialect: Any) -> Any:
        return _as_text if dialect.name == "sqlite" else super().bind_processor(dialect)

    def result_processor(self, dialect: Any, coltype: Any) -> Any:
        return _from_text if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def database_time(connection: Connection, *, ago: timedelta = timedelta(0)) -> ColumnElement[datetime]:
    """For a query: the moment by the database's own clock, which all processes on it share, or so long before it."""
    if connection.dialect.name == "sqlite":
        text = func.strftime("%Y-%m-%d %H:%M:%f000", "now", f"{-ago.total_seconds():+.3f} seconds")
        return type_coerce(text, UTCDateTime)
    return type_coerce(func.clock_timestamp() - ago, UTCDateTime)
