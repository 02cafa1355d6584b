"""Every story is told twice: from the diagrams as they are, and from the same with every id another."""

from pathlib import Path

import pytest

import engine
from tests.fixtures.house import House
from tests.processes.renaming import renamed

PROCESSES = sorted((Path(__file__).parents[3] / "processes").glob("*.bpmn"))


@pytest.fixture(params=["as drawn", "every id another"])
def house(house: House, request: pytest.FixtureRequest) -> House:
    """A house whose people do not notice which."""
    if request.param == "every id another":
        for file in PROCESSES:
            engine.deploy(house.desk, renamed(file.read_bytes()), by=None, note="Hvert id er et andet")
    return house
