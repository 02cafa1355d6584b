"""The canonical form of what the history holds: RFC 8785 for texts, whole numbers, yes and no, lists and mappings.

orjson with sorted keys is that form as long as no number is a fraction or beyond 2^53, and no key has a sign at or
above U+D800, which it sorts otherwise. Those are refused where they could come in: `checked`.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import orjson

MOST_WHOLE = 2**53 - 1

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_STRICT_INTEGER | orjson.OPT_PASSTHROUGH_DATETIME
_AS_THEY_ARE = frozenset({str, int, bool})


def canonical(value: Any) -> bytes:
    """The one text of a value; raises TypeError for what is no JSON value, a time without a zone included."""
    return orjson.dumps(value, default=_other, option=_OPTIONS)


def plain(value: Any) -> Any:
    """A value as JSON holds it, a time in UTC whatever its zone: the same before storing as after reading back."""
    return value if value is None or type(value) in _AS_THEY_ARE else orjson.loads(canonical(value))


def moment(at: datetime) -> str:
    """A time as an event has it: in UTC, always with six digits of the second."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def checked(value: Any) -> Any:
    """The value, where its canonical form is the one of RFC 8785; raises TypeError for what is none."""
    if value is None or value.__class__ is str or value.__class__ is bool:
        return value
    if isinstance(value, float) or (isinstance(value, int) and abs(value) > MOST_WHOLE):
        raise TypeError(f"{value!r} is no whole number below 2^53")
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if not key.isascii():
                raise TypeError(f"{key!r} is no key of the history: it has other signs than ASCII")
            checked(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            checked(inner)
    return value


def _other(value: Any) -> str:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a time without a time zone")
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of the history")
