"""Times as people type them, on the clock of the house."""

from datetime import UTC, date, datetime, time

from web.words import ZONE


def moment_of(text: str, now: datetime, end_of_day: time) -> datetime:
    """That time in UTC; raises ValueError or OverflowError where it is none.

    A day alone is that day at `end_of_day`, a time with an offset that moment. Of an hour that comes twice it is the
    first, once that has passed the second; of one that a change of the clock skips it is an hour later.
    """
    try:
        typed = datetime.combine(date.fromisoformat(text), end_of_day)
    except ValueError:
        typed = datetime.fromisoformat(text)
    if typed.tzinfo is not None:
        return typed.astimezone(UTC)
    first, second = (typed.replace(tzinfo=ZONE, fold=fold).astimezone(UTC) for fold in (0, 1))
    return second if first < now <= second else first
