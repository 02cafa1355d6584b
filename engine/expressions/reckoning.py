"""Reckoning with dates and times in expressions: date ± `days(n)`, `hours(n)`, date − date, which is earlier. Pure.

A day without a time of day is compared with a moment by the day that the moment falls on where the desk is.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from engine.clock import local_day
from engine.sentences import say

MOST_DAYS = 100_000  # further than any date that somebody means


def days(count: Any) -> timedelta:
    """So many days, to be added to a date or taken from it."""
    return _span(count, 24)


def hours(count: Any) -> timedelta:
    return _span(count, 1)


def is_time(value: object) -> bool:
    """Whether it is reckoned with here: a day, a moment, or the span between two."""
    return isinstance(value, date | timedelta)


def plus(a: Any, b: Any) -> Any:
    if isinstance(a, timedelta) and not isinstance(b, timedelta):
        a, b = b, a
    return _moved(a, b, lambda: a + b)


def minus(a: Any, b: Any) -> Any:
    if isinstance(a, date) and isinstance(b, date):
        return _alike(a, b, lambda one, other: one - other)
    return _moved(a, b, lambda: a - b)


def compared(by: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """A comparison that knows days and moments beside each other, and a day written as a text."""
    return lambda a, b: _alike(a, b, by) if isinstance(a, date) or isinstance(b, date) else by(a, b)


def _span(count: Any, hours_each: int) -> timedelta:
    if isinstance(count, bool) or not isinstance(count, int | float):
        raise TypeError(say("days og hours tager et tal."))
    if not abs(count) * hours_each <= MOST_DAYS * 24:
        raise ValueError(say("datoen ligger for langt væk."))
    return timedelta(hours=count * hours_each)


def _moved(a: Any, b: Any, result: Callable[[], Any]) -> Any:
    if a is None or b is None:
        raise TypeError(say("værdierne passer ikke sammen."))
    if not isinstance(b, timedelta):
        raise TypeError(say("til en dato lægges days(2) eller hours(2), ikke et tal."))
    if not isinstance(a, datetime | timedelta) and b % timedelta(days=1):
        raise TypeError(say("til en dag uden klokkeslæt lægges kun hele dage."))
    try:
        return result()
    except OverflowError:
        raise ValueError(say("datoen ligger for langt væk.")) from None


def _alike(a: Any, b: Any, by: Callable[[Any, Any], Any]) -> Any:
    if not (isinstance(a, datetime) and isinstance(b, datetime)):
        a, b = _day(a), _day(b)
    return by(a, b)


def _day(value: Any) -> Any:
    """The day of a moment or of a text that is one; anything else as it is."""
    if isinstance(value, datetime):
        return local_day(value)
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return value
