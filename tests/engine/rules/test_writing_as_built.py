"""Rules of the correspondence that no function refuses, since it is built so."""

from collections.abc import Callable

import pytest

import engine
from engine import By, Case, Delivery, EntryKind, Kind, Message, Task, Upload
from engine.errors import DeskError, Invalid, NotFound, Refused
from engine.hooks import NOTICE_KINDS, Occurrence, OccurrenceKind
from tests.engine.rules.people import DIRECTORY, DORTE, NOW, OMAR, a_case
from tests.fixtures.house import House

MAIL = "Kære Gitte\nHvornår er lokalet ledigt?\nMed venlig hilsen\nPia Lund"


def given(house: House) -> tuple[Case, Task]:
    """A case that Anders keeps, and its task that Pia of operations has."""
    case = house.keep("anders")
    task = house.create_task(case, "anders", "Netværk")
    house.press(task, "Tildel", "jonas", agent="pia")
    return case, task


def sent(house: House, case: Case, kind: str) -> list[Message]:
    return [message for message in engine.messages_of(house.desk, Kind.CASE, case.id) if message.kind == kind]


def test_an_external_comment_is_wrapped_and_signed_by_team_and_case_agent(house: House) -> None:
    case = house.keep("anders")
    engine.send_external(house.desk, case.id, "Printeren virker igen.", by=house.by("anders"))
    (message,) = sent(house, case, "external")
    assert message.body.startswith("Hej Gitte Sørensen\n\nPrinteren virker igen.\n\nMed venlig hilsen\n")
    assert "Servicedesk" in message.body and "Anders Krogh" in message.body
    assert message.address == "gitte@kommunen.example"


def test_while_only_a_team_has_the_case_the_team_alone_signs(house: House) -> None:
    case = house.register("anders", "Netværk")
    _, footer = engine.look_at(house.desk, case.kind, case.id, by=house.id("anders")).wrapping
    assert footer.splitlines() == ["Med venlig hilsen", "Netværk"]
    house.press(case, "Tildel", "jonas", agent="pia")
    _, footer = engine.look_at(house.desk, case.kind, case.id, by=house.id("anders")).wrapping
    assert set(footer.splitlines()) == {"Med venlig hilsen", "Netværk", "Pia Lund"}


def test_it_goes_to_the_customer_who_is_saved(house: House) -> None:
    case = house.keep("anders")
    henrik = house.customer("Henrik")
    engine.edit_case(house.desk, case.id, {"customer": henrik.id}, by=house.by("anders"))
    engine.send_external(house.desk, case.id, "Printeren virker igen.", by=house.by("anders"), seen_customer=henrik.id)
    assert [message.address for message in sent(house, case, "external")] == [henrik.email]


def test_an_external_comment_from_a_task_is_neither_sent_nor_kept(house: House) -> None:
    case, task = given(house)
    with pytest.raises(Refused) as refused:
        engine.send_external(house.desk, task.id, "Hvornår?", by=house.by("pia"), kind=Kind.TASK)
    assert refused.value.rule == "R067"
    assert sent(house, case, "external") == []
    assert engine.entries_of(house.desk, Kind.TASK, task.id) == engine.entries_of(house.desk, Kind.CASE, case.id) == ()


def test_the_task_agent_mails_from_the_case_and_the_task_tells_of_it(house: House) -> None:
    case, task = given(house)
    entry = engine.send_mail(
        house.desk,
        task.id,
        kind=Kind.TASK,
        to="gitte@kommunen.example",
        subject="Lokale",
        text=MAIL,
        by=house.by("pia"),
    )
    assert (entry.kind, entry.item_kind, entry.item_id) == (EntryKind.MAIL, Kind.CASE, case.id)
    assert "mail-sent" in house.types(task)


def test_a_mail_to_a_partner_goes_as_it_is_written_to_each_recipient_and_copy(house: House) -> None:
    case = house.keep("anders")
    text = "Hej\nKan I skifte tromlen?\nMed venlig hilsen\nAnders"
    engine.send_mail(
        house.desk,
        case.id,
        to="service@printer.example",
        cc="bo@printer.example, ida@printer.example",
        subject="Tromle",
        text=text,
        by=house.by("anders"),
    )
    messages = sent(house, case, "mail")
    assert [message.address for message in messages] == [
        "service@printer.example",
        "bo@printer.example",
        "ida@printer.example",
    ]
    assert {message.body.strip() for message in messages} == {text}


def test_a_comment_stays_internal_even_as_the_solution(house: House) -> None:
    case = house.keep("anders")
    note = engine.write_comment(house.desk, Kind.CASE, case.id, "Tromlen er slidt.", by=house.by("anders"))
    engine.mark_as_solution(house.desk, note.id, by=house.by("anders"))
    (entry,) = engine.entries_of(house.desk, Kind.CASE, case.id)
    assert (entry.kind, entry.is_solution) == (EntryKind.INTERNAL, True)
    assert sent(house, case, "external") == sent(house, case, "mail") == []


