"""What the desk does by itself, from the act of a person to the mail in somebody's mailbox."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

import engine
from engine import Delivery, Kind, Message, Settings, WorkItem
from engine.demo import add_everybody
from engine.desk.background import background
from engine.hooks import Notice, Occurrence
from tests.fixtures.house import House
from tests.fixtures.mail import MailServer
from tests.fixtures.tampering import Tampered
from tests.fixtures.threads import PATIENCE_SECONDS, at_once
from tests.fixtures.time import SettableClock

OVER = timedelta(days=3)


@pytest.fixture
def house(database_url: str, tmp_path: Path, clock: SettableClock, smtp: MailServer) -> Iterator[House]:
    """A house with a mail server."""
    settings = Settings(database_url, tmp_path / "files", smtp_url=smtp.url, secret_key="k" * 48)
    desk = engine.open_desk(settings, clock=clock)
    house = House(desk, clock)
    yield house
    house.check()
    desk.close()


def run(house: House) -> None:
    background(house.desk).run_due()


def messages(house: House, item: WorkItem) -> list[Message]:
    return list(engine.messages_of(house.desk, item.kind, item.id))


def test_the_dispatcher_gets_a_mail_about_new_work_with_a_link(house: House, smtp: MailServer) -> None:
    case = house.register("mette", "Netværk")
    run(house)
    (mail,) = smtp.to("jonas@sagsgang.example")
    assert mail.message["Subject"] == f"{case.number} venter på Netværk: Printer skriver ikke"
    assert f"http://127.0.0.1:8000/sager/{case.id}" in mail.text
    assert "Du får beskeden, fordi du er dispatcher i Netværk." in mail.text


def test_an_external_comment_reaches_the_saved_customer_wrapped(house: House, smtp: MailServer) -> None:
    case = house.keep("mette")
    engine.send_external(house.desk, case.id, "Den virker nu.", by=house.by("mette"))
    run(house)
    (mail,) = smtp.to("gitte@kommunen.example")
    assert mail.text.startswith("Hej Gitte Sørensen\n\nDen virker nu.\n\nMed venlig hilsen\nMette Holm\n")


def test_a_mail_with_copies_reaches_each_once_as_it_was_written(house: House, smtp: MailServer) -> None:
    case = house.keep("mette")
    to, cc = "Leverandøren <salg@firma.example>", ["a@firma.example", "b@firma.example", "salg@firma.example"]
    text = "Hej\n\nVi mangler en del.\n\nMed venlig hilsen\nMette"
    engine.send_mail(house.desk, case.id, to=to, cc=cc, subject="Reservedel", text=text, by=house.by("mette"))
    run(house)
    ours = [mail for mail in smtp.received if mail.message["Subject"] == f"Reservedel [{case.number}]"]
    assert sorted(one for mail in ours for one in mail.recipients) == sorted(cc)
    assert {mail.text.strip() for mail in ours} == {text}
    assert len({mail.message["Message-ID"] for mail in ours}) == 1


def test_what_a_team_has_switched_off_its_members_are_not_told(house: House, smtp: MailServer) -> None:
    engine.set_muted(house.desk, ["ready"], by=house.id("hanne"), team_id=house.id("Netværk"))
    house.register("mette", "Netværk")
    run(house)
    assert smtp.to("jonas@sagsgang.example") == []
    assert house.told("jonas") == []


def test_a_deadline_is_told_of_once_though_two_workers_look_at_once(house: House) -> None:
    tasks = [house.create_task(house.keep("mette"), "mette", "Netværk") for _ in range(4)]
    house.clock.advance(OVER)
    at_once(*[lambda: engine.fire_due_timers(house.desk)] * 3)
    for task in tasks:
        assert house.types(task).count("overdue") == 1


def test_a_deadline_that_was_met_meanwhile_is_not_told_of(house: House) -> None:
    task = house.create_task(house.keep("mette"), "mette", "Netværk")
    run(house)
    later = {"deadline": house.clock() + 2 * OVER}
    engine.edit_task(house.desk, task.id, later, reason="Kablet er i restordre.", by=house.by("mette"))
    house.clock.advance(OVER)
    run(house)
    assert "overdue" not in house.types(task)
    house.clock.advance(OVER)
    run(house)
    assert house.types(task).count("overdue") == 1


def test_a_deadline_that_a_diagram_cannot_tell_of_is_told_of_all_the_same(house: House) -> None:
    drawn = engine.versions(house.desk, "task_support_to_operations")[0]
    content = engine.content_of(house.desk, drawn.id)
    wrong = content.replace("Deadline på ${number} er".encode(), b"Deadline ${1 / (len(subject) - 14)} er")
    assert wrong != content
    engine.deploy(house.desk, wrong, by=None, note="Et emne på 14 tegn deler med 0")
    case = house.keep("mette")
    ours = house.create_task(case, "mette", "Netværk", agent="pia", agreed="ja")
    theirs = house.create_task(case, "mette", "Fagsystemer", agent="tue", agreed="ja")
    house.clock.advance(OVER)
    assert engine.fire_due_timers(house.desk) == 2
    for task, who in ((ours, "pia"), (theirs, "tue")):
        assert house.types(task).count("overdue") == 1
        assert any("overskredet" in subject for subject in house.told(who)), who
    assert "len(subject)" in house.last(ours, "overdue").details["fault"]


RUBBISH = {
    "a state that is none": "UPDATE instances SET state = 'x' WHERE item_kind = 'task' AND item_id = 1",
    "a task that is gone": "DELETE FROM tasks WHERE id = 1",
}


@pytest.mark.parametrize("what", RUBBISH)
def test_a_record_that_somebody_touched_holds_up_no_other_deadline(tampered: Tampered, what: str) -> None:
    house = tampered.house
    other = house.create_task(house.keep("mette"), "mette", "Netværk", deadline=house.clock() + 2 * OVER)
    with tampered.desk.database.engine.begin() as connection:
        free = "PRAGMA foreign_keys = OFF" if tampered.sqlite else "SET LOCAL session_replication_role = replica"
        connection.exec_driver_sql(free)
        connection.exec_driver_sql(RUBBISH[what])
    house.clock.advance(5 * OVER)
    engine.fire_due_timers(house.desk)
    assert house.types(other).count("overdue") == 1


def test_a_passed_deadline_goes_out_as_mail_in_the_same_look(house: House, smtp: MailServer) -> None:
    task = house.create_task(house.keep("mette"), "mette", "Netværk")
    house.clock.advance(OVER)
    run(house)
    subjects = [mail.message["Subject"] for mail in smtp.to("mette@sagsgang.example")]
    assert f"{task.number} har overskredet sin deadline: Undersøg kabel" in subjects


def test_whoever_listens_hears_of_each_passed_deadline_and_each_reopening(house: House) -> None:
    heard: list[str] = []

    def listen(occurrence: Occurrence) -> list[Notice]:
        heard.append(f"{occurrence.kind} {occurrence.user_task.name if occurrence.user_task else ''}")
        return []

    for kind in ("overdue", "reopened", "solved", "closed"):
        house.desk.hooks.subscribe(kind, "crm", listen)
    case = house.register("mette", "Netværk", agent="pia", agreed=True, deadline=house.clock() + timedelta(hours=1))
    house.clock.advance(OVER)
    engine.fire_due_timers(house.desk)  # the diagram draws it, and says so itself
    assert len(house.told("pia")) == 2
    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")
    engine.set_active(house.desk, house.id("pia"), False, by=house.id("kaj"))
    house.press(case, "Genåbn sagen", "mette", comment="Igen.", deadline=house.clock() + OVER)  # to the team
    assert heard == ["overdue Agent i drift løser sagen", "solved ", "reopened Agent i drift løser sagen"]


def test_who_has_switched_deadlines_off_hears_of_none_and_still_of_what_is_solved(house: House) -> None:
    task = house.create_task(house.keep("mette"), "mette", "Netværk", agent="pia", agreed=True)
    engine.set_muted(house.desk, ["overdue"], by=house.id("mette"))
    house.clock.advance(OVER)
    engine.fire_due_timers(house.desk)
    assert house.told("mette") == []
    house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")
    assert house.told("mette") == [f"Opgaven er løst [{task.number}]: {task.subject}"]


def test_a_hook_that_raises_stops_nothing_and_stands_in_the_history(house: House, smtp: MailServer) -> None:
    def crm(_: Occurrence) -> list[Notice]:
        raise OSError("CRM svarer ikke")

    house.desk.hooks.subscribe("ready", "crm", crm)
    case = house.register("mette", "Netværk")
    run(house)
    (failed,) = [e for e in engine.history_of(house.desk, Kind.CASE, case.id) if e.type == "hook-failed"]
    assert failed.details["hook"] == "crm"
    assert len(smtp.to("jonas@sagsgang.example")) == 1


def test_a_failed_message_is_visible_with_its_reason_and_goes_out_when_it_is_sent_again(
    house: House, smtp: MailServer
) -> None:
    case = house.keep("mette")
    smtp.refuse("gitte@kommunen.example", "550 5.1.1 No such person here")
    engine.send_external(house.desk, case.id, "Den virker nu.", by=house.by("mette"))
    run(house)
    (message,) = [one for one in messages(house, case) if one.kind == "external"]
    assert (message.delivery, message.reason) == (
        Delivery.FAILED,
        "Mailserveren svarer: 550 5.1.1 No such person here",
    )
    smtp.accept_all()
    engine.send_again(house.desk, message.id, by=house.by("mette"))
    run(house)
    (mail,) = smtp.to("gitte@kommunen.example")
    assert mail.message["Message-ID"] == message.message_id


def test_the_thread_brings_mail_out_by_itself(house: House, smtp: MailServer) -> None:
    runner = background(house.desk)
    runner.start()
    house.register("mette", "Netværk")
    smtp.wait_for(1)
    runner.stop(PATIENCE_SECONDS)


def test_without_a_mail_server_messages_stay_visible_with_the_reason(
    sqlite_url: str, tmp_path: Path, clock: SettableClock
) -> None:
    desk = engine.open_desk(Settings(sqlite_url, tmp_path / "other", secret_key="k" * 48), clock=clock)
    engine.install(desk)
    add_everybody(desk)
    house = House(desk, clock)
    case = house.register("mette", "Netværk")
    background(desk).run_due()
    assert {(one.delivery, one.reason) for one in messages(house, case)} == {
        (Delivery.NOT_SENT, "ikke sendt: ingen mailserver er sat op")
    }
    assert len(house.told("jonas")) == 1
    desk.close()
