"""A download carries its version, and nothing else of the file is changed."""

from pathlib import Path

import pytest

from engine.diagrams import check
from engine.diagrams.drawing import open_drawing
from engine.diagrams.version_tag import began_from, tagged

FOLDER = Path(__file__).parents[3] / "processes"
SHIPPED = [path.read_bytes() for path in sorted(FOLDER.glob("*.bpmn"))]
OTHERS = [path.read_bytes() for path in sorted((Path(__file__).parent / "valid").glob("*.bpmn"))]
W3 = (FOLDER / "case_support_to_operations.bpmn").read_bytes()
CAMUNDA = b'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
ODD = [
    W3.replace(CAMUNDA, b'xmlns:f="http://flowable.org/bpmn"').replace(b"camunda:", b"f:"),
    W3.replace(b"<bpmn:message ", b'<!-- <bpmn:process id="case_support_to_operations"> --><bpmn:message ', 1),
    W3.replace(b'name="Sag fra support til drift"', b"name='Sag > opgave'"),
]


@pytest.mark.parametrize("content", [*SHIPPED, *OTHERS, *ODD])
def test_a_file_carries_the_version_and_is_the_same_but_for_it(content: bytes) -> None:
    seventh = tagged(content, 7)
    assert began_from(open_drawing(seventh)) == 7 and check(seventh) == check(content)
    assert tagged(seventh, 12) == tagged(content, 12)
    at = next(place for place, pair in enumerate(zip(content, seventh, strict=False)) if pair[0] != pair[1])
    added = len(seventh) - len(content)
    if b"versionTag" not in content:
        assert b'versionTag="7"' in seventh[at - 20 : at + added + 9]


def test_one_of_the_owner_is_replaced_and_what_is_no_number_says_nothing() -> None:
    own = W3.replace(b' isExecutable="true"', b' isExecutable="true" camunda:versionTag="vinter"')
    assert began_from(open_drawing(own)) is None
    assert began_from(open_drawing(tagged(own, 3))) == 3 and tagged(own, 3).count(b"versionTag") == 1


@pytest.mark.parametrize("content", [b"", b"<a/>", b"\xff", W3.replace(b"bpmn:process", b"bpmn:proces")])
def test_what_cannot_be_read_stays_as_it_is(content: bytes) -> None:
    assert tagged(content, 7) == content
