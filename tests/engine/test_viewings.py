"""Who opened what (D-28): noted once in a while, closed at a day's end, compared by the check, deleted by age."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

import engine
from engine import Kind, Viewable
from engine.config import Settings
from engine.desk.background import handlers
from engine.errors import WrongSetting
from engine.presence import Presence
from engine.store.tables import events, viewings
from tests.fixtures.house import House
from tests.fixtures.tampering import Tampered

CASE = Viewable(Kind.CASE, 1)
FILE = Viewable(Kind.CASE, 1, 7)


def look(house: House, who: str, viewed: Viewable = CASE, *, later: timedelta = timedelta()) -> None:
    house.clock.advance(later)
    engine.note_viewing(house.desk, viewed, by=house.id(who))


def rows(house: House) -> list[tuple[int, int | None]]:
    with house.desk.reading() as connection:
        found = connection.execute(select(viewings).order_by(viewings.c.id)).all()
    return [(row.agent_id, row.attachment_id) for row in found]


def told(house: House) -> list[str]:
    """The types of what the desk's history tells of viewings."""
    with house.desk.reading() as connection:
        types = connection.scalars(
            select(events.c.type).where(events.c.subject_kind == "desk").order_by(events.c.position)
        )
        return [type_ for type_ in types if type_.startswith("viewings")]


def found(house: House) -> list[tuple[str, str]]:
    return [(one.place, one.sentence) for one in engine.verify(house.desk)]


def close(house: House, at: datetime) -> None:
    house.clock.set(at)
    engine.close_viewings(house.desk)


def test_what_somebody_opens_again_within_ten_minutes_counts_once(house: House) -> None:
    anders, pia = house.id("anders"), house.id("pia")
    look(house, "anders")
    look(house, "anders", later=timedelta(minutes=9))
    look(house, "anders", FILE)
    look(house, "anders", FILE)
    look(house, "pia")
    look(house, "anders", later=timedelta(minutes=2))
    assert rows(house) == [(anders, None), (anders, 7), (pia, None), (anders, None)]


def test_this_process_knows_what_was_just_noted_and_forgets_it_again(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.transaction.recent_viewings.MOST", 2)
    recent, now = house.desk.recent_viewings, house.clock()
    assert recent.is_new(1, CASE, now) and not recent.is_new(1, CASE, now)
    assert recent.is_new(2, CASE, now) and recent.is_new(1, FILE, now)
    assert recent.is_new(1, CASE, now), "there is no room for more than so many"
    assert recent.is_new(1, CASE, now + timedelta(minutes=10))


def test_a_day_that_is_over_is_closed_an_hour_after_midnight_where_the_desk_is(house: House) -> None:
    look(house, "anders")
    look(house, "pia", later=timedelta(minutes=1))
    close(house, datetime(2026, 3, 2, 23, 59, tzinfo=UTC))  # 00:59 in Copenhagen
    assert told(house) == []
    close(house, datetime(2026, 3, 3, 0, 0, tzinfo=UTC))
    engine.close_viewings(house.desk)
    assert told(house) == ["viewings-closed"] and found(house) == []
    look(house, "anders")
    close(house, datetime(2026, 3, 9, 12, tzinfo=UTC))  # the days between had none
    assert told(house) == 2 * ["viewings-closed"] and found(house) == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM viewings WHERE agent_id = {pia}",
        "DELETE FROM viewings",
        "UPDATE viewings SET agent_id = 1 WHERE agent_id = {pia}",
        "UPDATE viewings SET item_id = 2",
        "UPDATE viewings SET attachment_id = 2",
        "UPDATE viewings SET at = '2026-03-02 07:00:00.000000' WHERE agent_id = {pia}",
        "INSERT INTO viewings (agent_id, item_kind, item_id, at) VALUES (1, 'task', 1, '2026-03-02 07:00:00.000000')",
        "INSERT INTO viewings (agent_id, item_kind, item_id, at) VALUES (1, 'task', 1, '2026-03-01 07:00:00.000000')",
    ],
)
def test_what_is_changed_in_a_closed_day_is_found(tampered: Tampered, statement: str) -> None:
    house = tampered.house
    look(house, "anders")
    look(house, "pia")
    close(house, datetime(2026, 3, 3, 8, tzinfo=UTC))
    look(house, "anders")  # of a day that goes on
    assert found(house) == []
    tampered.sql(statement.format(pia=house.id("pia")))
    ((place, sentence),) = found(house)
    assert place.startswith("visninger den 2026-03-0") and "andre end dem, dagen sluttede med" in sentence


def test_what_is_older_than_the_desk_keeps_is_deleted_and_told_of(house: House) -> None:
    house.desk.settings = replace(house.desk.settings, viewings_days=30)
    look(house, "anders")
    close(house, datetime(2026, 3, 10, 8, tzinfo=UTC))
    look(house, "pia")
    close(house, datetime(2026, 4, 1, 8, tzinfo=UTC))
    assert len(rows(house)) == 2, "the thirtieth day is kept"
    close(house, datetime(2026, 4, 2, 8, tzinfo=UTC))
    assert rows(house) == [(house.id("pia"), None)] and told(house)[-1] == "viewings-deleted"
    house.desk.settings = replace(house.desk.settings, viewings_days=180)  # what is gone is gone
    engine.close_viewings(house.desk)
    assert found(house) == []


def test_the_job_looks_by_itself(house: House) -> None:
    look(house, "anders")
    job = handlers(house.desk, Presence(house.desk.database).holder)["close-viewings"]
    house.clock.advance(timedelta(days=1))
    job()
    assert told(house) == ["viewings-closed"]


@pytest.mark.parametrize("given", ["0", "-1", "12.5", "et år", "10000", "１０"])
def test_a_number_of_days_that_is_none_is_refused(given: str, tmp_path: object) -> None:
    with pytest.raises(WrongSetting, match="SAGSGANG_VIEWINGS_DAYS"):
        Settings.from_environment({"SAGSGANG_DATA_DIR": str(tmp_path), "SAGSGANG_VIEWINGS_DAYS": given})
    assert Settings.from_environment({"SAGSGANG_DATA_DIR": str(tmp_path)}).viewings_days == 180
