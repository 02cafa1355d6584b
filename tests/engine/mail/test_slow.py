"""Servers that take their time, hang up or never answer."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from engine.mail.delivery import deliver_due
from engine.mail.smtp import Server
from engine.model.correspondence import Delivery
from tests.engine.mail.conftest import PostOffice

HENRIK, GITTE = "henrik@firma.example", "gitte@kommunen.example"
HASTY_SECONDS = 3.0  # what answers at all answers in that time, on a busy machine too
NEVER_SECONDS = 600  # later than anybody waits: the server forgets it when it is stopped


@pytest.fixture
def silent() -> Iterator[str]:
    """A port where somebody listens and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"smtp://127.0.0.1:{server.getsockname()[1]}"


def test_a_slow_server_gets_the_time_it_needs(office: PostOffice) -> None:
    (row,) = office.write(HENRIK)
    office.smtp.dawdle(0.4)
    office.deliver()
    assert office.message(row).delivery == Delivery.SENT


def test_one_that_is_too_slow_keeps_the_message_waiting_and_gets_it_when_it_is_faster(office: PostOffice) -> None:
    (row,) = office.write(HENRIK)
    hasty = replace(office.post, server=replace(office.post.server, timeout_seconds=HASTY_SECONDS))
    office.smtp.dawdle(NEVER_SECONDS)
    deliver_due(hasty)
    assert office.message(row).delivery == Delivery.WAITING
    assert office.message(row).reason == "Forbindelsen til mailserveren brast: den svarer ikke i tide"
    office.smtp.accept_all()
    office.clock.advance(timedelta(minutes=1))
    deliver_due(hasty)
    assert len(office.smtp.received) == 1


def test_one_that_never_answers_is_asked_once_a_look(office: PostOffice, silent: str) -> None:
    rows = office.write(HENRIK, GITTE)
    mute = replace(office.post, server=replace(Server.from_url(silent), timeout_seconds=0.3))
    deliver_due(mute)
    assert {office.message(row).reason for row in rows} == {"Mailserveren kan ikke nås: den svarer ikke i tide"}


def test_one_that_hangs_up_between_two_messages_is_called_again(office: PostOffice) -> None:
    office.smtp.refuse(HENRIK, "421 4.3.2 Closing")
    henrik, gitte = office.write(HENRIK, GITTE)
    office.deliver()
    assert office.message(henrik).delivery == Delivery.WAITING
    assert office.message(gitte).delivery == Delivery.SENT
