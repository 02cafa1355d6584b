"""Times as people type them, and as they are told: around New Year, and where the clock is changed."""

from datetime import UTC, datetime, time, timedelta

import pytest
from flask import Flask

from web.wording import words
from web.wording.moments import moment_of

NOW = datetime(2026, 10, 24, 10, tzinfo=UTC)
FIRST, SECOND = datetime(2026, 10, 25, 0, 40, tzinfo=UTC), datetime(2026, 10, 25, 1, 40, tzinfo=UTC)
END_OF_DAY = time(16)


def test_of_an_hour_that_comes_twice_it_is_the_next_that_is_not_past() -> None:
    assert moment_of("2026-10-25T02:40", NOW, END_OF_DAY) == FIRST
    assert moment_of("2026-10-25T02:40", FIRST + timedelta(minutes=5), END_OF_DAY) == SECOND
    assert moment_of("2026-10-25T02:40", SECOND + timedelta(minutes=5), END_OF_DAY) == FIRST  # both are past


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-03-03T09:00+05:00", datetime(2026, 3, 3, 4, tzinfo=UTC)),
        ("2026-03-03T09:00Z", datetime(2026, 3, 3, 9, tzinfo=UTC)),
        ("2026-03-03T09:00", datetime(2026, 3, 3, 8, tzinfo=UTC)),
        ("2026-03-03", datetime(2026, 3, 3, 15, tzinfo=UTC)),  # the end of the working day
        ("03.03.2026 09.00", datetime(2026, 3, 3, 8, tzinfo=UTC)),
        ("3/3-2026 kl. 9:00", datetime(2026, 3, 3, 8, tzinfo=UTC)),
        ("2026-03-03 09:00", datetime(2026, 3, 3, 8, tzinfo=UTC)),
        ("3.3.2026", datetime(2026, 3, 3, 15, tzinfo=UTC)),
        ("2026-07-03", datetime(2026, 7, 3, 14, tzinfo=UTC)),
        ("2026-03-29T02:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),  # skipped
    ],
)
def test_what_is_typed_is_what_is_meant(typed: str, meant: datetime) -> None:
    assert moment_of(typed, NOW, END_OF_DAY) == meant


def test_what_stands_in_a_field_is_read_as_the_same_moment() -> None:
    assert moment_of(words.as_typed(NOW), NOW, END_OF_DAY) == NOW


@pytest.mark.parametrize(
    "typed",
    [
        "i morgen",
        "2026-13-01",
        "2026-03-03T25:00",
        "0001-01-01T00:00",
        "31.02.2026 09.00",
        "03.03.2026 24.00",
        "3.3.26",
    ],
)
def test_what_is_no_time_is_refused(typed: str) -> None:
    with pytest.raises((ValueError, OverflowError)):
        moment_of(typed, NOW, END_OF_DAY)


def test_which_of_the_two_hours_it_is_is_told(app: Flask) -> None:
    with app.test_request_context():
        assert words.said(FIRST, NOW) == "i morgen 02.40 (sommertid)"
        assert words.said(SECOND, NOW) == "i morgen 02.40 (vintertid)"
        assert words.exact(SECOND).endswith("02.40 (vintertid)") and words.stamp(FIRST).endswith("02.40 (sommertid)")
        assert words.clock_time(FIRST - timedelta(hours=1)) == "01.40"


def test_a_deadline_after_new_year_keeps_its_time(app: Flask) -> None:
    now, deadline = datetime(2026, 12, 30, 9, tzinfo=UTC), datetime(2027, 1, 2, 11, tzinfo=UTC)
    with app.test_request_context():
        assert words.said(deadline, now) == "2. jan. 12.00"
        assert words.said(now - timedelta(days=200), now) == "13. jun. 2026"
