"""Diagrams redrawn at random: the check always answers, and what it lets pass works at the desk.

Deployed and gone through, a diagram without errors may only lead to what a rule says no to, never to a fault.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.diagrams import check
from engine.diagrams import vocabulary as v
from tests.engine.diagrams.trial import Trial, deployed, trials
from tests.fixtures.house import House

HERE = Path(__file__).parent
SHIPPED = sorted((HERE.parents[2] / "processes").glob("*.bpmn"))
OTHERS = sorted((HERE / "valid").glob("*.bpmn"))
Element = Any
Draw = Callable[..., Any]

CONDITIONS = [
    "${outcome == 'move'}", "${reopened}", "${not reopened}", "${case_is_closed}", "${not case_is_closed}",
    "${status == 'solved'}", "${haster}", "${haster > 3}", "${agreed_agent}", "${chosen_agent != None}",
    "${deadline != None}", "${subject}", "${outcome in ['faerdig', 'videre']}", "${actor_may_close}", "${1 + subject}",
]  # fmt: skip
PEOPLE = ["${agent}", "${creator}", "${receiver}", "${team}", "${haster}", "${actor or creator}", "${subject}", ""]
VALUES = ["solved", "assigned", "${chosen_team}", "${team}", "${agent}", "${chosen_agent or solver}", "${number + 1}"]
TOPICS = ["assign-team", "assign-agent", "send-back", "return-to-creator", "set-status", "close-case", "pass-on"]
TYPES = [*v.FIELD_TYPES]


@pytest.fixture(scope="module")
def trying(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with trials(tmp_path_factory.mktemp("trials")) as house:
        yield house
        house.check()


def every(root: Element, *names: str) -> list[Element]:
    return [element for element in root.iter("*") if etree.QName(element).localname in names]


def pick(draw: Draw, among: Sequence[Any]) -> Any:
    assume(among)
    return draw(st.sampled_from(among))


def aim_arrow(root: Element, draw: Draw) -> None:
    nodes = every(root, *v.FLOW_NODES)
    pick(draw, every(root, "sequenceFlow")).set("targetRef", pick(draw, nodes).get("id"))


def aim_arrow_from(root: Element, draw: Draw) -> None:
    nodes = every(root, *v.FLOW_NODES)
    pick(draw, every(root, "sequenceFlow")).set("sourceRef", pick(draw, nodes).get("id"))


def drop(root: Element, draw: Draw) -> None:
    names = ("sequenceFlow", "formField", "property", "value", "constraint", "inputParameter", "conditionExpression")
    element = pick(draw, every(root, *names))
    element.getparent().remove(element)


def skip_node(root: Element, draw: Draw) -> None:
    """A node goes, and the arrows to it lead where its own arrow leads."""
    node = pick(draw, every(root, *v.FLOW_NODES - {v.START, v.END, v.BOUNDARY}))
    gone = node.get("id")
    out = [flow for flow in every(root, "sequenceFlow") if flow.get("sourceRef") == gone]
    for flow in every(root, "sequenceFlow"):
        if out and flow.get("targetRef") == gone:
            flow.set("targetRef", out[0].get("targetRef"))
    dead = {gone, *(flow.get("id") for flow in out)}
    for element in [e for e in root.iter("*") if {e.get("id"), e.get("bpmnElement"), (e.text or "").strip()} & dead]:
        if element.getparent() is not None:
            element.getparent().remove(element)


def change_condition(root: Element, draw: Draw) -> None:
    pick(draw, every(root, "conditionExpression")).text = pick(draw, CONDITIONS)


def swap_conditions(root: Element, draw: Draw) -> None:
    one, other = (pick(draw, every(root, "conditionExpression")) for _ in range(2))
    one.text, other.text = other.text, one.text


def set_default(root: Element, draw: Draw) -> None:
    gateway = pick(draw, every(root, v.EXCLUSIVE))
    own = [flow for flow in every(root, "sequenceFlow") if flow.get("sourceRef") == gateway.get("id")]
    for flow in own[:1]:
        gateway.set("default", flow.get("id"))
        for condition in every(flow, "conditionExpression"):
            flow.remove(condition)


def change_assignee(root: Element, draw: Draw) -> None:
    key = f"{{{v.CAMUNDA}}}assignee"
    pick(draw, every(root, v.USER)).set(key, pick(draw, PEOPLE))


def change_operation(root: Element, draw: Draw) -> None:
    key = f"{{{v.CAMUNDA}}}topic"
    pick(draw, every(root, v.SERVICE)).set(key, pick(draw, TOPICS))


def change_parameter(root: Element, draw: Draw) -> None:
    pick(draw, every(root, "inputParameter")).text = pick(draw, VALUES)


def change_field(root: Element, draw: Draw) -> None:
    field = pick(draw, every(root, "formField"))
    field.set(pick(draw, ["type", "id", "defaultValue"]), pick(draw, [*TYPES, *PEOPLE]))


def make_parallel(root: Element, draw: Draw) -> None:
    pick(draw, every(root, v.EXCLUSIVE)).tag = f"{{{v.BPMN}}}{v.PARALLEL}"


def hang_elsewhere(root: Element, draw: Draw) -> None:
    for event_ in every(root, v.BOUNDARY)[:1]:
        event_.set("attachedToRef", pick(draw, every(root, v.USER)).get("id"))


MUTATIONS = [
    aim_arrow, aim_arrow_from, drop, skip_node, change_condition, swap_conditions, set_default, change_assignee,
    change_operation, change_parameter, change_field, make_parallel, hang_elsewhere,
]  # fmt: skip


def redrawn(content: bytes, draw: Draw) -> bytes:
    root = etree.fromstring(content)
    for _ in range(draw(st.integers(1, 3))):
        pick(draw, MUTATIONS)(root, draw)
    return etree.tostring(root, encoding="utf-8")


@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from([*SHIPPED, *OTHERS]), data=st.data())
def test_what_passes_the_check_works_at_the_desk(trying: House, path: Path, data: st.DataObject) -> None:
    content = redrawn(path.read_bytes(), data.draw)
    problems = check(content)
    assert all(problem.sentence and problem.remedy for problem in problems)
    passes = not any(problem.severity == "error" for problem in problems)
    event("passes" if passes else "is refused")
    if passes:
        Trial(trying, deployed(trying, content), data.draw(st.integers(0, 99))).go(10)
