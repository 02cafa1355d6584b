"""Deadlines that are moved, that pass, and whom they are told to."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest

import engine
from engine import Status, WorkItem
from engine.desk.background import background
from engine.diagrams.read import read
from engine.errors import ChangedMeanwhile, Unavailable
from engine.hooks import Notice, Occurrence
from engine.store.jobs import SWEEP
from engine.workshop import deployment
from tests.fixtures.house import House

DAY = timedelta(days=1)
SOLVES = (
    'name="Loeses af sig selv" camunda:type="external" camunda:topic="set-status"><bpmn:extensionElements>'
    '<camunda:inputOutput><camunda:inputParameter name="status">solved</camunda:inputParameter></camunda:inputOutput>'
)
CLOSES = 'name="Lukkes af sig selv" camunda:type="external" camunda:topic="close-case"><bpmn:extensionElements>'


def draw_at_the_deadline(house: House, operation: str) -> None:
    """Deploys the tasks' diagram with that operation on the deadline's arrow, past the check, which would refuse it."""
    newest = engine.versions(house.desk, "task_support_to_operations")[0]
    drawn = engine.content_of(house.desk, newest.id).decode()
    begin = drawn.index('<bpmn:sendTask id="besked_om_deadline"')
    end = drawn.index("</bpmn:sendTask>", begin)
    arrows = drawn[drawn.index("</bpmn:extensionElements>", begin) : end]
    changed = drawn[:begin] + f'<bpmn:serviceTask id="besked_om_deadline" {operation}' + arrows
    content = (changed + drawn[end:].replace("</bpmn:sendTask>", "</bpmn:serviceTask>", 1)).encode()
    with house.desk.database.write() as connection:
        deployment.add_version(house.desk, connection, content, read(content), by=None, note="Af sig selv")


@pytest.mark.parametrize(("operation", "sentence"), [(SOLVES, "Det lukker, løser"), (CLOSES, "Det lukker, løser")])
def test_what_a_deadline_may_not_do_is_refused_in_its_event_and_the_step_waits(
    house: House, operation: str, sentence: str
) -> None:
    draw_at_the_deadline(house, operation)
    task = house.create_task(house.keep("mette"), "mette", "Netværk", agent="pia", agreed=True)
    before = house.waits(task)
    house.clock.advance(3 * DAY)
    assert engine.fire_due_timers(house.desk) == 1
    last = house.last(task, "overdue")
    assert last.type == "overdue" and sentence in last.details["fault"]
    assert (house.now(task).status, house.waits(task)) == (Status.ASSIGNED, before)
    assert any("deadline" in subject for subject in house.told("pia"))
    assert engine.fire_due_timers(house.desk) == 0
    house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")


@contextmanager
def faulty(house: House, monkeypatch: pytest.MonkeyPatch, item: WorkItem) -> Iterator[None]:
    """The code that tells people has a fault, which that item's deadline meets."""
    gather = house.desk.hooks.gather

    def failing(occurrences: list[Occurrence]) -> object:
        if occurrences[0].item.id == item.id:
            raise ValueError(f"a fault of the code\n[parameters: {item.subject}]")
        return gather(occurrences)

    with monkeypatch.context() as patch:
        patch.setattr(house.desk.hooks, "gather", failing)
        yield


