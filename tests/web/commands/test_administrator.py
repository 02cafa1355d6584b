"""`sagsgang administrator` as it is typed: on an empty folder, on a desk with people, and with what is wrong."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import engine
from engine import Agent, Department, Desk
from engine.config import Settings
from engine.demo import add_everybody
from web.cli import sagsgang

PASSWORD = "en god lang adgangskode"
KAJ = ("--name", "Kaj Munk", "--username", "kaj")


@pytest.fixture(autouse=True)
def _environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAGSGANG_DATABASE_URL", raising=False)
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(tmp_path / "data"))


def run(*arguments: str, typed: str = f"{PASSWORD}\n") -> Result:
    return CliRunner().invoke(sagsgang, ["administrator", *arguments], input=typed)


def opened() -> Desk:
    return engine.open_desk(Settings.from_environment())


def test_the_first_one_comes_with_a_team_and_the_shipped_diagrams() -> None:
    result = run(*KAJ, "--email", "kaj@kommunen.example")
    assert result.exit_code == 0, result.output
    assert "Kaj Munk er administrator med brugernavnet kaj og hjemmeteamet Servicedesk." in result.stdout
    desk = opened()
    kaj = engine.sign_in(desk, "kaj", PASSWORD)
    (team,) = desk.directory().teams.values()
    assert kaj == Agent(
        kaj.id,
        "Kaj Munk",
        "kaj",
        "kaj@kommunen.example",
        Department.SUPPORT,
        team.id,
        roles=frozenset({"administrator"}),
    )
    assert (team.is_main, team.is_default) == (True, True) and len(engine.processes(desk)) == 6
    desk.close()


def test_on_a_desk_with_people_nothing_else_changes() -> None:
    desk = opened()
    add_everybody(desk)
    before = desk.directory()
    assert run("--name", "Ida Holt", "--username", "Ida").exit_code == 0
    ida = engine.sign_in(desk, "ida", PASSWORD)  # at once: who there is is not read from memory
    assert desk.directory().teams == before.teams and before.teams[ida.team_id].name == "Servicedesk"
    assert {**desk.directory().agents} == {**before.agents, ida.id: ida}
    desk.close()


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (("--name", "Ny", "--username", "anders"), PASSWORD, "Brugernavnet anders er taget."),
        (("--name", "Ny", "--username", "en ny"), PASSWORD, "Skriv et brugernavn af små bogstaver"),
        (("--name", " ", "--username", "ny"), PASSWORD, "Skriv et navn, højst 120 tegn."),
        (("--name", "Ny", "--username", "ny", "--email", "her"), PASSWORD, "navn@eksempel.dk"),
        (("--name", "Ny", "--username", "ny"), "kort", "Adgangskoden skal være på mindst 12 tegn."),
        (("--name", "Ny", "--username", "ny"), "", "Adgangskoden skal være på mindst 12 tegn."),
        (("--name", "Ny"), PASSWORD, "Missing option '--username'"),
        (("--name", "Ny", "--username", "ny", "--password", PASSWORD), "", "No such option '--password'"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_changes_nothing(arguments: tuple[str, ...], typed: str, said: str) -> None:
    desk = opened()
    add_everybody(desk)
    before = desk.directory()
    desk.close()
    result = run(*arguments, typed=typed)
    assert result.exit_code == 2 and said in result.stderr and result.stderr.count("Error:") == 1
    desk = opened()
    assert desk.directory() == before
    desk.close()


def test_an_empty_desk_stays_empty_where_the_password_is_refused() -> None:
    assert run(*KAJ, typed="kort\n").exit_code == 2
    desk = opened()
    assert not desk.directory().teams and not desk.directory().agents and not engine.has_accounts(desk)
    desk.close()


def test_on_a_terminal_the_password_is_asked_for_twice_and_is_not_shown() -> None:
    outer, inner = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", "from web.cli import main; main()", "administrator", *KAJ],
        stdin=inner,
        stdout=inner,
        stderr=inner,
        start_new_session=True,
    )
    os.close(inner)
    shown = ""
    for prompt, typed in (("Password", PASSWORD), ("The same again", "forkert"), ("Password", PASSWORD)):
        shown = until(outer, prompt)
        os.write(outer, f"{typed}\n".encode())
    until(outer, "The same again")
    os.write(outer, f"{PASSWORD}\n".encode())
    shown += until(outer, "er administrator")
    assert process.wait(60) == 0 and PASSWORD not in shown
    os.close(outer)
    desk = opened()
    assert engine.sign_in(desk, "kaj", PASSWORD).name == "Kaj Munk"
    desk.close()


def until(terminal: int, words: str) -> str:
    """What stands on the terminal, up to those words."""
    shown = ""
    while words not in shown:
        shown += os.read(terminal, 1024).decode()
    return shown
