"""A record that somebody touched: the pages of those who look after it say what does not add up, whatever was done."""

import sqlite3

import pytest
from flask_login import FlaskLoginClient

from tests.fixtures.tampering import Tampered
from tests.web.visitor import Visitor
from web import create_app
from web.here import Signed

CUSTOMER = '{"changes": {"customer_id": [1, 777]}}'
RUN = '{"instance": 1, "offered": 7, "path": 5}'


def tamper(tampered: Tampered, statement: str) -> None:
    with sqlite3.connect(tampered.desk.database.url.removeprefix("sqlite:///")) as connection:  # no foreign keys asked
        connection.execute(statement)


def rosa_at(tampered: Tampered) -> Visitor:
    return at(tampered, "rosa")


def at(tampered: Tampered, name: str) -> Visitor:
    app = create_app(tampered.desk)
    app.testing, app.test_client_class = True, FlaskLoginClient
    app.config["PROPAGATE_EXCEPTIONS"] = False  # as it is served
    return Visitor(app.test_client(user=Signed(tampered.house.agent(name))))


@pytest.mark.parametrize("tampered", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases SET status = 'rubbish'",
        "UPDATE cases SET extra = '7'",
        "UPDATE cases SET team_id = 99",
        "UPDATE cases SET customer_id = 999",
        "UPDATE cases SET deadline = 'i går'",
        "DELETE FROM cases",
        f"UPDATE events SET details = '{CUSTOMER}' WHERE item_kind = 'case' AND sequence = 2",
        f"UPDATE events SET details = '{RUN}' WHERE item_kind = 'case' AND sequence = 2",
        "UPDATE events SET at = 'i går' WHERE item_kind = 'case'",
        "DELETE FROM events WHERE item_kind = 'case'",
        "UPDATE instances SET definition_id = 2 WHERE item_kind = 'case'",
        "UPDATE instances SET state = ''",
    ],
)
def test_rosa_is_told_what_does_not_add_up(tampered: Tampered, statement: str) -> None:
    tamper(tampered, statement)
    rosa = rosa_at(tampered).go("/forloeb/1")
    assert rosa.status in (200, 409) and "stemmer ikke" in rosa.text
    assert "SAG1" in rosa.go("/forloeb/").text and "TSK1" in rosa.text


@pytest.mark.parametrize("tampered", ["sqlite"], indirect=True)
def test_rosa_reads_in_english_what_does_not_add_up(tampered: Tampered) -> None:
    tamper(tampered, "UPDATE cases SET team_id = 2")
    tamper(tampered, "UPDATE instances SET state = '' WHERE id = 1")
    rosa = rosa_at(tampered).go("/").press("English").go("/kontrol/").press("Check the record")
    assert "SAG1: team_id is 2, but the history says 1." in rosa.text
    assert "instance 1: The state cannot be read: The kept state cannot be read." in rosa.text
    rosa.go("/forloeb/1")
    assert "team_id is 2, but the history says 1." in rosa.text and "historikken" not in rosa.text


@pytest.mark.parametrize("tampered", ["sqlite"], indirect=True)
@pytest.mark.parametrize("what", ["status = 'rubbish'", "team_id = 99", "customer_id = 999", "deadline = 'i går'"])
def test_whoever_opens_a_case_that_was_touched_is_told_so(tampered: Tampered, what: str) -> None:
    tamper(tampered, f"UPDATE cases SET {what}")
    anders = at(tampered, "anders").go("/sager/1")
    assert anders.status == 500 and "uden om Sagsgang" in anders.text
    assert anders.go("/").status == 200
