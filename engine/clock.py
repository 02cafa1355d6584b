"""The only place that asks the system what time it is, and knows what day that is where the desk is."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

Clock = Callable[[], datetime]
ZONE = ZoneInfo("Europe/Copenhagen")


def system_clock() -> datetime:
    """Now, aware, in UTC."""
    return datetime.now(UTC)


def local_day(moment: datetime) -> date:
    """The day on which the moment falls where the desk is."""
    return moment.astimezone(ZONE).date()
