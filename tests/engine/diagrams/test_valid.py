"""Diagrams that are drawn in other ways than ours and are just as good: they pass the check and run to their end."""

from pathlib import Path

import pytest

from engine.diagrams import check
from tests.engine.drawing import program_of
from tests.engine.walking import walk_many

HERE = Path(__file__).parent
VALID = sorted((HERE / "valid").glob("*.bpmn"))


def test_there_are_twenty_of_them() -> None:
    assert len(VALID) >= 20


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_it_passes_and_every_element_of_it_is_run(path: Path) -> None:
    content = path.read_bytes()
    assert check(content) == ()
    program = program_of(content)
    walks = walk_many(program, range(40), frozenset())
    assert set(program.diagram.names) - {element for walk in walks for element in walk.seen} == set()
    assert any(walk.run.completed for walk in walks)
