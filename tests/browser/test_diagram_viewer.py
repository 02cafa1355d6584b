"""The diagram viewer alone, under the strictest policy: no script and no style but the desk's own files."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.viewing import show

SHAPES = {"start": (160, 100, 36, 36), "mette_svarer": (260, 78, 100, 80), "slut": (430, 100, 36, 36)}
ARROWS = {"til_mette": ((196, 118), (260, 118)), "til_slut": ((360, 118), (430, 118))}
BOUNDS = "".join(
    f'<d:BPMNShape id="{id}_di" bpmnElement="{id}"><c:Bounds x="{x}" y="{y}" width="{w}" height="{h}"/></d:BPMNShape>'
    for id, (x, y, w, h) in SHAPES.items()
) + "".join(
    f'<d:BPMNEdge id="{id}_di" bpmnElement="{id}">'
    + "".join(f'<i:waypoint x="{x}" y="{y}"/>' for x, y in points)
    + "</d:BPMNEdge>"
    for id, points in ARROWS.items()
)
DIAGRAM = f"""<?xml version="1.0" encoding="UTF-8"?>
<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI"
    xmlns:c="http://www.omg.org/spec/DD/20100524/DC" xmlns:i="http://www.omg.org/spec/DD/20100524/DI" id="definitioner" targetNamespace="http://example.org/svar">
  <b:process id="svar" isExecutable="true">
    <b:startEvent id="start" name="Brugeren spørger"/><b:userTask id="mette_svarer" name="Mette svarer"/>
    <b:endEvent id="slut"/>
    <b:sequenceFlow id="til_mette" sourceRef="start" targetRef="mette_svarer"/>
    <b:sequenceFlow id="til_slut" sourceRef="mette_svarer" targetRef="slut"/>
  </b:process>
  <d:BPMNDiagram id="tegning"><d:BPMNPlane id="flade" bpmnElement="svar">{BOUNDS}</d:BPMNPlane></d:BPMNDiagram>
</b:definitions>"""
HOW = """data-markers='{"start": "passed", "mette_svarer": "current"}' data-taken='[["start", "mette_svarer"]]'"""


@pytest.fixture
def desk(page: Page) -> Page:
    """A page with that diagram on it, as a case has come."""
    show(page, DIAGRAM.encode(), HOW)
    return page


def test_mette_sees_where_the_case_is(desk: Page) -> None:
    expect(desk.locator(".diagram-current[data-element-id=mette_svarer]")).to_be_visible()
    expect(desk.locator(".diagram-passed[data-element-id=start]")).to_be_visible()
    expect(desk.get_by_text("Mette svarer")).to_be_visible()


def test_the_arrows_that_the_case_took_are_marked(desk: Page) -> None:
    expect(desk.locator(".diagram-taken[data-element-id=til_mette]")).to_have_count(1)
    expect(desk.locator(".diagram-taken[data-element-id=til_slut]")).to_have_count(0)


LARGE = (Path(__file__).parents[2] / "processes" / "case_in_department.bpmn").read_bytes()


@pytest.mark.parametrize(
    ("markers", "seen"),
    [
        ("{}", "sag_oprettes"),
        ('{"sag_oprettes": "warning", "sagen_lukkes_nu": "error"}', "sagen_lukkes_nu"),
        ('{"sagen_lukkes_nu": "passed", "sagsagent_arbejder": "current"}', "sagsagent_arbejder"),
    ],
    ids=["start", "problem", "current"],
)
def test_of_a_large_diagram_the_part_that_matters_is_shown_first(page: Page, markers: str, seen: str) -> None:
    show(page, LARGE, f"data-markers='{markers}'")
    expect(page.locator(f"[data-element-id={seen}] > .djs-visual")).to_be_in_viewport(ratio=1)


def test_the_bpmn_io_mark_stands_free_in_the_lower_right_corner(desk: Page) -> None:
    mark = desk.locator("a.bjs-powered-by")
    expect(mark).to_be_visible()
    inside, around = mark.bounding_box(), desk.locator("[data-diagram]").bounding_box()
    assert inside and around
    assert around["x"] + around["width"] - inside["x"] - inside["width"] < 40
    assert around["y"] + around["height"] - inside["y"] - inside["height"] < 40
    mark.click(trial=True)  # nothing lies over it
