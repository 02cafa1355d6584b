"""Mail that people wrote reaches those it was written to, whatever the server does meanwhile."""

from datetime import timedelta

from engine.mail import delivery
from engine.mail.delivery import LEASE, MOST_TRIES, delay_after, deliver_due
from engine.model.correspondence import Attachment, Delivery, Entry, EntryKind, Upload
from engine.model.items import Kind
from engine.model.people import Department
from engine.reasons import ANSWERED, NOBODY_LISTENS, OUT_OF_REACH
from engine.sentences import parts_of
from engine.store import Connection, Writes
from engine.store.people import people
from engine.store.work import correspondence, outbox
from tests.engine.mail.conftest import DESK, SENDER, PostOffice
from tests.fixtures.threads import at_once

HENRIK, GITTE, OLE = "henrik@firma.example", "gitte@kommunen.example", "ole@kommunen.example"
MINUTE = timedelta(minutes=1)


def test_a_mail_to_three_arrives_at_all_three_under_its_one_message_id(office: PostOffice) -> None:
    rows = office.write(HENRIK, GITTE, OLE)
    office.deliver()
    assert [mail.recipients for mail in office.smtp.received] == [(HENRIK,), (GITTE,), (OLE,)]
    assert {mail.message["Message-ID"] for mail in office.smtp.received} == {"<et-brev@kommunen.example>"}
    assert office.smtp.received[0].sender == SENDER
    assert office.smtp.received[0].text.splitlines()[2] == "Nøglerne ligger i receptionen."
    assert office.message(rows[0]).sent_at == office.clock()


def test_what_was_sent_is_not_sent_again(office: PostOffice) -> None:
    office.write(HENRIK)
    office.deliver()
    office.clock.advance(LEASE * 10)
    office.deliver()
    assert len(office.smtp.received) == 1


def test_one_who_is_refused_for_now_gets_it_later_and_the_others_get_nothing_twice(office: PostOffice) -> None:
    office.write(HENRIK, GITTE, OLE)
    office.smtp.refuse(GITTE, "451 4.3.0 Try again later")
    office.deliver()
    assert office.states() == {HENRIK: Delivery.SENT, GITTE: Delivery.WAITING, OLE: Delivery.SENT}
    office.smtp.accept_all()
    office.deliver()
    assert office.smtp.to(GITTE) == []  # not before its time
    office.clock.advance(MINUTE)
    office.deliver()
    assert [len(office.smtp.to(one)) for one in (HENRIK, GITTE, OLE)] == [1, 1, 1]


def test_one_who_is_refused_for_good_is_failed_with_the_servers_words(office: PostOffice) -> None:
    henrik, gitte = office.write(HENRIK, GITTE)
    office.smtp.refuse(HENRIK, "550 5.1.1 No such person here")
    office.deliver()
    assert office.states() == {HENRIK: Delivery.FAILED, GITTE: Delivery.SENT}
    reason = office.message(henrik).reason
    assert reason == "Mailserveren svarer: 550 5.1.1 No such person here"
    assert parts_of(reason) == [ANSWERED, {"answer": "550 5.1.1 No such person here"}], "it can be told in English"
    assert parts_of(office.message(gitte).reason or "") is None


def test_what_failed_can_be_sent_again_by_a_person(office: PostOffice) -> None:
    (row,) = office.write(HENRIK)
    office.smtp.refuse(HENRIK)
    office.deliver()
    office.smtp.accept_all()
    with office.database.write() as connection:
        assert outbox.send_again(connection, office.message(row), office.clock(), by=1, desk=DESK)
    office.deliver()
    assert office.message(row).delivery == Delivery.SENT
    assert office.message(row).reason is None


def test_when_all_are_refused_nothing_is_lost(office: PostOffice) -> None:
    rows = office.write(HENRIK, GITTE, OLE)
    office.smtp.refuse_all("451 4.3.0 Greylisted")
    office.deliver()
    assert set(office.states().values()) == {Delivery.WAITING}
    assert office.message(rows[0]).reason == "Mailserveren svarer: 451 4.3.0 Greylisted"
    office.smtp.accept_all()
    office.clock.advance(MINUTE)
    office.deliver()
    assert len(office.smtp.received) == 3


def test_a_server_that_is_down_is_asked_once_a_look_and_gets_everything_when_it_is_up(office: PostOffice) -> None:
    rows = office.write(HENRIK, GITTE, OLE)
    office.smtp.stop()
    assert deliver_due(office.post) == office.clock() + MINUTE
    assert {office.message(row).attempts for row in rows} == {1}
    reason = office.message(rows[2]).reason
    assert reason == "Mailserveren kan ikke nås: ingen svarer på dens adresse og port"
    assert parts_of(reason) == [OUT_OF_REACH, {"why": [NOBODY_LISTENS, {}]}]
    office.smtp.start()
    office.clock.advance(MINUTE)
    assert deliver_due(office.post) is None
    assert len(office.smtp.received) == 3


