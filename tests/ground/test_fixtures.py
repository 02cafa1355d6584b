"""The tests' own ground: what the fixtures promise."""

import smtplib
from datetime import timedelta
from email.message import EmailMessage

import pytest
from playwright.sync_api import Page
from sqlalchemy import create_engine, inspect, text

from engine.rules.registry import RULES
from engine.store.tables import metadata
from tests.fixtures.mail import MailServer
from tests.fixtures.time import SettableClock


def letter(*, to: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "desk@example.org", to, "Skærmen på 3. sal"
    message.set_content("Kære Mette,\n\nDet virker nu.")
    return message


def send(server: MailServer, *recipients: str) -> dict[str, tuple[int, bytes]]:
    with smtplib.SMTP("127.0.0.1", server.port, timeout=60) as client:
        return client.send_message(letter(to=", ".join(recipients)), to_addrs=recipients)


@pytest.mark.parametrize("visit", [1, 2])
def test_each_test_gets_an_empty_database_with_every_table(database_url: str, visit: int) -> None:
    engine = create_engine(database_url)
    with engine.begin() as connection:
        assert set(metadata.tables) <= set(inspect(connection).get_table_names())
        connection.execute(text("CREATE TABLE seen_by_another_test (visit INTEGER)"))
    engine.dispose()


def test_a_letter_arrives_with_its_danish_letters(smtp: MailServer) -> None:
    send(smtp, "mette@example.org")
    (mail,) = smtp.wait_for(1)
    assert mail.recipients == ("mette@example.org",)
    assert mail.message["Subject"] == "Skærmen på 3. sal"
    assert "Kære Mette" in mail.text


def test_one_refused_recipient_does_not_keep_the_letter_from_the_others(smtp: MailServer) -> None:
    smtp.refuse("jonas@example.org")
    refused = send(smtp, "mette@example.org", "jonas@example.org")
    assert refused["jonas@example.org"][0] == 550
    assert len(smtp.to("mette@example.org")) == 1
    assert smtp.to("jonas@example.org") == []


def test_a_server_that_refuses_all_takes_the_letter_later(smtp: MailServer) -> None:
    smtp.refuse_all()
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        send(smtp, "mette@example.org")
    smtp.accept_all()
    send(smtp, "mette@example.org")
    assert len(smtp.received) == 1


def test_a_server_comes_back_at_the_same_address(smtp: MailServer) -> None:
    smtp.stop()
    with pytest.raises(ConnectionRefusedError):
        send(smtp, "mette@example.org")
    smtp.start()
    send(smtp, "mette@example.org")
    assert len(smtp.received) == 1


def test_the_clock_stands_still_until_it_is_moved(clock: SettableClock) -> None:
    before = clock()
    assert clock() == before
    clock.advance(timedelta(hours=4))
    assert clock() - before == timedelta(hours=4)


def test_a_page_speaks_danish_in_a_real_browser(page: Page) -> None:
    page.set_content("<button>Opret sag</button>")
    page.get_by_role("button", name="Opret sag").click()
    assert page.evaluate("navigator.language") == "da-DK"


def test_a_rule_that_is_switched_off_is_not_asked(pytestconfig: pytest.Config) -> None:
    switched_off = set(pytestconfig.getoption("--without-rule"))
    assert not switched_off & {rule.number for rule in RULES}
