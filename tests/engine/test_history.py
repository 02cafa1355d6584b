"""The canonical form, the chain and the fold: what is hashed before storing is the same after reading back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine import Case, Department, Event, Kind, Status, history
from engine.history import Fact
from tests.fixtures.house import House

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NAIVE = NOON.replace(tzinfo=None)
COPENHAGEN = ZoneInfo("Europe/Copenhagen")
CASE = Case(
    Kind.CASE,
    7,
    "Printer",
    "Skriver ikke",
    Status.REGISTERED,
    Department.SUPPORT,
    1,
    None,
    3,
    NOON,
    3,
    NOON,
    customer_id=5,
)
FACTS = [
    Fact("registered", {"changes": history.changes(None, CASE)}),
    Fact("edited", {"changes": {"subject": ["a", "b"]}}),
]


def chained(facts: list[Fact] = FACTS, **given: Any) -> tuple[tuple[Event, str], ...]:
    return history.chain(CASE, facts, **{"at": NOON, "actor_id": 3} | given)


# --- values ---


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
        (0.5, 0.5),
        ("Æblegrød", "Æblegrød"),
        ([NOON, date(2026, 3, 2)], ["2026-03-02T12:00:00Z", "2026-03-02"]),
        ((1, None), [1, None]),
        ({"b": {"due": NOON.astimezone(COPENHAGEN)}, "a": []}, {"a": [], "b": {"due": "2026-03-02T12:00:00Z"}}),
    ],
    ids=str,
)
def test_a_value_as_json_holds_it(value: Any, held: Any) -> None:
    assert history.plain(value) == held
    assert type(history.plain(value)) is type(held)
    assert orjson.loads(history.canonical({"value": value})) == {"value": held}


@pytest.mark.parametrize("wrap", [lambda v: v, lambda v: [v], lambda v: {"inside": {"more": v}}])
@pytest.mark.parametrize("value", [NAIVE, Decimal("1.50"), b"bytes", {1, 2}, object()], ids=lambda v: type(v).__name__)
def test_what_is_no_value_of_the_history_is_refused(wrap: Callable[[Any], Any], value: Any) -> None:
    with pytest.raises(TypeError):
        history.plain(wrap(value))
    with pytest.raises(TypeError):
        history.canonical({"value": wrap(value)})


def test_a_time_without_a_zone_is_refused_in_so_many_words() -> None:
    with pytest.raises(TypeError) as refusal:
        history.canonical({"at": NAIVE})
    assert str(refusal.value.__cause__) == "a time without a time zone"


YEARS = {"min_value": NAIVE.replace(year=1900), "max_value": NAIVE.replace(year=9998)}


@given(st.datetimes(**YEARS, timezones=st.timezones()))
def test_the_zone_that_somebody_typed_a_time_in_leaves_no_trace(moment: datetime) -> None:
    there = moment.astimezone(UTC)
    assert history.plain(moment) == history.plain(there)
    assert history.plain(datetime.fromisoformat(history.plain(moment))) == history.plain(there)


TEXTS = st.text(st.characters(codec="utf-8"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS, JSON, max_size=5))
def test_details_are_the_same_text_however_often_they_are_read_and_in_whatever_order(details: dict[str, Any]) -> None:
    text = history.canonical(details)
    assert history.canonical(orjson.loads(text)) == text
    assert history.canonical(dict(reversed(details.items()))) == text


# --- the chain ---


def test_the_same_facts_give_the_same_chain() -> None:
    assert chained() == chained()
    (first, _), (second, _) = chained()
    assert (first.sequence, second.sequence) == (1, 2)
    assert first.previous_hash == history.GENESIS
    assert second.previous_hash == first.hash
    assert len({first.hash, second.hash, history.GENESIS}) == 3


def test_a_chain_goes_on_where_the_item_stands() -> None:
    (_, _), (second, details) = chained()
    (first, _), *_ = chained()
    after = replace(CASE, event_count=1, head_hash=first.hash)
    assert history.chain(after, FACTS[1:], at=NOON, actor_id=3) == ((second, details),)


def test_the_first_event_alone_carries_the_source() -> None:
    assert [event.source for event, _ in chained(source="log:17")] == ["log:17", None]


def test_the_clock_s_zone_changes_no_hash() -> None:
    here = chained(at=NOON.astimezone(COPENHAGEN))
    assert [event.hash for event, _ in here] == [event.hash for event, _ in chained()]


@pytest.mark.parametrize(
    "changed",
    [
        {"item_kind": Kind.TASK},
        {"item_id": 8},
        {"sequence": 2},
        {"type": "created"},
        {"at": NOON + timedelta(microseconds=1)},
        {"actor_id": 4},
        {"actor_id": None},
        {"on_behalf_of": "Mette Holm"},
        {"source": "log:17"},
        {"previous_hash": "1" * 64},
    ],
    ids=str,
)
def test_every_field_of_an_event_changes_its_hash(changed: dict[str, Any]) -> None:
    (event, details), *_ = chained()
    assert history.digest(event, details) == event.hash
    assert history.digest(replace(event, **changed), details) != event.hash


def test_one_letter_of_the_details_changes_the_hash() -> None:
    (event, details), *_ = chained()
    assert history.digest(event, details.replace("Printer", "printer")) != event.hash
    assert history.digest(event, details + " ") != event.hash


def test_fields_cannot_run_into_each_other() -> None:
    (event, details), *_ = chained()
    one = replace(event, on_behalf_of="ab", source="c")
    other = replace(event, on_behalf_of="a", source="bc")
    assert history.digest(one, details) != history.digest(other, details)


# --- changes and fold ---


def test_the_changes_of_an_item_fold_to_its_columns() -> None:
    deadline = datetime(2026, 3, 5, 10, 0, tzinfo=COPENHAGEN)
    later = replace(CASE, agent_id=4, status=Status.ASSIGNED, deadline=deadline, extra={"lokale": "3.14"})
    told = [{"changes": history.changes(None, CASE)}, {"path": []}, {"changes": history.changes(CASE, later)}]
    assert history.empty_columns(Kind.CASE) | history.fold(told) == history.columns_of(later)
    assert history.fold(told)["deadline"] == "2026-03-05T09:00:00Z"


def test_what_did_not_change_is_not_told() -> None:
    assert history.changes(CASE, replace(CASE, version=9, event_count=4, head_hash="x", updated_by=9)) == {}
    assert history.changes(CASE, replace(CASE, agent_id=4)) == {"agent_id": [None, 4]}


# --- through a database ---


def test_an_event_reads_back_as_it_was_hashed_with_times_typed_in_another_zone(house: House) -> None:
    deadline = (house.clock() + timedelta(days=3)).astimezone(COPENHAGEN)
    house.clock.now = house.clock.now.astimezone(timezone(timedelta(hours=5, minutes=30)))
    case = house.register("anders", "Netværk", deadline=deadline)
    later = {"deadline": deadline + timedelta(hours=1)}
    engine.edit_case(house.desk, case.id, later, reason="Aftalt med Gitte.", by=house.id("anders"))
    first, *_, last = engine.history_of(house.desk, Kind.CASE, case.id)
    assert first.details["changes"]["deadline"] == [None, "2026-03-05T08:00:00Z"]
    assert last.details["changes"]["deadline"] == ["2026-03-05T08:00:00Z", "2026-03-05T09:00:00Z"]
    for event in engine.history_of(house.desk, Kind.CASE, case.id):
        assert history.digest(event, history.canonical(event.details)) == event.hash
    house.check()