def test_the_wait_doubles_up_to_three_hours_and_after_a_day_it_is_given_up(office: PostOffice) -> None:
    (row,) = office.write(HENRIK)
    office.smtp.refuse_all("451 4.3.0 Try again later")
    began, waits = office.clock(), []
    while office.message(row).delivery == Delivery.WAITING:
        office.deliver()
        due = office.message(row).due_at
        if due:
            waits.append(due - office.clock())
            office.clock.set(due)
    assert waits[:4] == [MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE]
    assert max(waits) == timedelta(hours=3)
    assert office.message(row).attempts == MOST_TRIES
    assert office.message(row).delivery == Delivery.FAILED
    assert timedelta(hours=20) < office.clock() - began < timedelta(hours=30)


def test_what_a_clock_that_was_wrong_planned_for_tomorrow_goes_out_today(office: PostOffice) -> None:
    office.clock.advance(timedelta(days=1))
    (row,) = office.write("henrik@firma.example")
    office.smtp.refuse_all()
    office.deliver()
    office.clock.advance(-timedelta(days=1))
    office.smtp.accept_all()
    office.deliver()
    assert office.message(row).delivery == Delivery.SENT


def test_no_number_of_tries_is_too_much_for_the_arithmetic() -> None:
    assert delay_after(10_000) == outbox.LONGEST_DELAY


def test_what_is_never_to_be_sent_stays(office: PostOffice) -> None:
    (row,) = office.write(HENRIK, delivery=Delivery.NOT_SENT, reason="ikke sendt: genafspilning")
    office.clock.advance(timedelta(days=30))
    office.deliver()
    assert office.smtp.received == []
    with office.database.write() as connection:
        assert not outbox.send_again(connection, office.message(row), office.clock(), by=1, desk=DESK)


def test_an_address_that_is_none_fails_with_a_sentence_and_holds_up_nobody(office: PostOffice) -> None:
    wrong, right = office.write("gitte at kommunen", GITTE)
    office.deliver()
    assert office.message(wrong).reason == "“gitte at kommunen” er ikke en mailadresse. Skriv fx navn@firma.dk."
    assert office.message(right).delivery == Delivery.SENT


def test_two_workers_at_once_send_everything_once(office: PostOffice) -> None:
    many = [f"person{number}@firma.example" for number in range(30)]
    office.write(*many)
    at_once(*[lambda: deliver_due(office.post)] * 2)
    assert sorted(one for mail in office.smtp.received for one in mail.recipients) == sorted(many)


def test_more_than_a_batch_is_due_again_at_once(office: PostOffice) -> None:
    office.write(*(f"person{number}@firma.example" for number in range(delivery.BATCH + 1)))
    assert deliver_due(office.post) == office.clock()
    assert deliver_due(office.post) is None
    assert len(office.smtp.received) == delivery.BATCH + 1


def test_files_go_with_the_mail(office: PostOffice) -> None:
    kept = office.files.keep(Upload("plan æøå.pdf", b"%PDF-1.7"))
    with office.database.write() as connection:
        entry = _entry_of_nobody(connection, office, kept)
    office.write(HENRIK, entry_id=entry)
    office.deliver()
    (file,) = office.smtp.received[0].message.iter_attachments()
    assert (file.get_filename(), file.get_content_type()) == ("plan æøå.pdf", "application/pdf")
    assert file.get_content() == b"%PDF-1.7"


def test_a_mail_whose_file_is_away_waits_until_it_is_back(office: PostOffice) -> None:
    kept = office.files.keep(Upload("plan.pdf", b"%PDF-1.7"))
    with office.database.write() as connection:
        entry = _entry_of_nobody(connection, office, kept)
    (row,) = office.write(HENRIK, entry_id=entry)
    away = office.files.folder.rename(office.files.folder.with_name("away"))
    office.deliver()
    assert office.message(row).delivery == Delivery.WAITING
    assert office.message(row).reason == "Filen findes ikke længere."
    away.rename(office.files.folder)
    office.clock.advance(MINUTE)
    office.deliver()
    assert office.message(row).delivery == Delivery.SENT


def test_a_mail_whose_file_is_another_fails_with_the_reason(office: PostOffice) -> None:
    name, sha256, size = office.files.keep(Upload("plan.pdf", b"%PDF-1.7"))
    with office.database.write() as connection:
        entry = _entry_of_nobody(connection, office, (name, sha256, size))
    (row,) = office.write(HENRIK, entry_id=entry)
    (office.files.folder / sha256[:2] / sha256).write_bytes(b"%PDF-2.0")
    office.deliver()
    assert office.message(row).delivery == Delivery.FAILED
    assert office.message(row).reason == "Filen er ændret, efter at den blev gemt."


def _entry_of_nobody(connection: Connection, office: PostOffice, file: tuple[str, str, int]) -> int:
    team = people.add_team(connection, "Servicedesk", Department.SUPPORT, is_main=True, is_default=True)
    columns = {"name": "Mette", "username": "mette", "department": "support", "team_id": team, "roles": []}
    writes = Writes(connection)
    entry = Entry(
        id=1,
        kind=EntryKind.MAIL,
        item_kind=Kind.CASE,
        item_id=7,
        text="Hej",
        written_by=people.add_agent(connection, **columns),
        written_at=office.clock(),
        attachments=(Attachment(0, 1, *file),),
    )
    correspondence.add(writes, entry)
    writes.send()
    return entry.id
