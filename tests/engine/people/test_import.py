"""Customers and people from files: tried first, done whole or not at all, and hostile files answered by a sentence."""

import random
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

import engine
from engine import ImportLine, RowOutcome
from engine.errors import Invalid
from tests.fixtures.house import House

CUSTOMERS = """navn;mail;telefon;afdeling
Åse Bjørnå;aase@k.example;+45 12 34;Vandværket
Gitte Sørensen, Borgerservice;gitte@KOMMUNEN.example;33 44;
Ole Ipsen, Vej og Park;;;
"""
PEOPLE = """navn,brugernavn,hjemmeteam,teams,dispatcher,teamleder,roller
Ny Person,ny.person,Netværk,Netværk|Servicedesk,Netværk,Servicedesk,Revisor
Pia Lund,pia,Netværk,,,,
"""


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    return sqlite_url


def outcomes(lines: tuple[ImportLine, ...]) -> list[str]:
    return [line.outcome.value for line in lines]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_customers_are_tried_then_brought_in_and_twice_gives_nothing_new(house: House, encoding: str) -> None:
    content = CUSTOMERS.replace("\n", "\r\n").encode(encoding)
    before = engine.list_customers(house.desk).rows
    assert outcomes(engine.import_customers(house.desk, content)) == ["new", "changed", "same"]
    assert engine.list_customers(house.desk).rows == before
    assert outcomes(engine.import_customers(house.desk, content, do=True)) == ["new", "changed", "same"]
    (new,) = engine.find_customers(house.desk, "vandværk")
    assert (new.name, new.phone, house.customer("Gitte").phone) == ("Åse Bjørnå", "+45 12 34", "33 44")
    assert outcomes(engine.import_customers(house.desk, content, do=True)) == ["same"] * 3


def test_who_was_merged_is_read_as_the_other_and_each_customer_stands_in_one_row(house: House) -> None:
    desk, by, lars = house.desk, house.id("anders"), house.id("lars")
    known: dict[str, Any] = {"phone": None, "by": by, "seen_alike": range(1_000)}
    old, twin, kept = (
        engine.add_customer(desk, name=name, email=email, **known)
        for name, email in (("Aase B.", "old@k.example"), ("Aase B.", "old@k.example"), ("Åse", "new@k.example"))
    )
    for seen, one in enumerate((old, twin), start=1):
        engine.merge_customers(desk, one.id, kept.id, by=lars, seen=1, seen_into=seen)
    rows = b"navn;mail;telefon\nAase B.;OLD@k.example;12 34\n"
    (line,) = engine.import_customers(desk, rows, do=True)
    assert line.outcome is RowOutcome.CHANGED
    now = engine.get_customer(desk, old.id)
    assert (now.id, now.name, now.email, now.phone) == (kept.id, "Aase B.", "new@k.example", "12 34")
    assert outcomes(engine.import_customers(desk, rows)) == ["same"]
    (_, second) = engine.import_customers(desk, rows + b"Aase B.;new@k.example;\n")
    assert second.sentence == "Står allerede på linje 2."


def test_people_arrive_without_a_password_with_teams_and_roles(house: House) -> None:
    assert outcomes(engine.import_people(house.desk, PEOPLE.encode(), do=True)) == ["new", "same"]
    new = house.agent("ny.person")
    names = {
        team.id: name for name in ("Netværk", "Servicedesk") for team in [house.desk.directory().teams[house.id(name)]]
    }
    assert {names[team] for team in new.teams} == {"Netværk", "Servicedesk"} and new.roles == {"auditor"}
    assert ([names[t] for t in new.dispatches], [names[t] for t in new.leads]) == (["Netværk"], ["Servicedesk"])
    with pytest.raises(engine.errors.SignInRefused):
        engine.sign_in(house.desk, "ny.person", "")
    assert outcomes(engine.import_people(house.desk, PEOPLE.encode(), do=True)) == ["same", "same"]
    moved = PEOPLE.replace("Pia Lund,pia,Netværk,,", "Pia Lund,pia,Netværk,Netværk|Servicedesk,")
    (line,) = [line for line in engine.import_people(house.desk, moved.encode(), do=True) if line.name == "Pia Lund"]
    assert line.outcome is RowOutcome.CHANGED and "teams" in line.sentence
    assert house.id("Servicedesk") in house.agent("pia").teams


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("=HYPERLINK(1);a@k.example", "formel"),
        ("@SUM(A1);a@k.example", "formel"),
        ("Ida;ikke en adresse", "mailadresse"),
        (";a@k.example", "Skriv et navn"),
        ("Ida;a@k.example;;;;", "celler"),
        ("\u3164;a@k.example", "Skriv et navn"),
        ("Ida;b@k.example\nIda;B@k.example", "Står allerede på linje 2."),
        (";".join("x" * 1_000_000), "1000000 celler"),
    ],
)
def test_one_wrong_row_is_told_of_and_nothing_is_done(house: House, row: str, sentence: str) -> None:
    content = f"navn;mail\n{row}\nAndre;andre@k.example\n".encode()
    lines = engine.import_customers(house.desk, content)
    assert sentence in " ".join(line.sentence for line in lines if line.outcome is RowOutcome.WRONG)
    with pytest.raises(Invalid, match="1 række er forkert. Intet er gemt"):
        engine.import_customers(house.desk, content, do=True)
    assert not engine.find_customers(house.desk, "andre@k.example")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "tom"),
        (b"navn;mail\nI\0da;x", "nultegn"),
        (CUSTOMERS.encode("utf-16"), "nultegn"),
        (b"navn;mail\n\x81\x8d\x8f", "hverken"),
        (b"name;mail\n", "kendes ikke"),
        (b"mail\n", "mangler"),
        (b"navn;navn\n", "to gange"),
        (b'navn;mail\n"Ida;x', "passer ikke"),
        (b";".join([b"navn"] * 1_000_000), "1000000 kolonner"),
    ],
)
@pytest.mark.parametrize("bring_in", [engine.import_customers, engine.import_people])
def test_a_file_that_cannot_be_read_is_one_sentence(
    house: House, bring_in: Callable[..., object], content: bytes, sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence if bring_in is engine.import_customers else None):
        bring_in(house.desk, content, do=True)


def test_bytes_of_anything_are_a_sentence_or_rows(house: House) -> None:
    chance = random.Random(9)
    for _ in range(200):
        content = chance.choice([b"", b"navn;mail\n", b"navn,mail\r"]) + chance.randbytes(chance.randrange(200))
        try:
            lines = engine.import_customers(house.desk, content)
        except Invalid:
            continue
        assert Counter(outcomes(lines)).keys() <= {"new", "changed", "same", "wrong"}
