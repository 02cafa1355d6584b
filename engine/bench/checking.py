"""B10: the check of a diagram as large as one may be, beside that of a shipped one; and that it grows no faster."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from engine.diagrams import check as keeping_check
from engine.diagrams.drawing import camunda, open_drawing

ROUNDS = 9
LARGE, HALF = 69, 30  # choices in a row: 240 elements, and about half of them
STEEPEST = 3.0  # twice the elements may take so many times as long

_FILE = Path(__file__).parents[2] / "processes" / "case_support_to_operations.bpmn"


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
    text = content.decode()
    arrow = _arrow_into_the_last_step(content)
    source, last = arrow.get("sourceRef", ""), arrow.get("targetRef", "")
    old = re.search(rf'<bpmn:sequenceFlow id="{arrow.get("id")}"[^>]*/>', text)
    assert old is not None
    first = old[0].replace(f'targetRef="{last}"', 'targetRef="v0"')
    assert f'sourceRef="{source}"' in first
    drawn = "".join(_drawn(number) for number in range(count))
    text = text.replace(old[0], first + "".join(_choice(number, count, last) for number in range(count)))
    return text.replace("</bpmndi:BPMNPlane>", f"{drawn}</bpmndi:BPMNPlane>").encode()


def _arrow_into_the_last_step(content: bytes) -> Any:
    """The arrow from the operation that gives the case back to the step that closes it."""
    process = open_drawing(content).process
    gives_back = next(e for e in process.iter() if e.get(camunda("topic")) == "return-to-creator")
    return next(e for e in process.iter() if e.get("sourceRef") == gives_back.get("id"))


def _choice(number: int, count: int, last: str) -> str:
    following = f"v{number + 1}" if number + 1 < count else last
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
