"""Days and times as people type them, on the clock of the house."""

import re
from datetime import UTC, date, datetime, time

from web.wording.words import ZONE

_DAY = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_MOMENT = re.compile(r"(\S+?),?\s+(?:kl\.?\s*)?([0-9]{1,2})[.:]([0-9]{2})", re.IGNORECASE)


def day_of(text: str) -> date:
    """That day, typed as 24.12.2026 or 2026-12-24; raises ValueError where it is none."""
    found = _DAY.fullmatch(text)
    if found is None:
        return date.fromisoformat(text)
    day, month, year = (int(part) for part in found.groups())
    return date(year, month, day)


def moment_of(text: str, now: datetime, end_of_day: time) -> datetime:
    """That time in UTC, typed as 24.12.2026 16.00 or 2026-12-24T16:00.

    A day alone is that day at `end_of_day`, a time with an offset that moment. Of an hour that comes twice it is the
    first, once that has passed the second; of one that a change of the clock skips it is an hour later. Raises
    ValueError or OverflowError where it is none.
    """
    typed = _typed(text, end_of_day)
    if typed.tzinfo is not None:
        return typed.astimezone(UTC)
    first, second = (typed.replace(tzinfo=ZONE, fold=fold).astimezone(UTC) for fold in (0, 1))
    return second if first < now <= second else first


def _typed(text: str, end_of_day: time) -> datetime:
    found = _MOMENT.fullmatch(text)
    if found:
        return datetime.combine(day_of(found[1]), time(int(found[2]), int(found[3])))
    try:
        return datetime.combine(day_of(text), end_of_day)
    except ValueError:
        return datetime.fromisoformat(text)
