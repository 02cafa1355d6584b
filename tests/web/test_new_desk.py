"""A desk that is no demo, from an empty database to a closed case: one command, and then screens alone."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

import engine
from engine import Desk, Settings
from tests.fixtures.house import THOROUGH
from tests.web.visitor import Visitor
from web import create_app
from web.cli import sagsgang

PASSWORD, OWN = "en god lang adgangskode", "en helt anden lang kode"
Enter = Callable[[str], Visitor]


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """As `serve` opens it, on a database in which nobody is."""
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", request.getfixturevalue(f"{request.param}_url"))
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(tmp_path / "var"))
    desk = engine.open_desk(Settings.from_environment())
    engine.install(desk)
    yield desk
    desk.close()


@pytest.fixture
def app(desk: Desk) -> Flask:
    app = create_app(desk)
    app.testing = True
    return app


@pytest.fixture
def enter(app: Flask) -> Enter:
    """Somebody at a browser of their own, in by user name and password."""

    passwords: dict[str, str] = {}

    def come_in(username: str) -> Visitor:
        visitor = Visitor(app.test_client()).go("/log-ind")
        visitor.press("Log ind", Brugernavn=username, Adgangskode=passwords.get(username, PASSWORD))
        if visitor.title != "Vælg din egen adgangskode":
            return visitor
        passwords[username] = OWN
        fields = {"Nuværende": PASSWORD, "Ny adgangskode": OWN, "Den nye igen": OWN}
        return visitor.press("Skift adgangskode", **fields).go("/")

    return come_in


def person(kaj: Visitor, name: str, home: str, **what: bool) -> None:
    """Made in the form of a new person; `what` are ticks by their words."""
    kaj.go("/administration/personer/").follow("Opret person")
    ticks = {f"{duty.replace('_', ' ')} {home}": yes for duty, yes in what.items()}
    first = name.split()[0].lower()
    kaj.press("Opret person", Navn=name, Brugernavn=first, Hjemmeteam=home, Adgangskode=PASSWORD, **ticks)
    assert f"{name} er oprettet." in kaj.text


def test_from_an_empty_database_to_a_closed_case(desk: Desk, app: Flask, enter: Enter) -> None:
    stranger = Visitor(app.test_client()).go("/log-ind")
    assert "Ingen har en konto her endnu" in stranger.text and "sagsgang administrator" in stranger.text

    made = CliRunner().invoke(
        sagsgang, ["administrator", "--name", "Kaj Munk", "--username", "kaj"], input=f"{PASSWORD}\n"
    )
    assert made.exit_code == 0, made.output
    kaj = enter("kaj")
    assert kaj.title == "Overblik" and "Ingen har en konto" not in stranger.go("/log-ind").text

    kaj.follow("Administration").follow("Personer og teams")
    assert "Drift har intet hovedteam" in kaj.text and "Ingen er medlem af Servicedesk" in kaj.text
    kaj.follow("Servicedesk").press("Gem", Navn="Kundecenter")
    kaj.follow("Opret team").press("Opret team", Navn="Netværk", Afdeling="Drift")
    person(kaj, "Anders Krogh", "Kundecenter", Medlem_af=True, Dispatcher_i=True)
    person(kaj, "Jonas Friis", "Netværk", Dispatcher_i=True)
    person(kaj, "Pia Lund", "Netværk", Medlem_af=True)
    person(kaj, "Hanne Vest", "Netværk", Teamleder_i=True)
    assert "Det mangler" not in kaj.text
    assert [team.name for team in desk.directory().teams.values() if team.is_default] == ["Kundecenter", "Netværk"]

    anders = enter("anders").follow("Opret sag").follow("Netværk")
    anders.press("Opret bruger", Navn="Gitte Sørensen", Mail="gitte@kommunen.example")
    anders.press("Gem", Emne="Printer skriver ikke", Beskrivelse=THOROUGH)
    assert "SAG1 er oprettet og sendt til Netværk." in anders.text
    enter("jonas").follow("Printer skriver ikke").press("Tildel", Agent="Pia Lund")
    enter("pia").follow("Printer skriver ikke").press("Marker som løst", Løsning="Kablet er skiftet.")
    anders.go("/").follow("Printer skriver ikke").press("Luk sagen")
    assert engine.get_case(desk, 1).status == engine.Status.CLOSED

    pia = enter("pia").follow("Opret sag").follow("Kundecenter").press("Find bruger", **{"Søg bruger": "gitte"})
    pia.press("Gem", Emne="Hvem har nøglen?", Beskrivelse=THOROUGH)
    assert "SAG2 er oprettet og sendt til Kundecenter." in pia.text
    assert list(engine.verify(desk)) == []
