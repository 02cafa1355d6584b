"""Addresses as people type them, greetings, and headers that nothing a person writes can break out of."""

from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest

from engine.greeting import footer, header, lacks_greeting, wrap_external
from engine.mail.compose import as_email
from engine.model.correspondence import Delivery, Message, Upload
from engine.model.items import Kind
from engine.model.outgoing import Due
from engine.texts.addresses import Address, parse_addresses

SENDER = "sagsgang@kommunen.example"


def as_received(attachments: tuple[Upload, ...] = (), **changes: Any) -> EmailMessage:
    """The letter of such a row, read again from its bytes."""
    row: dict[str, Any] = {
        "id": 1,
        "key": "1",
        "message_id": "<1@kommunen.example>",
        "kind": "mail",
        "item_kind": Kind.TASK,
        "item_id": 3,
        "entry_id": None,
        "recipient": "henrik@firma.example",
        "address": "henrik@firma.example",
        "subject": "Nøgler [SAG7]",
        "body": "Hej\n\nTak.",
        "delivery": Delivery.WAITING,
        "attempts": 1,
        "due_at": None,
        "reason": None,
        "created_at": datetime(2026, 3, 2, 8, 0, tzinfo=UTC),
    }
    letter = as_email(Due(Message(**row | changes), case_id=7), SENDER, attachments)
    received = message_from_bytes(letter.as_bytes(), policy=policy.default)
    assert isinstance(received, EmailMessage)
    return received


def text_of(letter: EmailMessage) -> str:
    body = letter.get_body()
    assert body is not None
    return str(body.get_content()).replace("\r\n", "\n")


def test_addresses_stand_between_commas_semicolons_and_line_ends_each_once() -> None:
    found = parse_addresses("a@b.dk; Henrik <h@f.dk>\n a@B.dk,, x@blåbær.dk;")
    assert [one.shown for one in found] == ["a@b.dk", "Henrik <h@f.dk>", "x@xn--blbr-roah.dk"]


def test_a_name_may_have_a_comma_in_it() -> None:
    assert parse_addresses("Gitte Sørensen, Borgerservice <g@k.dk>, h@f.dk") == (
        Address("g@k.dk", "Gitte Sørensen, Borgerservice"),
        Address("h@f.dk"),
    )


def test_nothing_is_no_address() -> None:
    assert parse_addresses(" ,\n; ") == ()


BAD = [
    "Gitte",
    "a@",
    "@b.dk",
    "a b@c.dk",
    "<a@b.dk",
    "a@b..dk",
    "a@b.dk, Bo",
    "a@b@c.dk",
    "å@b.dk",
    "a@b.dk\r\nBcc: x@y.dk",
]


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_address_is_named_in_a_sentence(bad: str) -> None:
    with pytest.raises(ValueError, match=r"^“.+” er ikke en mailadresse\. Skriv fx navn@firma\.dk\.$"):
        parse_addresses(bad)


def test_so_many_receivers_are_too_many() -> None:
    with pytest.raises(ValueError, match=r"^Der er 51 modtagere; højst 50 i én mail\.$"):
        parse_addresses(",".join(f"p{number}@firma.dk" for number in range(51)))


def test_a_field_of_receivers_has_an_end() -> None:
    with pytest.raises(ValueError, match=r"^Feltet er på 200000 tegn"):
        parse_addresses("a," * 100_000)


@pytest.mark.parametrize("name", ["svar.eml", "side.mht", "log.tar.gz", "uden", "notat.txt", "æøå.pdf"])
def test_a_file_arrives_as_it_was_whatever_it_is(name: str) -> None:
    content = b"From: a@b.dk\r\nSubject: Hej\r\n\r\n" + b"x" * 2000 + b"\xff\x00"
    (file,) = as_received((Upload(name, content),)).iter_attachments()
    assert (file.get_filename(), file.get_payload(decode=True)) == (name, content)


