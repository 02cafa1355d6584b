"""`sagsgang check` and `sagsgang deploy` as they are typed: what they print, and how they end."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

import engine
from engine.config import Settings
from engine.demo import add_everybody
from engine.diagrams.check_rules import CHECK_RULES
from tests.engine.diagrams.examples import wrong
from web.cli import main, sagsgang

ROOT = Path(__file__).parents[3]
SHIPPED = ROOT / "processes" / "case_in_department.bpmn"
BROKEN = ROOT / "tests" / "engine" / "diagrams" / "broken" / "ti-paa-en-gang.bpmn"


@pytest.fixture(autouse=True)
def _environment(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", sqlite_url)
    monkeypatch.setenv("SAGSGANG_DATA_DIR", str(tmp_path / "var"))


def run(*arguments: object) -> Result:
    return CliRunner().invoke(sagsgang, [str(argument) for argument in arguments])


@pytest.fixture
def warned(tmp_path: Path) -> Path:
    """A file with a warning and no error."""
    file = tmp_path / "warned.bpmn"
    file.write_bytes(wrong(CHECK_RULES["no-documentation"]))
    return file


def test_the_exit_code_of_a_warning_is_that_of_no_problem(warned: Path) -> None:
    assert run("check", warned).exit_code == 0
    assert run("check", SHIPPED, warned, warned).exit_code == 0


@pytest.mark.parametrize(("file", "code"), [(SHIPPED, 0), (BROKEN, 1)])
def test_the_exit_code_says_whether_there_are_errors(file: Path, code: int) -> None:
    assert run("check", file).exit_code == code
    assert run("check", SHIPPED, file, file).exit_code == code


def test_every_problem_has_its_file_line_element_rule_and_remedy() -> None:
    told = run("check", SHIPPED, BROKEN).stdout
    assert f"{SHIPPED}: ingen fejl." in told
    for problem in engine.check(BROKEN.read_bytes()):
        word = "fejl" if problem.severity == "error" else "advarsel"
        assert f"{BROKEN}:{problem.line}: {word} [{problem.rule}] {problem.element}" in told
        assert problem.sentence in told and problem.remedy in told


def test_the_same_as_json() -> None:
    told = json.loads(run("check", "--json", SHIPPED, BROKEN).stdout)
    assert told == {str(SHIPPED): [], str(BROKEN): [vars(p) for p in engine.check(BROKEN.read_bytes())]}


def test_what_cannot_be_read_is_wrong_usage_and_the_rest_is_checked_all_the_same(tmp_path: Path) -> None:
    result = run("check", tmp_path, tmp_path / "nowhere.bpmn", SHIPPED)
    assert result.exit_code == 2 and f"{SHIPPED}: ingen fejl." in result.stdout
    assert f"{tmp_path}: Is a directory." in result.stderr and "nowhere.bpmn: No such file" in result.stderr


@pytest.mark.parametrize("arguments", [("check",), ("check", "--wrong", SHIPPED), ("deploy", SHIPPED), ("nothing",)])
def test_wrong_usage_ends_with_2_and_one_sentence(arguments: tuple[object, ...]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2 and result.stderr.count("Error:") == 1


# --- deploy -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def desk() -> Iterator[engine.Desk]:
    desk = engine.open_desk(Settings.from_environment())
    engine.install(desk)
    add_everybody(desk)
    yield desk
    desk.close()


@pytest.fixture
def changed(tmp_path: Path) -> Path:
    file = tmp_path / "changed.bpmn"
    file.write_bytes(SHIPPED.read_bytes().replace(b"Sagsagent arbejder", b"Agenten arbejder"))
    return file


def test_a_changed_diagram_becomes_the_next_version(desk: engine.Desk, changed: Path) -> None:
    result = run("deploy", changed, "--note", "Kortere navn.", "--by", "birgit")
    assert result.exit_code == 0 and "er sat i drift som version 2" in result.stdout and result.stderr == ""
    newest = engine.versions(desk, "case_in_department")[0]
    assert (newest.version, newest.note) == (2, "Kortere navn.") and newest.sha256 in result.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("--note", "Kortere.", "--by", "pia"), 1, "Kun procesejere sætter diagrammer i drift."),
        (("--note", "Kortere.", "--by", "nobody"), 2, "nobody is called 'nobody'"),
        (("--note", "  "), 2, "hvad der er ændret"),
        (("--note", "x" * 2_001), 2, "højst 2000 tegn; der er 2001"),
    ],
)
def test_who_may_not_or_says_nothing_deploys_nothing(
    desk: engine.Desk, changed: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    result = run("deploy", changed, *arguments)
    assert result.exit_code == code and said in result.stderr
    assert len(engine.versions(desk, "case_in_department")) == 1


def test_errors_are_printed_and_nothing_is_deployed(desk: engine.Desk) -> None:
    result = run("deploy", BROKEN, "--note", "Går det?")
    assert result.exit_code == 1 and "[unknown-operation]" in result.stderr
    assert len(engine.processes(desk)) == 6


def test_the_same_file_again_is_refused(desk: engine.Desk) -> None:
    result = run("deploy", SHIPPED, "--note", "Igen.")
    assert result.exit_code == 1 and "uændret" in result.stderr


def test_a_process_that_no_route_leads_to_is_deployed_with_a_word_about_it(desk: engine.Desk, warned: Path) -> None:
    result = run("deploy", warned, "--note", "En ny proces.")
    assert result.exit_code == 0 and "version 1" in result.stdout
    assert "Ingen rute fører arbejde til lille_proces" in result.stderr and "[no-documentation]" in result.stderr


# --- settings and what is not there -----------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["verify", "work", "serve"])
@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SAGSGANG_DATABASE_URL", "sqlite:////nowhere/at/all.db", "expected a database that answers"),
        ("SAGSGANG_DATABASE_URL", "sqlite://", "names no database"),
        ("SAGSGANG_DATABASE_URL", "mysql://host/name", "starts with mysql:"),
        ("SAGSGANG_DATA_DIR", "/dev/null/here", "expected a writable folder"),
        ("SAGSGANG_SMTP_URL", "localhost", "is not a URL"),
        ("SAGSGANG_BASE_URL", "desk.example.org", "is not a URL"),
        ("SAGSGANG_BASE_URL", "http://desk example/?a=1", "expected the desk's address"),
        ("SAGSGANG_BASE_URL", "https://anna@desk.example", "expected the desk's address"),
        ("SAGSGANG_SECRET_KEY", "short", "at least 32"),
        ("SAGSGANG_SECRET_KEY", " " * 40, "at least 32"),
        ("SAGSGANG_DATABASE_URL", "sqlite:///:memory:", "names no database"),
    ],
)
def test_a_wrong_setting_is_refused_at_start_with_its_name_and_what_is_expected(
    command: str, name: str, value: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    error = run(command).exception
    assert isinstance(error, engine.errors.WrongSetting)  # which `main` prints, and ends with 2
    assert name in str(error) and expected in str(error) and "\n" not in str(error)


def test_a_database_that_does_not_answer_is_told_of_without_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    """`serve` and `work` wait for it; see test_database_away.py."""
    monkeypatch.setenv("SAGSGANG_DATABASE_URL", "postgresql://anna:hemmelig@127.0.0.1:1/desk")
    error = run("verify").exception
    assert isinstance(error, engine.errors.WrongSetting)
    assert "SAGSGANG_DATABASE_URL" in str(error) and "expected a database that answers" in str(error)
    assert "hemmelig" not in str(error) and "\n" not in str(error)


@pytest.mark.parametrize(
    ("fault", "code"), [(engine.errors.WrongSetting("It is wrong."), 2), (OSError(28, "No space left on device"), 1)]
)
def test_the_console_script_ends_with_a_sentence(
    fault: Exception, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise fault

    monkeypatch.setattr("web.cli.sagsgang", fail)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == code
    assert capsys.readouterr().err in ("sagsgang: It is wrong.\n", "sagsgang: No space left on device\n")


def test_against_the_desk_it_asks_what_deploying_would(tmp_path: Path) -> None:
    """A case's form that became a task's is no mistake of the file, and what is there already is not new."""
    desk = engine.open_desk(Settings.from_environment())
    engine.install(desk)
    desk.close()
    text = SHIPPED.read_text()
    task = tmp_path / "task.bpmn"
    customer = re.search(
        r'<camunda:formField id="\w+" label="Bruger" type="customer">.*?</camunda:formField>', text, re.DOTALL
    )
    assert customer
    deadline = (
        '<camunda:formField id="frist" label="Frist" type="deadline"><camunda:properties><camunda:property id="sets" '
    )
    task.write_text(
        text.replace(customer[0], f'{deadline}value="deadline" /></camunda:properties></camunda:formField>')
    )
    assert "other-kind" not in run("check", task).stdout
    for against in (("--against",), ("--against", SHIPPED)):
        told = run("check", task, *against)
        assert told.exit_code == 1 and "[other-kind]" in told.stdout
    same = run("check", SHIPPED, "--against")
    assert same.exit_code == 1 and "Det er version 1 uændret." in same.stdout
    assert run("check", SHIPPED, "--against", tmp_path / "nowhere.bpmn").exit_code == 2


def test_the_first_hundred_problems_and_a_count(tmp_path: Path) -> None:
    flood = tmp_path / "flood.bpmn"
    wrong = "<bpmn:extensionElements>" + "<camunda:p/>" * 300 + "</bpmn:extensionElements><bpmn:laneSet"
    flood.write_text(SHIPPED.read_text().replace("<bpmn:laneSet", wrong, 1))
    told = run("check", flood).stdout
    assert told.count("[unsupported-extension]") == 100 and f"{flood}: de første 100 af 300 er nævnt." in told
    assert len(json.loads(run("check", "--json", flood).stdout)[str(flood)]) == 300
