"""The filters of a list, which stand in its address. One that cannot be read says so at its field.

Such a filter is not used: the list shows what the others ask for.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import TypeVar

from web.frame.numbers import number_of
from web.wording.language import gettext as _
from web.wording.moments import day_of
from web.wording.words import ZONE, day_as_typed

T = TypeVar("T", bound=str)
MAX_TYPED = 100  # characters of a filter that the page shows again
FIRST_DAY, LAST_DAY = date(1970, 1, 1), date(9998, 12, 31)


class TypedFilters:
    """`typed` is what stands in the fields, {name: text}; `problems` is {name: sentence} of what cannot be used."""

    def __init__(self, address: Mapping[str, str], names: Iterable[str]):
        self.typed = {name: address[name][:MAX_TYPED] for name in names if address.get(name)}
        self.problems: dict[str, str] = {}

    def one_of(self, name: str, choices: Iterable[T]) -> T | None:
        """The choice that was made."""
        text = self.typed.get(name)
        found = next((choice for choice in choices if choice == text), None)
        if text and found is None:
            self.problems[name] = _("“%(text)s” er ikke en af mulighederne, så filteret er ikke brugt.", text=text)
        return found

    def id_of(self, name: str, ids: Iterable[int]) -> int | None:
        """The number of one of those that the field offers."""
        chosen = self.one_of(name, [str(known) for known in ids])
        return int(chosen) if chosen else None

    def number(self, name: str) -> int | None:
        """A whole number of at most nine digits."""
        text = self.typed.get(name)
        number = number_of(text)
        if text and number is None:
            self.problems[name] = _(
                "“%(text)s” er ikke et tal på højst ni cifre, så filteret er ikke brugt.", text=text
            )
        return number

    def day(self, name: str) -> date | None:
        """A day, as `web.wording.moments` reads it."""
        text = self.typed.get(name)
        if not text:
            return None
        try:
            day = day_of(text)
        except ValueError:
            day = None
        if day is None or not FIRST_DAY <= day <= LAST_DAY:
            self.problems[name] = _("“%(text)s” er ikke en dato som 31.03.2026, så filteret er ikke brugt.", text=text)
            return None
        self.typed[name] = day_as_typed(day)
        return day


def midnight(day: date | None, *, days: int = 0) -> datetime | None:
    """Where a day begins in the house, or so many days later."""
    return datetime.combine(day + timedelta(days=days), time(), ZONE).astimezone(UTC) if day else None
