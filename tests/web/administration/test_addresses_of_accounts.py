"""No two people who work here have the same mail address (A-37): each door that could give one says whose it is."""

from typing import Any

import pytest
from sqlalchemy import update

import engine
from engine import NewAgent, RowOutcome
from engine.errors import Invalid
from engine.store.tables import people
from tests.fixtures.house import House
from tests.web.conftest import Visit
from web.wording.words import tell

PASSWORD = "fem grønne skibe i havn"
TAKEN = "Signe Dahl har den mailadresse."


def staff(house: House, name: str) -> str:
    return f"/administration/personer/{house.id(name)}"


def share(house: House) -> None:
    """As a desk may have it from before: Tue's account has Signe's address."""
    with house.by_hand() as connection:
        connection.execute(update(people).where(people.c.username == "tue").values(email=house.agent("signe").email))
        house.desk.people_changed(connection)


def test_a_new_account_does_not_get_the_address_of_another(house: House, visit: Visit) -> None:
    kaj = visit("kaj").go("/administration/personer/ny")
    new = {"Navn": "Ida", "Brugernavn": "ida", "Hjemmeteam": "Netværk", "Adgangskode": PASSWORD}
    kaj.press("Opret person", **new, Mail=" SIGNE@Sagsgang.example ")
    assert kaj.status == 422 and TAKEN in kaj.alerts()
    kaj.press("Opret person", Adgangskode=PASSWORD, Mail="ida@sagsgang.example")
    assert "Ida er oprettet." in kaj.text


def test_an_account_is_not_given_the_address_of_another_but_keeps_its_own(house: House, visit: Visit) -> None:
    kaj = visit("kaj").go(staff(house, "tue")).press("Gem", Mail="Signe@sagsgang.example")
    assert kaj.status == 422 and TAKEN in kaj.alerts() and house.agent("tue").email == "tue@sagsgang.example"
    share(house)
    kaj.go(staff(house, "tue")).press("Gem", Navn="Tue B.")
    assert house.agent("tue").name == "Tue B."


def test_who_comes_back_does_not_share_the_address_that_another_has_got(house: House, visit: Visit) -> None:
    kaj = visit("kaj").go(staff(house, "tue")).press("Luk kontoen")
    kaj.go(staff(house, "signe")).press("Gem", Mail="tue@sagsgang.example")
    assert "er rettet" in kaj.text
    kaj.go(staff(house, "tue")).press("Åbn kontoen igen")
    assert kaj.status == 422 and TAKEN in kaj.alerts() and not house.agent("tue").active
    kaj.press("Gem", Mail="tue.b@sagsgang.example")
    kaj.go(staff(house, "tue")).press("Åbn kontoen igen")
    assert house.agent("tue").active


def test_the_first_administrator_has_an_address_of_their_own(house: House) -> None:
    with pytest.raises(Invalid) as error:
        engine.add_administrator(
            house.desk, name="Ida", username="ida", email="signe@sagsgang.example", password=PASSWORD
        )
    assert set(error.value.problems) == {"email"}


@pytest.mark.parametrize(
    ("rows", "outcomes"),
    [
        ("Ida;ida;SIGNE@sagsgang.example;Netværk\n", ["wrong"]),
        ("Ida;ida;ny@sagsgang.example;Netværk\nUlf;ulf;Ny@sagsgang.example;Netværk\n", ["wrong", "wrong"]),
        (
            "Signe Dahl;signe;dahl@sagsgang.example;Servicedesk\nIda;ida;signe@sagsgang.example;Netværk\n",
            ["changed", "new"],
        ),
    ],
)
def test_a_file_gives_each_an_address_of_their_own(house: House, rows: str, outcomes: list[str]) -> None:
    """What matters is how it is when all of the file is done: an address may go from one to another."""
    content = f"navn;brugernavn;mail;hjemmeteam\n{rows}".encode()
    lines = engine.import_people(house.desk, content)
    assert [line.outcome.value for line in lines] == outcomes
    assert all("har den mailadresse" in line.sentence for line in lines if line.outcome is RowOutcome.WRONG)


def test_who_gets_another_address_by_a_file_stays_the_customer_that_they_are(house: House) -> None:
    """Signe and Tue exchange theirs: each customer is still the one whose address it was."""
    desk, by = house.desk, house.id("anders")
    names = ("signe", "tue")
    made = {
        name: engine.add_customer(desk, name=name, email=house.agent(name).email, phone=None, by=by).id
        for name in names
    }
    teams = {name: desk.directory().teams[house.agent(name).team_id].name for name in names}
    rows = [f"{house.agent(a).name};{a};{b}@sagsgang.example;{teams[a]}" for a, b in (names, names[::-1])]
    engine.import_people(desk, "\n".join(["navn;brugernavn;mail;hjemmeteam", *rows]).encode(), do=True)
    assert house.agent("tue").email == "signe@sagsgang.example"
    for name, number in made.items():
        assert engine.get_customer(desk, number).agent_id == house.id(name)


def test_a_customer_of_two_accounts_is_not_corrected_until_it_is_clear_who_they_are(house: House) -> None:
    desk, by = house.desk, house.id("anders")
    there: dict[str, Any] = {"name": "S. D.", "phone": None}
    customer = engine.add_customer(desk, email="signe@sagsgang.example", by=by, **there)
    share(house)
    moved: dict[str, Any] = {"email": "s@privat.example", "department": None, "by": by, "seen": 1}
    with pytest.raises(Invalid) as error:
        engine.change_customer(desk, customer.id, **moved, **there)
    assert "Signe Dahl" in tell(error.value.problems["email"])
    tue = house.agent("tue")
    home = desk.directory().teams[tue.team_id].name
    own = NewAgent(tue.name, "", tue.department, home, frozenset({home}), email="tue@b.example")
    engine.change_agent(desk, tue.id, own, by=house.id("kaj"))
    assert engine.change_customer(desk, customer.id, **moved, **there).agent_id == house.id("signe")
