"""The shipped diagrams with pieces of them redrawn, and what the check says of them."""

import re
from pathlib import Path

from engine.diagrams import Problem, check

_PROCESSES = Path(__file__).parents[3] / "processes"
W3 = (_PROCESSES / "case_support_to_operations.bpmn").read_text()
W4 = (_PROCESSES / "task_support_to_operations.bpmn").read_text()
_KINDS = (
    "userTask|parallelGateway|subProcess|callActivity|businessRuleTask|intermediateCatchEvent|boundaryEvent|endEvent"
)
_NODE = rf'<bpmn:(?:{_KINDS}) id="(\w+)" name='


def variant(*changes: tuple[str, str], of: str = W3) -> bytes:
    """W3, or another diagram, with pieces of it put in place of others."""
    text = of
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text.encode()


def with_boundary(event: str, interrupting: str = "false") -> bytes:
    """W3 with one more event on the solving step; its arrow and its place on the drawing included."""
    return variant(
        ("<bpmn:flowNodeRef>agent_l", "<bpmn:flowNodeRef>rykker</bpmn:flowNodeRef><bpmn:flowNodeRef>agent_l"),
        (
            '<bpmn:boundaryEvent id="deadline_overskredet"',
            f'<bpmn:boundaryEvent id="rykker" name="Rykker" attachedToRef="agent_loeser_sagen" '
            f'cancelActivity="{interrupting}"><bpmn:outgoing>fra_rykker</bpmn:outgoing>{event}</bpmn:boundaryEvent>'
            '<bpmn:sequenceFlow id="fra_rykker" sourceRef="rykker" targetRef="besked_om_deadline" />'
            '<bpmn:boundaryEvent id="deadline_overskredet"',
        ),
        (
            "</bpmndi:BPMNPlane>",
            '<bpmndi:BPMNShape id="rykker_di" bpmnElement="rykker"><dc:Bounds x="12" y="762" width="36" height="36" />'
            '</bpmndi:BPMNShape><bpmndi:BPMNEdge id="fra_rykker_di" bpmnElement="fra_rykker">'
            '<di:waypoint x="1" y="1" /><di:waypoint x="2" y="2" /></bpmndi:BPMNEdge></bpmndi:BPMNPlane>',
        ),
    )  # fmt: skip


def said(content: bytes) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.rule, problem.element) for problem in check(content)]


def the_one(content: bytes) -> Problem:
    (problem,) = check(content)
    return problem


def with_more(drawn: str, arrow: str, first: str) -> bytes:
    """W3 with more elements, each in the case agent's lane and somewhere on the drawing; `arrow` leads to the first."""
    old = re.search(rf'<bpmn:sequenceFlow id="{arrow}".*?targetRef="(\w+)"', W3)
    assert old
    nodes, flows = re.findall(_NODE, drawn), re.findall(r'<bpmn:sequenceFlow id="(\w+)"', drawn)
    lanes = "".join(f"<bpmn:flowNodeRef>{node}</bpmn:flowNodeRef>" for node in nodes)
    shapes = "".join(
        f'<bpmndi:BPMNShape bpmnElement="{node}"><dc:Bounds x="{2000 + 150 * place}" y="9" width="36" height="36" />'
        "</bpmndi:BPMNShape>"
        for place, node in enumerate(nodes)
    )
    edges = "".join(
        f'<bpmndi:BPMNEdge bpmnElement="{flow}"><di:waypoint x="1" y="1" /><di:waypoint x="2" y="2" />'
        "</bpmndi:BPMNEdge>"
        for flow in flows
    )
    return variant(
        (old[0], old[0].replace(f'targetRef="{old[1]}"', f'targetRef="{first}"')),
        ("<bpmn:flowNodeRef>sagsagent_a", f"{lanes}<bpmn:flowNodeRef>sagsagent_a"),
        ("</bpmn:process>", f"{drawn}</bpmn:process>"),
        ("</bpmndi:BPMNPlane>", f"{shapes}{edges}</bpmndi:BPMNPlane>"),
    )
