"""`sagsgang forget` from the console, and an older backup put back: whoever was forgotten is forgotten again (D-29)."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import engine
from engine import Ground
from engine.audit import forgotten_register as register
from tests.fixtures.house import House, furnished
from tests.fixtures.time import SettableClock
from web.cli import sagsgang

NAME = "Xenia Quistgaard"
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # nothing in it is the database's own


def run(*arguments: str) -> Result:
    return CliRunner().invoke(sagsgang, arguments)


class Desk:
    """A desk that is opened for each thing that is done in it, since a restore wants it closed."""

    def __init__(self, url: str, folder: Path, clock: SettableClock):
        self.url, self.folder, self.clock = url, folder, clock
        self.backup = folder.parent / "backup.tar"

    @contextmanager
    def opened(self) -> Iterator[House]:
        desk = furnished(self.url, self.folder, self.clock)
        yield House(desk, self.clock)
        desk.close()

    def name(self) -> str:
        with self.opened() as house:
            return engine.get_customer(house.desk, self.customer).name

    def close_case(self) -> None:
        with self.opened() as house:
            house.press(engine.get_case(house.desk, 1), "Løs og luk sagen", "anders", solution="Kablet er skiftet.")

    def rename(self, name: str) -> None:
        known = {"email": None, "phone": None, "department": None}
        with self.opened() as house:
            engine.change_customer(house.desk, self.customer, name=name, **known, by=house.id("anders"), seen=1)

    @property
    def register(self) -> Path:
        return self.folder / register.NAME

    customer = 0


@pytest.fixture
def desk(
    database_url: str,
    tmp_path: Path,
    clock: SettableClock,
    monkeypatch: pytest.MonkeyPatch,
    postgresql_client: None,
) -> Desk:
    """With an open case of the customer."""
    made = Desk(database_url, tmp_path / "desk", clock)
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", database_url)
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(made.folder))
    monkeypatch.delenv("SAGSGANG_SECRET_KEY", raising=False)
    with made.opened() as house:
        made.customer = engine.add_customer(
            house.desk, name=NAME, email="xq@kommunen.example", phone=None, by=house.id("anders")
        ).id
        house.keep("anders", customer=made.customer, subject=f"Ring til {NAME}")
    return made


NONSENSE = [("999", "--reason", "fejl"), ("1", "--reason", "andet"), ("1",), ("0", "--reason", "fejl")]


@ON_SQLITE
def test_the_console_shows_what_would_go_and_does_it_with_yes(desk: Desk) -> None:
    forget = ("forget", "customer", str(desk.customer), "--reason", "anmodning", "--by", "kaj")
    for arguments in NONSENSE:
        wrong = run("forget", "customer", *arguments)
        assert isinstance(wrong.exception, SystemExit) and wrong.exit_code in (1, 2)
    refused = run(*forget)
    assert (refused.exit_code, "Ikke færdige: SAG1." in refused.output) == (1, True)
    desk.close_case()
    Path(f"{desk.url.removeprefix('sqlite:///')}.schema-0001").touch()
    looked = run(*forget)
    assert (looked.exit_code, desk.name()) == (0, NAME)
    assert "sagsgang.db.schema-0001" in looked.output
    assert f"{NAME}:\nBruger {desk.customer}, med 1 lukket sag." in looked.output and "Intet er gemt." in looked.output
    done = run(*forget, "--yes")
    assert (done.exit_code, desk.name()) == (0, "(glemt)"), done.output
    assert "Det er gjort." in done.output and NAME not in done.output
    verified = run("verify")
    assert verified.exit_code == 0 and "af Kaj Munk (efter anmodning), med SAG1." in verified.output
    (gone,) = json.loads(run("verify", "--json").stdout)["forgotten"]
    assert gone["customer"] == desk.customer


def test_an_older_backup_forgets_again_whoever_the_register_names(desk: Desk) -> None:
    desk.close_case()
    assert run("backup", str(desk.backup)).exit_code == 0
    assert run("forget", "customer", str(desk.customer), "--reason", "opbevaringsfrist", "--yes").exit_code == 0
    lines = register.read_register(desk.register)
    restored = run("restore", str(desk.backup), "--replace")
    assert (restored.exit_code, desk.name()) == (0, "(glemt)"), restored.output
    assert f"Glemt igen: bruger {desk.customer}." in restored.output
    assert {line.ground for line in register.read_register(desk.register)[len(lines) :]} == {Ground.OLD}


def test_without_the_register_restore_says_so_and_takes_a_copy_of_it(desk: Desk) -> None:
    desk.close_case()
    run("backup", str(desk.backup))
    run("forget", "customer", str(desk.customer), "--reason", "anmodning", "--yes")
    copy = desk.register.rename(desk.folder.parent / "copy.log")
    restored = run("restore", str(desk.backup), "--replace")
    assert "Der er ingen forgotten.log i datamappen." in restored.output and desk.name() == NAME
    desk.rename("Retter")
    (desk.folder.parent / "notes.txt").write_text("Husk at ringe til Xenia.")
    wrong = run("restore", str(desk.backup), "--replace", "--forgotten", str(desk.folder.parent / "notes.txt"))
    assert "line 1 is no line of a forgotten.log" in str(wrong.exception) and desk.name() == "Retter"
    restored = run("restore", str(desk.backup), "--replace", "--forgotten", str(copy))
    assert (restored.exit_code, desk.name()) == (0, "(glemt)"), restored.output
    lines = register.read_register(desk.register)
    assert all(line in lines for line in register.read_register(copy))


@ON_SQLITE
def test_whose_case_is_open_in_the_backup_is_named_until_it_is_closed(desk: Desk) -> None:
    run("backup", str(desk.backup))
    desk.close_case()
    run("forget", "customer", str(desk.customer), "--reason", "anmodning", "--yes")
    restored = run("restore", str(desk.backup), "--replace")
    assert restored.exit_code == 1 and "Kan ikke glemmes endnu. Ikke færdige: SAG1." in restored.output
    assert f"bruger {desk.customer}: Glemt den " in run("verify").output
    desk.close_case()
    assert run("forget", "customer", str(desk.customer), "--reason", "anmodning", "--yes").exit_code == 0
    assert run("verify").exit_code == 0


@ON_SQLITE
def test_who_has_the_number_now_is_somebody_else(desk: Desk) -> None:
    """The backup is from before the customer was there: the next one gets the same number."""
    with desk.opened() as house:
        assert run("backup", str(desk.backup)).exit_code == 0
        anders = house.id("anders")
        later = engine.add_customer(house.desk, name="Yrsa", email=None, phone=None, by=anders).id
        engine.forget(house.desk, later, Ground.MISTAKE)
    run("restore", str(desk.backup), "--replace")
    with desk.opened() as house:
        other = engine.add_customer(house.desk, name="Åse", email=None, phone=None, by=anders).id
        assert other == later
        assert engine.forget_again(house.desk) == ((), ())
        house.check()
        assert engine.get_customer(house.desk, other).name == "Åse"