def test_an_external_comment_is_wrapped_in_hej_and_venlig_hilsen_from_team_and_agent() -> None:
    wrapped = wrap_external(header("Gitte Sørensen, Borgerservice"), "Den virker nu.\n", footer("Servicedesk", "Mette"))
    assert wrapped == "Hej Gitte Sørensen\n\nDen virker nu.\n\nMed venlig hilsen\nMette\nServicedesk\n"


def test_without_an_agent_the_team_alone_signs() -> None:
    assert footer("Servicedesk", None) == "Med venlig hilsen\nServicedesk"


@pytest.mark.parametrize("text", ["Kære bruger\nOk", "hej bruger", "Ok.\n\nMed venlig hilsen\nMette", "Ok\nmvh"])
def test_a_salutation_or_a_farewell_is_a_greeting(text: str) -> None:
    assert not lacks_greeting(text)


@pytest.mark.parametrize("text", ["Den virker nu.", "Hejsen er i stykker", "Jeg sagde hej", ""])
def test_other_words_are_none(text: str) -> None:
    assert lacks_greeting(text)


def test_to_and_cc_are_shown_to_everyone_and_the_case_keeps_the_thread() -> None:
    letter = as_received(to=("Henrik Palle, Skole <henrik@firma.example>",), cc=("a@b.dk", "c@d.dk"))
    assert [a.addr_spec for a in letter["To"].addresses] == ["henrik@firma.example"]
    assert letter["To"].addresses[0].display_name == "Henrik Palle, Skole"
    assert [a.addr_spec for a in letter["Cc"].addresses] == ["a@b.dk", "c@d.dk"]
    assert letter["References"] == "<sag7@kommunen.example>"
    assert letter["Date"] == "Mon, 02 Mar 2026 08:00:00 +0000"


def test_a_customer_without_an_address_stands_in_no_header() -> None:
    assert as_received(to=("Mads Iversen",))["To"] is None


@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r", "\x0b", "\x85", "\u2028"])
def test_no_text_gets_out_of_its_header(line_end: str) -> None:
    evil = f"Hej{line_end}Bcc: spion@andre.example{line_end}{line_end}Ny tekst"
    letter = as_received(
        (Upload(evil, b"x"),), subject=evil, message_id=f"<1@k.example>{line_end}X-Ond: 1", to=(f"{evil} <a@b.dk>",)
    )
    assert letter["Bcc"] is None
    assert letter["X-Ond"] is None
    assert letter["Subject"] == "Hej Bcc: spion@andre.example Ny tekst"
    assert [a.addr_spec for a in letter["To"].addresses] == ["a@b.dk"]


def test_letters_of_every_language_arrive_as_they_were_written() -> None:
    body = "Kære Ayşe\n\n" + "ø" * 3000
    letter = as_received(subject="Ærø 🛠 ещё", body=body, recipient="Ayşe Demir <ayse@k.example>")
    assert letter["Subject"] == "Ærø 🛠 ещё"
    assert letter["To"].addresses[0].display_name == "Ayşe Demir"
    assert text_of(letter) == body + "\n"


def test_every_line_of_it_is_plain_ascii_on_the_wire() -> None:
    assert as_received(body="blåbærgrød").as_bytes().isascii()


def test_a_notice_says_why_it_came_and_that_nobody_need_answer_it() -> None:
    letter = as_received(kind="notice", why="Du får beskeden, fordi den er tildelt dig.")
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    assert text_of(letter).endswith("\n-- \nDu får beskeden, fordi den er tildelt dig.\n")


def test_what_a_person_writes_may_be_answered_by_any_machine() -> None:
    letter = as_received()
    assert letter["Auto-Submitted"] is letter["X-Auto-Response-Suppress"] is None


def test_it_comes_from_the_team_at_the_desks_address() -> None:
    assert str(as_received(sender="Netværk & Ålborg")["From"]) == f"Netværk & Ålborg <{SENDER}>"
    assert str(as_received()["From"]) == f"Sagsgang <{SENDER}>"
