"""Diagrams that are drawn in other ways than ours and are just as good: they pass the check and run to their end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.diagrams import check
from tests.engine.diagrams.trial import Trial, deployed, trials
from tests.engine.runner.drawing import program_of
from tests.engine.walks.walking import walk_many
from tests.fixtures.house import House

HERE = Path(__file__).parent
WARNED = {"uden-besked": ["never-closed-by-task"]}  # and it runs
VALID = sorted((HERE / "valid").glob("*.bpmn"))


@pytest.fixture(scope="module")
def trying(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with trials(tmp_path_factory.mktemp("trials")) as house:
        yield house
        house.check()


def test_there_are_twenty_of_them() -> None:
    assert len(VALID) >= 20


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_it_passes_and_every_element_of_it_is_run(path: Path) -> None:
    content = path.read_bytes()
    assert [problem.rule for problem in check(content)] == WARNED.get(path.stem, [])
    program = program_of(content)
    walks = walk_many(program, range(40), frozenset())
    assert set(program.diagram.names) - {element for walk in walks for element in walk.seen} == set()
    assert any(walk.run.completed for walk in walks)


@pytest.mark.parametrize("path", VALID, ids=lambda path: path.stem)
def test_at_the_desk_it_is_gone_through_to_its_end(trying: House, path: Path) -> None:
    key = deployed(trying, path.read_bytes())
    found = [Trial(trying, key, seed).go(15) for seed in range(3)]
    assert any(trial.ended for trial in found)