def test_the_mark_moves_and_the_item_remembers_the_one_solution(house: House) -> None:
    _, task = given(house)
    first = engine.write_comment(house.desk, Kind.TASK, task.id, "Nyt kabel.", by=house.by("pia"), as_solution=True)
    second = engine.write_comment(house.desk, Kind.TASK, task.id, "Ny port.", by=house.by("pia"))
    engine.mark_as_solution(house.desk, second.id, by=house.by("pia"))
    marks = {entry.id: entry.is_solution for entry in engine.entries_of(house.desk, Kind.TASK, task.id)}
    assert marks == {first.id: False, second.id: True}
    assert house.now(task).solution_entry_id == second.id


def test_a_file_hangs_on_its_entry(house: House) -> None:
    case = house.keep("anders")
    photo = Upload("printer.txt", b"papirstop")
    written = engine.write_comment(
        house.desk, Kind.CASE, case.id, "Se displayet.", by=house.by("anders"), attachments=[photo]
    )
    (entry,) = engine.entries_of(house.desk, Kind.CASE, case.id)
    assert [(one.name, one.entry_id) for one in entry.attachments] == [("printer.txt", written.id)]
    _, content, _ = engine.read_attachment(house.desk, entry.attachments[0].id, by=house.id("anders"))
    assert content == b"papirstop"


def test_a_message_from_outside_is_for_the_case_agent_and_without_one_for_the_dispatcher() -> None:
    gives = NOTICE_KINDS[OccurrenceKind.MESSAGE_RECEIVED].subscriber
    assert gives

    def told(case: Case) -> list[int | None]:
        received = Occurrence(OccurrenceKind.MESSAGE_RECEIVED, case, case, NOW, None, DIRECTORY)
        return [notice.agent_id for notice in gives(received)]

    assert told(a_case()) == [OMAR.id]
    assert told(a_case(agent_id=None)) == [DORTE.id]


def test_what_was_not_sent_since_it_was_ones_own_act_is_not_sent_again(house: House) -> None:
    case, task = given(house)
    agreed = {"R051": "aftalt med Anders"}
    engine.edit_task(house.desk, task.id, {"approver": house.id("pia")}, by=By(house.id("anders"), reasons=agreed))
    house.press(task, "Marker som løst", "pia", solution="Kablet er skiftet.")
    house.desk.not_sent = None  # a mail server was set up since
    for message in engine.messages_of(house.desk, Kind.TASK, task.id):
        if message.reason == "ikke sendt: samme person":
            with pytest.raises(Invalid, match="kan ikke sendes igen"):
                engine.send_again(house.desk, message.id, by=house.by("pia"))
        else:
            assert engine.send_again(house.desk, message.id, by=house.by("pia")).delivery == Delivery.WAITING


ODD = ["a\x00b", "a\u202eb", "a\r\nBcc: x@y.dk"]


@pytest.mark.parametrize("odd", ODD, ids=["nul", "right to left", "line end"])
def test_whatever_is_typed_is_kept_or_refused_with_a_sentence(house: House, odd: str) -> None:
    """Never a fault of the database's; both databases."""
    desk, anders, lars = house.desk, house.id("anders"), house.id("lars")
    case = house.keep("anders")
    closed = house.keep("anders")
    house.press(closed, "Løs og luk sagen", "anders", solution="Færdig.")
    acts: list[Callable[[], object]] = [
        lambda: engine.write_comment(desk, Kind.CASE, case.id, odd, by=By(anders), attachments=[Upload(odd, b"x")]),
        lambda: engine.write_comment(desk, Kind.CASE, case.id, "Ringet.", by=By(anders, on_behalf_of=odd)),
        lambda: engine.edit_case(desk, case.id, {"subject": odd, "category": odd}, by=By(anders)),
        lambda: engine.send_external(desk, case.id, odd, by=By(anders)),
        lambda: engine.send_mail(desk, case.id, to=f"{odd} <a@b.dk>", subject=f"Hej {odd}", text=MAIL, by=By(anders)),
        lambda: engine.reopen_case(desk, closed.id, why=odd, by=By(anders)),
        lambda: house.create_task(case, "lars", "Netværk", overrides={"A-18": odd}),
        lambda: house.register("anders", "Netværk", subject=odd, description=odd * 9),
        lambda: engine.add_customer(desk, name=odd, email=None, phone=odd, by=anders),
        lambda: engine.find_customers(desk, odd),
        lambda: engine.find_item(desk, odd, by=lars),
        lambda: engine.find_step(desk, odd),
    ]
    for act in acts:
        try:
            act()
        except DeskError as error:
            assert str(error)


@pytest.mark.parametrize("number", [0, -1, 2**31, 2**63, 10**30])
def test_a_number_of_nothing_is_not_found(house: House, number: int) -> None:
    for kind in Kind:
        with pytest.raises(NotFound):
            engine.look_at(house.desk, kind, number, by=house.id("anders"))
