"""The six diagrams in the vocabulary of Camunda Modeler's Camunda 7 profile: saved again, nothing is lost."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.fixtures.room import missing

ROOT = Path(__file__).parents[2]
PROCESSES = sorted((ROOT / "processes").glob("*.bpmn"))
NODE = Path(sys.prefix) / "bin" / "node"
MODELER = "{http://camunda.org/schema/modeler/1.0}"
SCRIPT = ROOT / "web" / "assets" / "roundtrip.mjs"


def gone_round(file: Path) -> tuple[list[str], bytes]:
    """What bpmn-moddle with camunda-bpmn-moddle warns of, and the file as it would save it."""
    if not (SCRIPT.parent / "node_modules").exists():
        missing("The packages of web/assets are not installed: run make assets.")
    told = subprocess.run([NODE, SCRIPT, file], capture_output=True, check=True, timeout=300)
    answer: dict[str, Any] = json.loads(told.stdout)
    return answer["warnings"], answer["xml"].encode()


def content(element: etree._Element) -> object:
    """An element as a value: its name, attributes, text, and what is in it, in order."""
    inside = [content(child) for child in element if isinstance(child.tag, str)]
    return element.tag, dict(element.attrib), (element.text or "").strip(), inside


@pytest.mark.parametrize("file", PROCESSES, ids=lambda file: file.stem)
def test_it_is_read_without_a_warning_and_saved_as_it_was(file: Path) -> None:
    warnings, saved = gone_round(file)
    assert warnings == []
    assert content(etree.fromstring(saved)) == content(etree.parse(file).getroot())


@pytest.mark.parametrize("file", PROCESSES, ids=lambda file: file.stem)
def test_it_says_which_profile_it_is_drawn_in(file: Path) -> None:
    """So that the editor opens it in that one and offers the right properties."""
    root = etree.parse(file).getroot()
    assert root.get(f"{MODELER}executionPlatform") == "Camunda Platform"
    assert str(root.get(f"{MODELER}executionPlatformVersion")).startswith("7.")


@pytest.mark.parametrize(
    ("old", "new", "warning"),
    [
        ("camunda:topic=", 'camunda:invented="x" camunda:topic=', "unknown attribute <camunda:invented>"),
        ("<camunda:formData>", "<camunda:invented /><camunda:formData>", "unknown type <camunda:Invented>"),
        ('isExecutable="true"', 'isExecutable="true" invented="x"', "unknown attribute <invented>"),
        ('messageRef="', 'messageRef="in', "unresolved reference"),
    ],
)
def test_what_the_vocabulary_does_not_have_is_warned_of(tmp_path: Path, old: str, new: str, warning: str) -> None:
    text = (ROOT / "processes" / "case_support_to_operations.bpmn").read_text(encoding="utf-8")
    assert old in text
    changed = tmp_path / "changed.bpmn"
    changed.write_text(text.replace(old, new), encoding="utf-8")
    assert warning in " ".join(gone_round(changed)[0])
