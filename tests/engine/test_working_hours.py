"""When the desk works, and what is said of a deadline when it does not (R053, A-33)."""

from datetime import datetime
from pathlib import Path

import pytest

from engine.clock import ZONE
from engine.config import Settings
from engine.errors import WrongSetting
from engine.working_hours import WorkingHours, deadline_hint

WEEKEND = "Deadline ligger i en weekend."
HOURS = "Deadline ligger uden for arbejdstiden, som er mandag til fredag kl. 8 til 16."


@pytest.mark.parametrize(
    ("moment", "hint"),
    [
        ("2026-03-02T08:00", ""),
        ("2026-03-02T07:59", HOURS),
        ("2026-03-06T16:00", ""),
        ("2026-03-06T16:01", HOURS),
        ("2026-03-07T12:00", WEEKEND),
        ("2026-03-08T23:59", WEEKEND),
        ("2026-04-02T10:00", "Deadline ligger på en helligdag: Skærtorsdag."),
        ("2026-04-05T10:00", "Deadline ligger på en helligdag: Påskedag."),  # a Sunday too
        ("2023-05-05T10:00", "Deadline ligger på en helligdag: Store bededag."),
        ("2024-04-26T10:00", ""),  # it has been abolished
        ("9998-12-31T10:00", ""),
    ],
)
def test_a_deadline_at_which_nobody_works_is_hinted_at(moment: str, hint: str) -> None:
    assert deadline_hint(datetime.fromisoformat(moment).replace(tzinfo=ZONE), WorkingHours()) == hint


def test_the_hours_are_a_setting(tmp_path: Path) -> None:
    given = {"SAGSGANG_DATA_DIR": str(tmp_path)}
    assert Settings.from_environment(given).working_hours == WorkingHours(8, 16)
    hours = Settings.from_environment({**given, "SAGSGANG_WORKING_HOURS": "7-15"}).working_hours
    assert "kl. 7 til 15." in deadline_hint(datetime(2026, 3, 2, 15, 30, tzinfo=ZONE), hours)


@pytest.mark.parametrize("text", ["8", "16-8", "8-8", "8-24", "otte-16", "8:30-16", "-8-16", "8-16-20", "²-16"])
def test_hours_that_are_none_are_refused_by_the_name_of_the_setting(text: str) -> None:
    with pytest.raises(WrongSetting, match="SAGSGANG_WORKING_HOURS"):
        WorkingHours.from_setting(text)
