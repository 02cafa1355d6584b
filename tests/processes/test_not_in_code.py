"""Nothing of a diagram is in the code: no id that somebody gave to an element occurs in engine/ or web/."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

from engine.diagrams import check
from tests.processes.renaming import ids_of, renamed

ROOT = Path(__file__).parents[2]
PROCESSES = sorted((ROOT / "processes").glob("*.bpmn"))
OTHERS = frozenset({"node_modules", "static", "__pycache__"})  # not ours, or made from ours
CAMUNDA = "{http://camunda.org/schema/1.0/bpmn}"
WORD = re.compile(r"\w+")


def ours() -> Iterator[Path]:
    """Every text that we wrote there."""
    for folder in ("engine", "web"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and path.suffix != ".mo" and not OTHERS & set(path.parts):
                yield path


def drawn(file: Path) -> set[str]:
    """Ids of elements, shapes and arrows; of fields and buttons those that are no word of a language."""
    root = etree.parse(file).getroot()
    given = [(e.tag, e.get("id")) for e in root.iter() if isinstance(e.tag, str) and e.get("id")]
    elements = {id_ for tag, id_ in given if not tag.startswith(CAMUNDA) and not tag.endswith("}process")}
    return elements | {id_ for tag, id_ in given if tag in (f"{CAMUNDA}formField", f"{CAMUNDA}value") and "_" in id_}


@pytest.fixture(scope="module")
def words() -> dict[str, Path]:
    """Every word of the code, and a file that it stands in."""
    return {word: path for path in ours() for word in WORD.findall(path.read_text(encoding="utf-8"))}


def test_the_code_was_read(words: dict[str, Path]) -> None:
    assert {"FIELD_TYPES", "importXML", "csrf_token", "msgstr"} <= words.keys()


@pytest.mark.parametrize("file", PROCESSES, ids=lambda file: file.stem)
def test_no_id_of_a_diagram_is_a_word_of_the_code(file: Path, words: dict[str, Path]) -> None:
    ids = drawn(file)
    assert len(ids) > 100
    assert {id_: words[id_] for id_ in ids if id_ in words} == {}


@pytest.mark.parametrize("file", PROCESSES, ids=lambda file: file.stem)
def test_a_diagram_with_every_id_another_is_as_good(file: Path) -> None:
    """The stories of tests/engine/stories are told from these as well."""
    content = file.read_bytes()
    assert check(renamed(content)) == ()
    assert not ids_of(renamed(content)) & ids_of(content)
