"""The department that solves a task may press a button that closes its case, where the case is that department's."""

import pytest

import engine
from engine import Status
from engine.diagrams import check
from engine.errors import Refused
from tests.engine.diagrams.redrawing import W4, variant
from tests.fixtures.house import House

CLOSES = variant(
    (
        '<camunda:value id="marker_loest" name="Marker som løst" />',
        '<camunda:value id="marker_loest" name="Marker som løst" /><camunda:value id="luk_nu" name="Luk sagen" />',
    ),
    (
        '<camunda:property id="marker_loest.allowed" value="solve" />',
        '<camunda:property id="marker_loest.allowed" value="solve" />'
        '<camunda:property id="luk_nu.accepts" value="loesning" />',
    ),
    (
        "</bpmn:process>",
        '<bpmn:serviceTask id="loest_nu" name="Løses" camunda:type="external" camunda:topic="set-status">'
        '<bpmn:extensionElements><camunda:inputOutput><camunda:inputParameter name="status">solved'
        "</camunda:inputParameter></camunda:inputOutput></bpmn:extensionElements></bpmn:serviceTask>"
        '<bpmn:sequenceFlow id="luk_straks" sourceRef="hvad_goer_agenten" targetRef="loest_nu">'
        "<bpmn:conditionExpression>${outcome == 'luk_nu'}</bpmn:conditionExpression></bpmn:sequenceFlow>"
        '<bpmn:sequenceFlow id="loest_luk" sourceRef="loest_nu" targetRef="sagen_lukkes_nu" /></bpmn:process>',
    ),
    (
        "</bpmndi:BPMNPlane>",
        '<bpmndi:BPMNShape bpmnElement="loest_nu"><dc:Bounds x="3000" y="9" width="99" height="80" />'
        "</bpmndi:BPMNShape>"
        + "".join(
            f'<bpmndi:BPMNEdge bpmnElement="{flow}"><di:waypoint x="1" y="1" /><di:waypoint x="2" y="2" />'
            "</bpmndi:BPMNEdge>"
            for flow in ("luk_straks", "loest_luk")
        )
        + "</bpmndi:BPMNPlane>",
    ),
    of=W4,
)


def test_who_may_close_from_a_task_depends_on_its_case_so_the_check_refuses_nothing(house: House) -> None:
    """R126, A-17: support created the one case, operations the other; the drawing of the task is the same."""
    assert check(CLOSES) == ()
    engine.deploy(house.desk, CLOSES, by=None, note="En knap, der lukker")
    theirs = house.register("pia", "Servicedesk", agent="anders", agreed=True)
    task = house.create_task(theirs, "anders", "Netværk", agent="pia", agreed=True)
    house.press(theirs, "Marker som løst", "anders", solution="Ny patron.", overrides={"A-03": "Den venter ikke."})
    house.press(task, "Luk sagen", "pia", solution="Kablet er skiftet.")
    assert house.now(theirs).status == Status.CLOSED
    own = house.keep("anders")
    task = house.create_task(own, "anders", "Netværk", agent="pia", agreed=True)
    with pytest.raises(Refused) as refusal:
        house.press(task, "Luk sagen", "pia", solution="Kablet er skiftet.")
    assert refusal.value.rule == "R126"
