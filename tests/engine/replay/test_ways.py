"""Outcomes that carry no rule's name are known by where they lead, in every shipped diagram and under any ids."""

import re
from pathlib import Path

import pytest

from engine.diagrams import read
from engine.replay.ways import ACCEPT, PUT_BACK, meaning

FOLDER = Path(__file__).parents[3] / "processes"
FILES = sorted(FOLDER.glob("*.bpmn"))


def _meanings(content: bytes) -> list[tuple[str, str]]:
    """(name of the outcome, what it means) of those that mean one of the two."""
    return [
        (outcome.name, found)
        for step in read(content).steps.values()
        for outcome in step.form.outcomes
        if outcome.allowed is None and (found := meaning(content, step.id, outcome.id))
    ]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_back_to_the_team_and_accepted_are_found(file: Path) -> None:
    found = _meanings(file.read_bytes())
    kept = {name for name, what in found if what == PUT_BACK}
    assert kept and kept <= {"Tilbage til dispatcher", "Læg tilbage til teamet", "Tilbage til teamet"}
    accepted = [name for name, what in found if what == ACCEPT]
    is_task = file.stem.startswith("task")
    assert len(accepted) == is_task and all(name.startswith("Accepter løsningen") for name in accepted)


def test_ids_do_not_matter() -> None:
    content = (FOLDER / "task_in_department.bpmn").read_text(encoding="utf-8")
    diagram = read(content.encode())
    ids = {outcome.id for step in diagram.steps.values() for outcome in step.form.outcomes} | set(diagram.steps)
    names = {one: f"x{number}" for number, one in enumerate(sorted(ids))}
    other = re.sub(r"[\w]+", lambda word: names.get(word.group(), word.group()), content)
    assert _meanings(other.encode()) == _meanings(content.encode())
