"""The six diagrams against the manual and the decisions on it: every box, lane, button, rule and way."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from engine import catalogue
from engine.diagrams import read
from tests.processes.boxes import boxes

HERE = Path(__file__).parent
PROCESSES = sorted((HERE.parents[1] / "processes").glob("*.bpmn"))
MUST_SAY = tomllib.loads((HERE / "boxes.toml").read_text(encoding="utf-8"))
BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
W = {
    "W1": "task_support_to_operations",
    "W2": "task_operations_to_support",
    "W3": "case_support_to_operations",
    "W4": "case_operations_to_support",
}
NUMBER = re.compile(r"\b(?:[RAD]-?\d\d\d?|W\d\.\w)\b")
SENTENCE_ENDS = re.compile(r"…|(?<=\.)\s")
QUOTED = re.compile(r"“([^“]*)”")  # a quotation inside it is in ” ”

every_process = pytest.mark.parametrize("file", PROCESSES, ids=lambda file: file.stem)


def elements(file: Path, *names: str) -> Iterator[etree._Element]:
    return etree.parse(file).getroot().iter(*(f"{BPMN}{name}" for name in names))


def said_at(element: etree._Element) -> str:
    return (element.findtext(f"{BPMN}documentation") or "").strip()


def texts(file: Path) -> str:
    """Every name, documentation and annotation, on one line."""
    names = [element.get("name", "") for element in elements(file, "*")]
    words = [element.text or "" for element in elements(file, "documentation", "text")]
    return " ".join(" ".join((*names, *words)).split())


def test_there_are_six_of_them() -> None:
    assert {file.stem for file in PROCESSES} == MUST_SAY.keys()


@every_process
def test_it_says_what_it_must_box_by_box(file: Path) -> None:
    assert boxes(file) == MUST_SAY[file.stem], "what it must say stands in boxes.toml"


@every_process
def test_its_file_has_the_name_of_its_process(file: Path) -> None:
    (process,) = elements(file, "process")
    assert (process.get("id"), process.get("isExecutable")) == (file.stem, "true")


@pytest.mark.parametrize("entry", catalogue.load().of_kind("W"), ids=lambda entry: entry.id)
def test_every_box_of_the_manual_is_in_its_words(entry: catalogue.Entry) -> None:
    """As a name, as the sentence behind a step, or as an annotation."""
    file = HERE.parents[1] / "processes" / f"{W[entry.id[:2]]}.bpmn"
    assert entry.text.rstrip(".") in texts(file)


def test_the_two_annotations_stand_on_the_tasks_between_departments_and_nowhere_else() -> None:
    found = {file.stem: [t.findtext(f"{BPMN}text") for t in elements(file, "textAnnotation")] for file in PROCESSES}
    both = [catalogue.load().entries[f"W1.{letter}"].text for letter in "ab"]
    assert {key: notes for key, notes in found.items() if notes} == {W["W1"]: both, W["W2"]: both}


@every_process
def test_every_step_and_every_question_has_the_sentence_behind_it(file: Path) -> None:
    for element in elements(file, "startEvent", "userTask", "exclusiveGateway", "boundaryEvent"):
        assert NUMBER.search(said_at(element)), element.get("id")


@every_process
def test_what_is_quoted_is_the_manuals_own_and_every_number_is_in_the_catalogue(file: Path) -> None:
    manual = " ".join(entry.text for entry in catalogue.load() if entry.kind in "RW")
    for element in elements(file, "*"):
        for quotation in QUOTED.findall(said_at(element)):
            for sentence in SENTENCE_ENDS.split(quotation):
                assert sentence.strip() in manual, element.get("id")
        for number in NUMBER.findall(said_at(element)):
            assert catalogue.find(number), number


def test_the_closing_of_w4_says_that_it_is_an_addition() -> None:
    steps = read((HERE.parents[1] / "processes" / f"{W['W4']}.bpmn").read_bytes()).steps.values()
    (closing,) = (step for step in steps if step.name == "Driften lukker sagen")
    assert closing.documentation.startswith("En tilføjelse: ")
    assert "A-20" in closing.documentation


@every_process
def test_no_field_and_no_button_has_the_id_of_an_element(file: Path) -> None:
    root = etree.parse(file).getroot()
    fields = {e.get("id") for e in root.iter(f"{CAMUNDA}formField", f"{CAMUNDA}value")}
    others = {e.get("id") for e in root.iter() if isinstance(e.tag, str) and not e.tag.startswith(CAMUNDA)}
    assert len(fields) > 20
    assert not fields & others


def test_the_four_differ_as_the_manual_has_them_differ() -> None:
    steps = {w: MUST_SAY[key]["steps"] for w, key in W.items()}
    dispatchers = {w: [s["lane"] for s in f.values() if s["offered"] == "dispatchers"] for w, f in steps.items()}
    assert dispatchers == {
        "W1": ["Drift · dispatcher"], "W2": ["Support · dispatcher"], "W3": ["Drift · dispatcher"], "W4": []
    }  # fmt: skip
    back = {w: "return-to-creator" in str(found) for w, found in steps.items()}
    assert back == {"W1": False, "W2": False, "W3": True, "W4": True}  # R080, R130
    closers = {w: [s["lane"] for s in found.values() if "Luk sagen" in s["buttons"]] for w, found in steps.items()}
    assert closers == {
        "W1": ["Support · sagsagent"],
        "W2": ["Drift · sagsagent"],
        "W3": ["Support · sagsagent"],
        "W4": ["Drift · sagsagent"],
    }
