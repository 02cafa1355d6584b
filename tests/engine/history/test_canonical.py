"""The canonical form: what is hashed before storing is the same after reading back, and is that of RFC 8785."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from engine import Status
from engine.history.canonical import MOST_WHOLE, canonical, checked, moment, plain

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NAIVE = NOON.replace(tzinfo=None)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@pytest.mark.parametrize(
    ("value", "held"),
    [
        (NOON, "2026-03-02T12:00:00Z"),
        (NOON.replace(microsecond=120), "2026-03-02T12:00:00.000120Z"),
        (datetime(2026, 3, 2, 13, 0, tzinfo=COPENHAGEN), "2026-03-02T12:00:00Z"),
        (datetime(2026, 7, 2, 0, 30, tzinfo=COPENHAGEN), "2026-07-01T22:30:00Z"),  # summer time, and the day before
        (datetime(2026, 3, 2, 4, 15, tzinfo=timezone(timedelta(hours=-7, minutes=-45))), "2026-03-02T12:00:00Z"),
        (date(2026, 3, 2), "2026-03-02"),
        (Status.SOLVED, "solved"),
        (None, None),
        (True, True),
        (7, 7),
        ("Æblegrød", "Æblegrød"),
        ([NOON, date(2026, 3, 2)], ["2026-03-02T12:00:00Z", "2026-03-02"]),
        ((1, None), [1, None]),
        ({"b": {"due": NOON.astimezone(COPENHAGEN)}, "a": []}, {"a": [], "b": {"due": "2026-03-02T12:00:00Z"}}),
    ],
    ids=str,
)
def test_a_value_as_json_holds_it(value: Any, held: Any) -> None:
    assert plain(value) == held
    assert type(plain(value)) is type(held)
    assert orjson.loads(canonical({"value": value})) == {"value": held}


@pytest.mark.parametrize("wrap", [lambda v: v, lambda v: [v], lambda v: {"inside": {"more": v}}])
@pytest.mark.parametrize("value", [NAIVE, Decimal("1.50"), b"bytes", {1, 2}, object()], ids=lambda v: type(v).__name__)
def test_what_is_no_value_of_the_history_is_refused(wrap: Callable[[Any], Any], value: Any) -> None:
    with pytest.raises(TypeError):
        plain(wrap(value))
    with pytest.raises(TypeError):
        canonical({"value": wrap(value)})


@pytest.mark.parametrize("wrap", [lambda v: v, lambda v: [v], lambda v: {"inside": {"more": v}}])
@pytest.mark.parametrize("value", [0.5, 1.0, MOST_WHOLE + 1, -MOST_WHOLE - 1, {"æ": 1}, {"\U0001f600": 1}], ids=str)
def test_what_two_programs_would_write_differently_is_refused(wrap: Callable[[Any], Any], value: Any) -> None:
    with pytest.raises(TypeError):
        checked(wrap(value))


def test_a_time_without_a_zone_is_refused_in_so_many_words() -> None:
    with pytest.raises(TypeError) as refusal:
        canonical({"at": NAIVE})
    assert str(refusal.value.__cause__) == "a time without a time zone"


YEARS = {"min_value": NAIVE.replace(year=1900), "max_value": NAIVE.replace(year=9998)}


@given(st.datetimes(**YEARS, timezones=st.timezones()))
def test_the_zone_that_somebody_typed_a_time_in_leaves_no_trace(at: datetime) -> None:
    there = at.astimezone(UTC)
    assert plain(at) == plain(there)
    assert plain(datetime.fromisoformat(plain(at))) == plain(there)
    assert moment(at) == moment(there)
    assert len(moment(at)) == len("2026-03-02T12:00:00.000000Z")


TEXTS = st.text(st.characters(codec="utf-8"))
KEYS = st.text(st.characters(codec="utf-8", max_codepoint=0xD7FF))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-MOST_WHOLE, MOST_WHOLE) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(KEYS, JSON, max_size=5))
def test_it_is_the_form_of_rfc_8785(value: dict[str, Any]) -> None:
    assert canonical(value) == rfc8785.dumps(value)


@given(st.dictionaries(KEYS, JSON, max_size=5))
def test_it_is_the_same_text_however_often_it_is_read_and_in_whatever_order(value: dict[str, Any]) -> None:
    text = canonical(value)
    assert canonical(orjson.loads(text)) == text
    assert canonical(dict(reversed(value.items()))) == text
