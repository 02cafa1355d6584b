"""When the desk works: Monday to Friday within its hours, never on a Danish holiday (R053, A-33)."""

from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

from engine.clock import ZONE
from engine.errors import WrongSetting
from engine.sentences import say

SATURDAY = 5  # as date.weekday() counts


@dataclass(frozen=True)
class WorkingHours:
    """From `begins` to `ends` on the clock of the house, both in whole hours."""

    begins: int = 8
    ends: int = 16

    @classmethod
    def from_setting(cls, text: str) -> "WorkingHours":
        """Reads "8-16"; raises WrongSetting."""
        begins, dash, ends = text.partition("-")
        hours = [int(hour) for hour in (begins, ends) if hour.isascii() and hour.isdecimal() and len(hour) <= 2]
        if not dash or len(hours) != 2 or not 0 <= hours[0] < hours[1] <= 23:
            raise WrongSetting(f"SAGSGANG_WORKING_HOURS is {text!r}; expected two hours of one day, e.g. 8-16")
        return cls(*hours)

    @property
    def end_of_day(self) -> time:
        return time(self.ends)


def deadline_hint(deadline: datetime, hours: WorkingHours) -> str:
    """One sentence about an aware moment at which nobody works, or an empty one; it never stands in the way."""
    there = deadline.astimezone(ZONE)
    if name := _holiday(there.date()):
        return say("Deadline ligger på en helligdag: %(name)s.", name=name)
    if there.weekday() >= SATURDAY:
        return "Deadline ligger i en weekend."
    if not time(hours.begins) <= there.time().replace(second=0, microsecond=0) <= hours.end_of_day:
        hint = "Deadline ligger uden for arbejdstiden, som er mandag til fredag kl. %(begins)s til %(ends)s."
        return say(hint, begins=hours.begins, ends=hours.ends)
    return ""


@lru_cache(maxsize=1024)
def _holiday(day: date) -> str:
    """Its Danish name, or an empty text."""
    from holidays import country_holidays  # here: it takes 0.1 s to read

    return country_holidays("DK", language="da").get(day) or ""
