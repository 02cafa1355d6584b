"""The demo's own clock: the three working weeks before today, Monday to Friday from 8 to 16."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Copenhagen")
DAYS, FIRST_HOUR, HOURS_A_DAY = 15, 8, 8
END = float(DAYS * HOURS_A_DAY)  # working hours in all


class WorkingClock:
    """Stands at a working `hours` counted from the first morning, until it is moved; called as a desk's clock."""

    def __init__(self, now: datetime):
        self._days = _working_days_before(now.astimezone(ZONE).date())
        self.hours = 0.0

    def __call__(self) -> datetime:
        day, hour = divmod(self.hours, HOURS_A_DAY)
        morning = datetime.combine(self._days[int(day)], time(FIRST_HOUR), ZONE)
        return (morning + timedelta(hours=hour)).astimezone(UTC)


def _working_days_before(today: date) -> list[date]:
    days = (today - timedelta(days=number) for number in range(1, 2 * DAYS))
    return [day for day in days if day.weekday() < 5][:DAYS][::-1]
