"""The guide's example works as it is told there: it passes the check, is deployed, and a case runs through it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import engine
from engine import Kind
from engine.errors import Invalid
from tests.fixtures.house import House
from tests.processes.example import drawn_as_the_guide_says
from tests.processes.test_vocabulary import gone_round
from web.cli import sagsgang

ANSWER = {"uddybning": "Det er hele 3. sal.", "antal_ramte": 40}


def test_the_check_has_nothing_to_say_of_it(tmp_path: Path) -> None:
    file = tmp_path / "w3.bpmn"
    file.write_bytes(drawn_as_the_guide_says())
    told = CliRunner().invoke(sagsgang, ["check", str(file), "--json"])
    assert (told.exit_code, json.loads(told.stdout)) == (0, {str(file): []})


def test_an_editor_of_camunda_7_knows_every_word_of_it(tmp_path: Path) -> None:
    file = tmp_path / "w3.bpmn"
    file.write_bytes(drawn_as_the_guide_says())
    assert gone_round(file)[0] == []


def test_a_forgotten_condition_is_told_of() -> None:
    forgotten = drawn_as_the_guide_says().replace(b"${outcome == 'spoerg'}", b"")
    told = {(problem.rule, problem.severity) for problem in engine.check(forgotten)}
    assert ("condition-not-expression", "error") in told


def test_a_case_goes_by_the_new_step_and_comes_back_to_the_dispatcher(house: House) -> None:
    before = house.register("anders", "Netværk")
    deployed = engine.deploy(house.desk, drawn_as_the_guide_says(), by=house.id("birgit"), note="Supporten kan uddybe")
    assert (deployed.key, deployed.version) == ("case_support_to_operations", 2)

    case = house.register("anders", "Netværk")
    house.press(case, "Spørg supporten først", "jonas", comment="Hvilken etage?")
    assert house.waits(case) == f"Supporten uddyber sagen: {house.agent('anders').name}"
    step = house.step(case)
    with pytest.raises(Invalid) as refused:
        engine.complete(house.desk, step.id, "", {"antal_ramte": 0}, by=house.by("anders"))
    assert refused.value.problems.keys() == {"uddybning", "antal_ramte"}
    engine.complete(house.desk, step.id, "", ANSWER, by=house.by("anders"))

    assert house.step(case).name == "Dispatcher i drift tildeler til agent"
    said = [entry.text for entry in engine.entries_of(house.desk, Kind.CASE, case.id)]
    assert ANSWER["uddybning"] in said
    assert any("40" in str(event) for event in engine.history_of(house.desk, Kind.CASE, case.id))
    house.press(case, "Tildel", "jonas", agent="pia")
    house.press(case, "Marker som løst", "pia", solution="Kablet er skiftet.")
    house.press(case, "Luk sagen", "anders")

    form = engine.diagram_of(house.desk, house.step(before).definition_id).steps[house.step(before).element].form
    assert [button.name for button in form.outcomes] == ["Tildel", "Send til andet hovedteam"]
