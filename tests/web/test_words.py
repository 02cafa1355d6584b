"""Times as a person says them, and the screens' second language."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask

import web
from tests.fixtures.house import House
from tests.web.conftest import Visit
from web import words

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)  # nine o'clock in Copenhagen
FOLDER = Path(web.__file__).parent


@pytest.fixture
def danish(app: Flask) -> Iterator[None]:
    with app.test_request_context("/"):
        yield


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (NOW + timedelta(hours=5, minutes=5), "i dag 14.05"),
        (NOW + timedelta(days=1), "i morgen 09.00"),
        (NOW - timedelta(days=1), "i går 09.00"),
        (datetime(2026, 3, 2, 23, 30, tzinfo=UTC), "i morgen 00.30"),
        (datetime(2026, 5, 9, 8, 0, tzinfo=UTC), "9. maj 10.00"),
        (datetime(2025, 12, 24, 8, 0, tzinfo=UTC), "24. dec. 2025"),
    ],
)
def test_a_time_is_said_by_its_day(danish: None, moment: datetime, said: str) -> None:
    assert words.said(moment, NOW) == said


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(hours=3), "om 3 timer"),
        (timedelta(minutes=1), "om 1 minut"),
        (timedelta(days=-2), "2 dage over"),
        (timedelta(hours=-1), "1 time over"),
        (timedelta(days=1, hours=3), "i morgen 12.00"),
    ],
)
def test_a_deadline_is_said_by_what_is_left(danish: None, left: timedelta, said: str) -> None:
    assert words.until(NOW + left, NOW) == said


def test_the_exact_time_is_there_on_hover_and_for_screen_readers(danish: None) -> None:
    tag = str(words.time_tag(NOW, NOW))
    assert tag.count("mandag den 2. marts 2026 kl. 09.00") == 2 and 'datetime="2026-03-02T08:00:00+00:00"' in tag


def messages() -> dict[str, tuple[str, int]]:
    """Every text of the screens, with the place it was found."""
    methods = [("**.py", "python"), ("templates/**.html", "jinja2")]
    keywords = {"_": None, "_l": None, "gettext": None, "ngettext": (1, 2)}
    found = extract_from_dir(FOLDER, methods, {"templates/**.html": {"trimmed": "true"}}, keywords)
    return {m[0] if isinstance(m, tuple) else m: (file, line) for file, line, m, *_ in found}


def test_every_text_of_the_screens_has_its_english() -> None:
    with (FOLDER / "translations/en/LC_MESSAGES/messages.po").open("rb") as po:
        english = read_po(po, locale="en")
    said = {(m.id[0] if isinstance(m.id, tuple) else m.id) for m in english if m.id and (all(m.string) and m.string)}
    assert len(messages()) > 200
    assert {text: place for text, place in messages().items() if text not in said} == {}
    assert not [m.id for m in english if m.fuzzy and m.id]


def test_a_person_reads_english_and_still_does_tomorrow(house: House, visit: Visit) -> None:
    anders = visit("anders").go("/").press("English")
    assert anders.title == "Overview" and anders.document.get("lang") == "en"
    assert "Waiting for me" in anders.text and "Venter" not in anders.text
    assert words.STATUSES  # the tables are lazy: the language is the reader's, not the first reader's
    assert visit("pia").go("/").title == "Overblik"
