"""A small process in which nothing is wrong, and it again with the wrong example of a rule of the check drawn in."""

import re
from pathlib import Path

from engine.diagrams.check_rules import CheckRule

RIGHT = (Path(__file__).parent / "lille_proces.bpmn").read_text(encoding="utf-8")
_NODES = "startEvent|userTask|serviceTask|sendTask|exclusiveGateway|parallelGateway|boundaryEvent|endEvent"
_NODE = re.compile(rf'<(?:{_NODES}) id="(\w+)"')
_FLOW = re.compile(r'<sequenceFlow id="(\w+)"')


def wrong(rule: CheckRule) -> bytes:
    """The small process as the rule's row alters it; what is new in it has its place in the lane and on the drawing."""
    text = RIGHT
    for right, replacement in zip(rule.right, rule.wrong, strict=True):
        assert not right or text.count(right) == 1, f"{rule.id}: {right} stands there {text.count(right)} times"
        new = _repeated(replacement, rule.times)
        text = text.replace(right, new) if right else new
    for element in rule.cut:
        text = _without(text, element)
    return _drawn(text.replace("</process>", f"{_repeated(rule.more, rule.times)}</process>")).encode()


def _repeated(text: str, times: int) -> str:
    if "{n}" not in text:
        return text
    return "".join(text.replace("{n}", str(number)).replace("{m}", str(number + 1)) for number in range(times))


def _without(text: str, element: str) -> str:
    """An element cut out, with its place in the lane and on the drawing, and whatever names it as an arrow."""
    assert f'id="{element}"' in text, element
    text = re.sub(rf'<(\w+) id="{element}"(?:[^>]*/>|.*?</\1>)', "", text, flags=re.DOTALL)
    text = re.sub(rf"<(flowNodeRef|incoming|outgoing)>{element}</\1>", "", text)
    return re.sub(rf'<bpmndi:BPMN(Shape|Edge) id="{element}_di".*?</bpmndi:BPMN\1>', "", text)


def _drawn(text: str) -> str:
    nodes = [node for node in _NODE.findall(text) if f'bpmnElement="{node}"' not in RIGHT]
    flows = [flow for flow in _FLOW.findall(text) if f'bpmnElement="{flow}"' not in RIGHT]
    lane = "".join(f"<flowNodeRef>{node}</flowNodeRef>" for node in nodes)
    shapes = "".join(
        f'<bpmndi:BPMNShape id="{node}_di" bpmnElement="{node}"><dc:Bounds x="{70 + 30 * place}" y="290" width="20" '
        'height="20" /></bpmndi:BPMNShape>'
        for place, node in enumerate(nodes)
    )
    edges = "".join(
        f'<bpmndi:BPMNEdge id="{flow}_di" bpmnElement="{flow}"><di:waypoint x="1" y="1" /><di:waypoint x="2" y="2" />'
        "</bpmndi:BPMNEdge>"
        for flow in flows
    )
    text = text.replace("</lane>", f"{lane}</lane>", 1)
    return text.replace("</bpmndi:BPMNPlane>", f"{shapes}{edges}</bpmndi:BPMNPlane>")
