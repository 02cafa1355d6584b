"""Whatever anybody does, deliveries among it: the events alone tell of any moment what was stored then."""

from datetime import timedelta
from random import Random

from engine.errors import DeskError
from engine.store.work import outbox
from tests.engine.faults.acts import ACTS, SETTINGS
from tests.engine.recorded import Moments
from tests.fixtures.house import House

LAST = ["leave", "change an agent"]  # after them Pia does nothing more


def test_the_state_of_a_moment_is_made_from_the_events_alone(house: House) -> None:
    moments, dice = Moments(house.desk), Random(1)
    acts = {name: prepare for name, prepare in (ACTS | SETTINGS).items() if name not in LAST}
    names = [*dice.sample(sorted(acts), len(acts)), *LAST]
    done = set()
    for name in names:
        house.desk.not_sent = None
        house.clock.advance(timedelta(minutes=dice.randrange(600)))
        try:
            (ACTS | SETTINGS)[name](house)(None)
            done.add(name)
        except DeskError:
            pass  # what came before is in its way
        deliver(house, dice)
        if dice.random() < 0.4:
            moments.note()
    assert len(done) > len(names) - 3, set(names) - done
    moments.note()
    assert {"delivered", "failed", "again"} <= types_of_messages(house)
    assert moments.compare() > 1000


def deliver(house: House, dice: Random) -> None:
    """What a mail server could have done with what waits."""
    desk, hour = house.desk, timedelta(hours=1)
    for _ in range(dice.randrange(4)):
        with desk.database.write() as connection:
            due = outbox.take_due(connection, desk.clock(), hour, None)
            if due is None:
                return
            if dice.random() < 0.5:
                outbox.record_sent(connection, due.message, desk.clock(), desk.uuid)
            elif dice.random() < 0.5:
                outbox.record_later(connection, due.message, desk.clock() + hour, "travlt")
            else:
                outbox.record_failed(connection, due.message, "ukendt modtager", desk.clock(), desk.uuid)
                if dice.random() < 0.5:
                    outbox.send_again(connection, due.message, desk.clock(), by=house.id("kaj"), desk=desk.uuid)


def types_of_messages(house: House) -> set[str]:
    with house.desk.reading() as connection:
        found = connection.exec_driver_sql("SELECT DISTINCT type FROM events WHERE subject_kind = 'message'")
        return {str(row.type) for row in found}
