"""One page of a list, and the cursor that leads to the next."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import orjson

from engine.errors import Invalid
from engine.model.items import Kind

R = TypeVar("R")
MAX_LIMIT = 200


@dataclass(frozen=True)
class Page(Generic[R]):
    """Rows, the cursor for `after` of the next page (None at the end), and how many there are in all."""

    rows: tuple[R, ...]
    next: str | None
    count: int


def cursor(*place: Any) -> str:
    """An opaque, URL-safe text for the place of a row in its list."""
    return base64.urlsafe_b64encode(orjson.dumps(place)).decode().rstrip("=")


def place_of(text: str, sorted_by: type) -> tuple[Any, str, int]:
    """(what is sorted by, kind, number) in a cursor; raises Invalid for one that is not of such a list."""
    try:
        value, kind, number = orjson.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
        if sorted_by is datetime:
            value = datetime.fromisoformat(value)
        timeless = isinstance(value, datetime) and value.tzinfo is None
        if timeless or type(value) is not sorted_by or type(number) is not int or kind not in set(Kind):
            raise ValueError
        return value, kind, number
    except (ValueError, TypeError):
        raise Invalid({"": "Siden findes ikke. Begynd forfra i listen."}) from None


def id_of(text: str | None) -> int | None:
    """The last row's number in an address; raises Invalid for what is none."""
    if text and not (text.isdecimal() and len(text) < 10):
        raise Invalid({"": "Siden findes ikke. Begynd forfra i listen."})
    return int(text) if text else None


def limited(limit: int) -> int:
    return max(1, min(limit, MAX_LIMIT))


def cut(rows: Sequence[R], limit: int) -> tuple[tuple[R, ...], bool]:
    """The page's rows out of limit + 1, and whether there are more."""
    return tuple(rows[:limit]), len(rows) > limit
