"""What is replayed stays in the house: nothing is delivered, by no worker, and nobody can send it again."""

from dataclasses import replace as changed
from datetime import timedelta
from itertools import islice

import pytest
from sqlalchemy import MetaData, select, update

import engine
from engine import By, Delivery, Desk, Message, Settings
from engine.desk.background import handlers
from engine.errors import Invalid
from engine.store import Holder
from engine.store.history import subjects
from engine.transaction.chains import recorded
from tests.engine.replay.conftest import Replay
from tests.fixtures.mail import MailServer
from tests.fixtures.time import SettableClock


def _messages(desk: Desk) -> list[Message]:
    tables = MetaData()
    with desk.database.engine.connect() as connection:
        tables.reflect(connection)
        about = connection.execute(select(tables.tables["outbox"].c["item_kind", "item_id"]).distinct()).all()
    return [m for kind, number in about for m in engine.messages_of(desk, engine.Kind(kind), number)]


def _give_addresses(desk: Desk) -> None:
    """Somebody enters the addresses of customers and agents while the replay is under way."""
    tables = MetaData()
    with desk.database.write() as connection, recorded(desk, connection, None, subjects.everybody):
        tables.reflect(connection)
        for name in ("customers", "people"):
            connection.execute(update(tables.tables[name]).values(email="nogen@kommunen.example"))
        version = tables.tables["marks"]
        connection.execute(update(version).where(version.c.name == "directory").values(value="1000"))


def test_nothing_replayed_is_to_be_sent(replay: Replay) -> None:
    replay.play()
    messages = _messages(replay.desk)
    assert {message.kind for message in messages} == {"external", "notice"}
    assert {message.delivery for message in messages} == {Delivery.NOT_SENT}
    assert {message.address for message in messages} == {None}
    assert {message.reason for message in messages} == {"ikke sendt: genafspilning"}


def test_nothing_leaves_later_either(short: Replay, settings: Settings, smtp: MailServer, clock: SettableClock) -> None:
    """The replayed desk goes into service, with a mail server and addresses that were entered half way."""
    for _ in islice(short.player().play(), 100):
        pass
    _give_addresses(short.desk)
    short.play()
    desk = engine.open_desk(changed(settings, smtp_url=smtp.url), clock=clock)
    addressed = [message for message in _messages(desk) if message.address]
    assert addressed
    for handler in handlers(desk, Holder("prøve", timedelta(hours=1))).values():
        handler()
    anna = next(a.id for a in desk.directory().agents.values() if a.name == "Anna")
    for message in addressed:
        with pytest.raises(Invalid):
            engine.send_again(desk, message.id, by=By(anna))
    for handler in handlers(desk, Holder("prøve", timedelta(hours=1))).values():
        handler()
    assert smtp.received == []
    desk.close()
