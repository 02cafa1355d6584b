"""Deadlines that are moved, that pass, and whom they are told to."""

from datetime import timedelta

import engine
from tests.fixtures.house import House


def test_a_moved_deadline_keeps_its_reason_and_is_a_deviation_once_it_has_passed(house: House) -> None:
    case = house.register("anders", "Netværk", deadline=house.clock() + timedelta(hours=4))

    def move(**to: timedelta) -> None:
        later = {"deadline": house.clock() + timedelta(**to)}
        engine.edit_case(house.desk, case.id, later, reason="Kablet er\n i restordre.", by=house.id("anders"))

    move(hours=6)
    house.clock.advance(timedelta(hours=7))
    move(days=2)
    events = engine.history_of(house.desk, case.kind, case.id)
    reasons = [(event.type, event.details["reason"]) for event in events if "reason" in event.details]
    assert reasons == [(type_, "Kablet er i restordre.") for type_ in ("edited", "edited", "deviation")]
    assert events[-1].details["rule"] == "D-17"