def test_a_fault_of_the_code_is_logged_with_its_traceback_and_tried_again_ever_more_seldom(
    house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = house.keep("mette")
    broken = house.create_task(case, "mette", "Netværk", deadline=house.clock() + DAY)
    other = house.create_task(case, "mette", "Netværk", deadline=house.clock() + 2 * DAY)
    house.clock.advance(3 * DAY)
    pauses = []
    with faulty(house, monkeypatch, broken), caplog.at_level(logging.ERROR):
        for tries in range(1, 9):
            for _ in range(2):  # the second look finds that it is to wait
                background(house.desk).run_due()
                house.clock.advance(SWEEP)
            (failing,) = engine.failing_deadlines(house.desk)
            assert (failing.item_id, failing.attempts) == (broken.id, tries) and failing.retry_at
            pauses.append((failing.retry_at - house.clock() + 2 * SWEEP) // timedelta(minutes=1))
            house.clock.advance(failing.retry_at - house.clock())
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60] and failing.error == "ValueError: a fault of the code"
    assert caplog.text.count("ValueError: a fault of the code") == 8 and "Traceback" in caplog.text
    assert "overdue" not in house.types(broken) and house.types(other).count("overdue") == 1
    engine.fire_due_timers(house.desk)
    (told,) = [e for e in engine.history_of(house.desk, broken.kind, broken.id) if e.type == "overdue"]
    assert "fault" not in told.details and engine.failing_deadlines(house.desk) == ()


def test_what_failed_is_forgotten_when_the_deadline_is_moved_and_tried_when_the_clock_is_put_right(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = house.keep("mette")
    task = house.create_task(case, "mette", "Netværk", agent="pia", agreed=True, deadline=house.clock() + DAY)
    house.clock.advance(2 * DAY)
    with faulty(house, monkeypatch, task):
        assert engine.fire_due_timers(house.desk) == 0
    moved = {"deadline": house.clock() + DAY}
    engine.edit_task(house.desk, task.id, moved, reason="Ventede på dele.", by=house.by("mette"))
    assert engine.failing_deadlines(house.desk) == ()
    house.clock.advance(300 * DAY)
    with faulty(house, monkeypatch, task):
        assert engine.fire_due_timers(house.desk) == 0
    house.clock.advance(-299 * DAY)
    assert engine.fire_due_timers(house.desk) == 1


def test_a_race_that_was_lost_is_no_fault_of_the_diagram(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    task = house.create_task(house.keep("mette"), "mette", "Netværk", agent="pia", agreed=True)
    house.clock.advance(3 * DAY)

    def lost(_: list[Occurrence]) -> object:
        raise ChangedMeanwhile("Sagen er ændret.")

    with monkeypatch.context() as patch:
        patch.setattr(house.desk.hooks, "gather", lost)
        assert engine.fire_due_timers(house.desk) == 0
    house.clock.advance(timedelta(minutes=1))
    assert engine.fire_due_timers(house.desk) == 1
    (told,) = [e for e in engine.history_of(house.desk, task.kind, task.id) if e.type == "overdue"]
    assert "fault" not in told.details


def test_a_database_that_is_away_is_no_fault_of_a_deadline(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    task = house.create_task(house.keep("mette"), "mette", "Netværk", agent="pia", agreed=True)
    house.clock.advance(3 * DAY)

    def away(_: list[Occurrence]) -> object:
        raise Unavailable

    with monkeypatch.context() as patch, pytest.raises(Unavailable):
        patch.setattr(house.desk.hooks, "gather", away)
        engine.fire_due_timers(house.desk)
    assert "overdue" not in house.types(task) and engine.failing_deadlines(house.desk) == ()


def test_what_fails_in_a_subscriber_is_in_the_log_with_its_traceback(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    def crm(_: Occurrence) -> list[Notice]:
        raise OSError("CRM svarer ikke")

    house.desk.hooks.subscribe("ready", "crm", crm)
    with caplog.at_level(logging.ERROR):
        house.register("mette", "Netværk")
    assert "CRM svarer ikke" in caplog.text and "Traceback" in caplog.text


def test_a_moved_deadline_keeps_its_reason_and_is_a_deviation_once_it_has_passed(house: House) -> None:
    case = house.register("anders", "Netværk", deadline=house.clock() + timedelta(hours=4))

    def move(**to: timedelta) -> None:
        later = {"deadline": house.clock() + timedelta(**to)}
        engine.edit_case(house.desk, case.id, later, reason="Kablet er\n i restordre.", by=house.by("anders"))

    move(hours=6)
    house.clock.advance(timedelta(hours=7))
    move(days=2)
    events = engine.history_of(house.desk, case.kind, case.id)
    reasons = [(event.type, event.details["reason"]) for event in events if "reason" in event.details]
    assert reasons == [(type_, "Kablet er i restordre.") for type_ in ("edited", "edited", "deviation")]
    assert house.last(case, "deviation").details["rule"] == "D-17"


def solved_case(house: House) -> engine.Case:
    """A case of Anders' that Pia has solved, with a deadline in four hours."""
    case = house.register("anders", "Netværk", deadline=house.clock() + timedelta(hours=4))
    house.press(case, "Tildel", "jonas", agent="pia")
    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")
    return case


def test_who_is_to_close_a_solved_case_is_told_once_when_its_deadline_passes(house: House) -> None:
    case = solved_case(house)
    before = {name: len(house.told(name)) for name in ("anders", "pia", "jonas", "signe")}
    house.clock.advance(timedelta(hours=5))
    assert engine.fire_due_timers(house.desk) == 1
    assert engine.fire_due_timers(house.desk) == 0
    assert house.told("anders")[before["anders"] :] == ["SAG1 er løst, men ikke lukket: Printer skriver ikke"]
    for name in ("pia", "jonas", "signe"):
        assert len(house.told(name)) == before[name]
    house.press(case, "Luk sagen", "anders")


def test_a_closed_case_is_told_of_no_more(house: House) -> None:
    case = solved_case(house)
    house.press(case, "Luk sagen", "anders")
    house.clock.advance(timedelta(hours=5))
    assert engine.fire_due_timers(house.desk) == 0
    assert "overdue" not in house.types(case)


def test_a_diagrams_text_says_names_and_words_and_the_time_of_the_house(house: House) -> None:
    newest = engine.versions(house.desk, "case_support_to_operations")[0]
    drawn = engine.content_of(house.desk, newest.id).decode()
    text = "Hos ${agent or sender}, ${team} i ${department}, ${status}: frist ${deadline}"
    assert "Deadline på ${number} er overskredet." in drawn
    content = drawn.replace("Deadline på ${number} er overskredet.", text)
    engine.deploy(house.desk, content.encode(), by=None, note="Navne i teksten")
    case = house.register("anders", "Netværk", deadline=house.clock() + timedelta(hours=4))
    house.press(case, "Tildel", "jonas", agent="pia")
    house.clock.advance(timedelta(hours=5))
    engine.fire_due_timers(house.desk)
    told = engine.notices(house.desk, house.id("pia")).rows[0].message
    assert "Hos Pia Lund, Netværk i drift, tildelt: frist 2.3.2026 kl. 13.00" in told.body
