"""A record that somebody touched: the pages of those who look after it say what does not add up, whatever was done."""

import sqlite3

import pytest
from flask_login import FlaskLoginClient

from engine import Kind
from engine.history.fold import state_at
from engine.history.reading import opened
from engine.store.history import record as records
from engine.store.history import subjects
from tests.fixtures.tampering import Tampered
from tests.web.conftest import signed_in
from tests.web.visitor import Visitor
from web import create_app
from web.audit import findings

CUSTOMER = '{"changes": {"customer_id": 777}}'
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
    return Visitor(app.test_client(user=signed_in(tampered.house, name)))


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
        f"UPDATE events SET data = '{CUSTOMER}' WHERE subject_kind = 'case' AND sequence = 2",
        f"UPDATE events SET data = '{RUN}' WHERE subject_kind = 'case' AND sequence = 2",
        "UPDATE events SET at = 'i går' WHERE subject_kind = 'case'",
        "DELETE FROM events WHERE subject_kind = 'case'",
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
    assert "SAG1: Team is Fagsystemer, but the history says Servicedesk." in rosa.text
    assert "instance 1: The state cannot be read: The kept state cannot be read." in rosa.text
    rosa.go("/forloeb/1")
    assert "Team is Fagsystemer, but the history says Servicedesk." in rosa.text and "historikken" not in rosa.text


MAIL = "UPDATE entries SET {} WHERE kind = 'mail'"
STEP = "UPDATE user_tasks SET {} WHERE state = 'waiting' AND item_kind = 'case'"


@pytest.mark.parametrize("tampered", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE cases SET agent_id = NULL", "Agent er ingen, men historikken siger Signe Dahl."),
        ("UPDATE cases SET agent_id = 99", "Agent er en ukendt (nr. 99), men historikken siger Signe Dahl."),
        ("UPDATE cases SET team_id = 99", "Team er et ukendt (nr. 99), men historikken siger Servicedesk."),
        ("UPDATE cases SET status = 'closed'", "Status er Lukket, men historikken siger Tildelt."),
        ("UPDATE cases SET category = ''", "Kategori er intet, men historikken siger ”Hardware”."),
        ('UPDATE cases SET extra = \'{"rum": "3"}\'', "Egne felter er rum: 3, men historikken siger intet."),
        ("UPDATE tasks SET blocking = 1", "Skal afsluttes før sagen kan lukkes er ja, men historikken siger nej."),
        ("UPDATE tasks SET deadline = NULL", "Deadline er intet, men historikken siger "),
        (f"UPDATE cases SET subject = '{'x' * 150}'", f"Emne er ”{'x' * 119}…”, men historikken siger ”Printer på"),
        (MAIL.format("text = 'Andet'"), "Teksten er ændret, siden det blev skrevet."),
        (MAIL.format("kind = 'internal'"), "Slags er Intern kommentar, men historikken siger Mail."),
        (MAIL.format("cc = '[]'"), "Kopi til er intet, men historikken siger per@kommunen.example."),
        ("DELETE FROM attachments", "Vedhæftede filer er intet, men historikken siger a.txt (7 byte)."),
        ("UPDATE attachments SET sha256 = 'x'", "Vedhæftede filer er ændret, siden det blev skrevet."),
        (STEP.format("role = 'agents'"), "Trinnet “Giv oplysninger og returnér”: Tilbudt er agenter, men"),
        (STEP.format("state = 'completed'"), "Tilstand er afsluttet, men historikken siger venter."),
        (STEP.format("id = 'x'"), "Trinnet “Giv oplysninger og returnér” er slettet."),
        (
            "UPDATE instances SET status = 'ended' WHERE id = 1",
            "Forløb 1: Tilstand er slut, men historikken siger i gang.",
        ),
        (
            "UPDATE instances SET definition_id = 2 WHERE id = 1",
            "Sag fra drift til support, version 1, men historikken",
        ),
    ],
)
def test_what_differs_is_said_by_name(tampered: Tampered, statement: str, said: str) -> None:
    tamper(tampered, statement)
    told = rosa_at(tampered).go("/kontrol/").press("Kontrollér historikken")
    assert said in told.text
    for word in ("_id", "_at", "None", "sha256", "UUID"):
        assert word not in told.text


@pytest.mark.parametrize("tampered", ["sqlite"], indirect=True)
def test_every_column_that_is_compared_has_its_words(tampered: Tampered) -> None:
    with tampered.desk.reading() as connection:
        (kept,) = records.read(connection, Kind.CASE, 1, 1)
    state = state_at(kept.subject, kept.id, map(opened, kept.links))
    rows = (("entry", state.entries), ("step", state.steps), ("instance", state.instances), ("message", state.messages))
    columns = {"item": {*state.row}} | {of: {*next(iter(found.values()))} for of, found in rows}
    columns["entry"].add("attachments")
    with tampered.desk.reading() as connection:
        others = subjects.everybody(connection) | subjects.deployed(connection)
    for (subject, _), row in others.items():
        columns.setdefault(subject.value, set()).update(row.keys() - {"password_hash"})
    assert set(findings.COLUMNS) == set(columns)
    for of, names in columns.items():
        assert set(names) <= set(findings.COLUMNS[of]), of


@pytest.mark.parametrize("tampered", ["sqlite"], indirect=True)
def test_each_finding_leads_to_where_it_is(tampered: Tampered) -> None:
    tamper(tampered, "UPDATE cases SET subject = 'Andet'")
    tamper(tampered, "UPDATE instances SET state = '' WHERE id = 2")
    tamper(tampered, "UPDATE definitions SET sha256 = 'x' WHERE id = 3")
    rosa = rosa_at(tampered).go("/kontrol/").press("Kontrollér historikken")
    links = {a.text_content(): a.get("href") for a in rosa.document.xpath("//*[@class='finding']//a")}
    (version,) = (place for place in links if place not in ("SAG1", "forløb 2"))
    key, _, number = version.partition(" ")
    assert links["SAG1"] == "/sager/1" and links["forløb 2"] == "/forloeb/2"
    assert links[version] == f"/processer/{key}?version={number}"
    for address in links.values():
        assert rosa.go(address).status in (200, 409), address


@pytest.mark.parametrize("tampered", ["sqlite"], indirect=True)
@pytest.mark.parametrize("what", ["status = 'rubbish'", "team_id = 99", "customer_id = 999", "deadline = 'i går'"])
def test_whoever_opens_a_case_that_was_touched_is_told_so(tampered: Tampered, what: str) -> None:
    tamper(tampered, f"UPDATE cases SET {what}")
    anders = at(tampered, "anders").go("/sager/1")
    assert anders.status == 500 and "uden om Sagsgang" in anders.text
    assert anders.go("/").status == 200


@pytest.mark.parametrize("tampered", ["sqlite"], indirect=True)
def test_whoever_is_gone_is_no_machine(tampered: Tampered) -> None:
    tamper(tampered, "UPDATE events SET actor_id = 99 WHERE subject_kind = 'case' AND sequence = 3")
    rosa = rosa_at(tampered).go("/forloeb/1")
    assert "person 99 (findes ikke mere)" in rosa.text
