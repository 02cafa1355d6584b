"""B10: the check of a diagram as large as one may be, beside that of a shipped one; and that it grows no faster."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from engine.diagrams import check as keeping_check

ROUNDS = 9
LARGE, HALF = 69, 30  # choices in a row: 240 elements, and about half of them
STEEPEST = 3.0  # twice the elements may take so many times as long

_FILE = Path(__file__).parents[2] / "processes" / "case_support_to_operations.bpmn"
_ARROW = (
    '<bpmn:sequenceFlow id="fra_tilbage_til_opretteren_til_sagsagent_afslutter" sourceRef="tilbage_til_opretteren" '
    'targetRef="{target}" />'
)


def check_of_a_large_diagram(tick: Callable[[], None]) -> dict[str, Any]:
    """Medians of checks in milliseconds, alternating, none of them kept from the one before."""
    shipped = _FILE.read_bytes()
    contents = {"W3": shipped, "half": with_choices(shipped, HALF), "large": with_choices(shipped, LARGE)}
    spent: dict[str, list[float]] = {name: [] for name in contents}
    for _ in range(ROUNDS):
        for name, content in contents.items():
            began = time.perf_counter()
            assert keeping_check.__wrapped__(content) == ()
            spent[name].append((time.perf_counter() - began) * 1000)
        tick()
    found = {name: median(times) for name, times in spent.items()}
    steep = found["large"] / found["half"]
    told = [] if steep <= STEEPEST else [f"twice the elements take {steep:.1f} times as long"]
    milliseconds = {f"{name}_ms": round(value, 1) for name, value in found.items()}
    return {"ratio": round(found["large"] / found["W3"], 1), **milliseconds, "findings": told}


def with_choices(content: bytes, count: int) -> bytes:
    """W3 with that many choices in a row before its last step, each past an operation or round it: 2 ways each."""
    first, last = _ARROW.format(target="v0"), _ARROW.format(target="sagsagent_afslutter")
    drawn = "".join(_drawn(number) for number in range(count))
    text = content.decode()
    assert last in text
    text = text.replace(last, first + "".join(_choice(number, count) for number in range(count)))
    return text.replace("</bpmndi:BPMNPlane>", f"{drawn}</bpmndi:BPMNPlane>").encode()


def _choice(number: int, count: int) -> str:
    following = f"v{number + 1}" if number + 1 < count else "sagsagent_afslutter"
    return (
        f'<bpmn:exclusiveGateway id="v{number}" default="n{number}" />'
        f'<bpmn:serviceTask id="o{number}" name="o{number}" camunda:type="external" '
        'camunda:topic="return-to-creator" />'
        f'<bpmn:exclusiveGateway id="s{number}" />'
        f'<bpmn:sequenceFlow id="j{number}" sourceRef="v{number}" targetRef="o{number}">'
        "<bpmn:conditionExpression>${deadline_has_passed}</bpmn:conditionExpression></bpmn:sequenceFlow>"
        f'<bpmn:sequenceFlow id="n{number}" sourceRef="v{number}" targetRef="s{number}" />'
        f'<bpmn:sequenceFlow id="t{number}" sourceRef="o{number}" targetRef="s{number}" />'
        f'<bpmn:sequenceFlow id="w{number}" sourceRef="s{number}" targetRef="{following}" />'
    )


def _drawn(number: int) -> str:
    x = 3000 + 60 * number
    shapes = (
        f'<bpmndi:BPMNShape bpmnElement="{kind}{number}"><dc:Bounds x="{x}" y="{y}" width="9" height="9" />'
        "</bpmndi:BPMNShape>"
        for kind, y in (("v", 0), ("o", 50), ("s", 99))
    )
    line = '<di:waypoint x="1" y="1" /><di:waypoint x="2" y="2" />'
    edges = (f'<bpmndi:BPMNEdge bpmnElement="{kind}{number}">{line}</bpmndi:BPMNEdge>' for kind in "jntw")
    return "".join((*shapes, *edges))
