"""Times are UTC in and UTC out, on both databases, whatever these hand back."""

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Column, DateTime, Engine, MetaData, Table, create_engine, insert, select
from sqlalchemy.exc import StatementError

from engine.store.connection.times import UTCDateTime

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
OURS = Table("ours", MetaData(), Column("at", UTCDateTime()))
PLAIN = Table("plain", MetaData(), Column("at", DateTime(timezone=True)))


def stored(engine: Engine, table: Table, moment: datetime) -> datetime:
    """What comes back of that time."""
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(insert(table).values(at=moment))
        back: datetime = connection.execute(select(table.c.at)).scalar_one()
        table.drop(connection)
    engine.dispose()
    return back


def test_sqlite_hands_back_a_time_without_a_zone(sqlite_url: str) -> None:
    """A fact to build around: red after an upgrade, it is news."""
    assert stored(create_engine(sqlite_url), PLAIN, NOON).tzinfo is None


@pytest.mark.parametrize("zone", [UTC, ZoneInfo("Europe/Copenhagen"), timezone(timedelta(hours=-8))])
def test_a_time_comes_back_as_the_same_moment_in_utc(database_url: str, zone: ZoneInfo) -> None:
    back = stored(create_engine(database_url), OURS, NOON.astimezone(zone))
    assert (back, back.utcoffset()) == (NOON, timedelta(0))


def test_a_time_without_a_zone_is_not_stored(sqlite_url: str) -> None:
    with pytest.raises(StatementError, match="a time without a time zone"):
        stored(create_engine(sqlite_url), OURS, NOON.replace(tzinfo=None))
